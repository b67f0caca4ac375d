"""Simulate the renegotiation of a pact between parties that may leave it."""

__version__ = "0.1.0"

# Raised by any release in which a trial comes out otherwise; part of every run's address (docs/decisions/0003).
CONTRACT = 2
