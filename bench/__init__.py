"""Measure speed and memory: `python -m bench`. No test reads a clock; this does, and no result depends on it."""
