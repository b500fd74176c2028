"""Cited entries: systems, parts, rounds and threats, each value with its range, source and grade."""
