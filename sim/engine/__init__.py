"""Run rows: the calendar of what is watched, batches of trials, results on disk."""
