"""What `sim trade` says: its answer, and the answer as text."""
