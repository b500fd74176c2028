"""A plug-in of Shieldwall: a radar over flat ground, a mirror of the textbook, and its lobes."""
