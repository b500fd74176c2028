"""Sensor models: the signal that a sensor gets from a threat."""
