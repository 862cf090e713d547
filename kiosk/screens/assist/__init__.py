"""The pages of the assisted mode (帮办)."""
