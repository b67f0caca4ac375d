"""What `sim why` says: its answer, and the answer as text."""
