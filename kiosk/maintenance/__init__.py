"""The maintenance menu (运维): what its pages show and do. How they look is in ``screens/maintenance``."""
