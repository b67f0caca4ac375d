"""Simulate the renegotiation of a pact between parties that may leave it."""

__version__ = "0.1.0"
