"""Answers made readable: what a command finds, as JSON for programs and as text for people."""
