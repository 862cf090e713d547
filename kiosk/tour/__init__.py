"""The terminal's real window, driven from another process on a desktop of its own: the tour and the journey tests."""
