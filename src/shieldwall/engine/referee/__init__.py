"""What really happens: the script, detonations, damage, and which body a track follows."""
