"""Pure: bytes and dataclasses in, dataclasses out. No clock, disk, network, Qt or language."""
