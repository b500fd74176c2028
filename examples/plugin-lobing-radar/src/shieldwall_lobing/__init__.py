"""A plug-in of Shieldwall: a radar over flat ground, with the lobes that the ground's reflection makes."""
