"""Programs that speak a device's real wire from the other end; no driver knows of them."""
