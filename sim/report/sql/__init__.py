"""Questions in SQL: which kept results they are asked of, as which tables, and how the answer is shown."""
