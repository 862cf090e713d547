"""What a busy machine takes from a test that looks at the clock.

That no call outlives its deadline by more than 50 ms is judged on a quiet one, by ``reliability/deadlines.py``.
"""

# Seconds for which a test may be kept from a processor; a deadline that is not kept is missed by a whole wait.
SLACK = 0.15
