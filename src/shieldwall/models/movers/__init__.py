"""Mover models: where a threat is at a time."""
