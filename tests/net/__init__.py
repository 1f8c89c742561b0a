"""Tests of the room for the network."""
