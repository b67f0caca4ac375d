"""Hold the rules of the model: short compiled functions over one packed scenario and one row."""
