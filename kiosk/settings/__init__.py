"""Changing config.toml: what its keys mean, the change with comments kept, the trial start, and the versions before."""
