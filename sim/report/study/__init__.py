"""What `sim sweep` and `sim sensitivity` say and keep: designs, answers, tables, and the answers as text."""
