"""Function packages (功能包): reading and inheriting their files, checking them, and which one this terminal uses."""
