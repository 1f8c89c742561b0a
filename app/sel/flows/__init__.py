"""One file, one errand: plain blocking functions on ports and core; window and command line call
the same ones."""
