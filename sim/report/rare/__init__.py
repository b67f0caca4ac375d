"""What `sim rare` says: its answer, and the answer as text."""
