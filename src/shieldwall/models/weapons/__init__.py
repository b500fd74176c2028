"""Weapon models: how a round or a burst kills."""
