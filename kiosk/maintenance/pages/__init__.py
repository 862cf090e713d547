"""One file per page; ``maintenance/page.py`` finds them."""
