"""The stand-in government gateway and the bench, for demo, training and tests."""
