"""What `sim compare` says: its answer, and the answer as text."""
