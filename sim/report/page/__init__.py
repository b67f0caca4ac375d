"""The page of a run: what it is made from, its parts that are no charts, and the one HTML file."""
