"""Releases of the application: signed, from network or stick, tried before they are taken up, and taken back."""
