"""Ways out of a run folder, one file each: the report."""
