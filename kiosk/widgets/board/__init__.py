"""What a maintenance page is built of. Each block is told its width, lays itself out by it and says how high it is."""
