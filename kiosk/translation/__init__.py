"""Making catalogues: which texts there are, which have a translation, and the file that the terminal reads."""
