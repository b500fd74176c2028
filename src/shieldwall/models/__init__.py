"""The models: one file each, in families. A file ends in one value, `MODEL`, that says what it is."""
