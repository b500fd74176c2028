"""What each replication draws, in compiled code that makes no Python object and allocates nothing."""
