"""Fire doctrines: how many rounds, and when to look again."""
