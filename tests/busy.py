"""What a busy machine takes from a test that looks at the clock."""

# Seconds for which a test may be kept from a processor; a deadline that is not kept is missed by a whole wait.
SLACK = 0.15
