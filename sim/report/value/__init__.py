"""What `sim value` says: its answer, and the answer as text."""
