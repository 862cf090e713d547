"""One file per kind of step or page; the conductor joins walk, performer and screen."""
