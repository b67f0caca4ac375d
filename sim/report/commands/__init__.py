"""What each command of `sim` does, once its words are parsed: one file each."""
