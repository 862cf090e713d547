"""``kiosk check``: is this terminal fit to serve? Each part is tried for real."""
