"""One file per service item: the script of steps that it awaits, and the calls that it makes."""
