"""Declared items (``assets/items``): what their files may say, whether they say it, and the items that they make."""
