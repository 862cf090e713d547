"""近办 Jinban: a full-screen touch application for government self-service terminals."""

__version__ = "0.1.0"
