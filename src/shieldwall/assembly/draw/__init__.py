"""From a plan to the arrays of one replication, in compiled code; nothing here knows text or makes objects."""
