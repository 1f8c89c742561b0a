"""Child processes of our own program, and the side that runs inside them."""
