"""Beside programs that are not ours, with files as costly as they really are: OpenSSL, NSS,
GnuTLS, pkilint. What needs no such program, or costs nothing, is in tests/core."""
