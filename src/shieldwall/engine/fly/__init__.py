"""Rounds in flight."""
