"""How the work of a step is done: blocking and cancellable, seeing only core and the ports."""
