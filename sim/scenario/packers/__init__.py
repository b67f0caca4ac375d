"""Put the blocks of a scenario into the record and the template row: one file for each block."""
