"""Command doctrines: whether a unit waits for orders or chooses for itself, and whether its radars are on."""
