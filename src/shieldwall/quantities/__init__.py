"""Quantities at the door: units, positions, instants, cited constants and the typed errors."""
