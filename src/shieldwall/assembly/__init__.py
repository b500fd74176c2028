"""Scenario, catalogue, terrain and drawn unknowns become the arrays of one run; names become numbers."""

from shieldwall.assembly.assemble import Assembly, assemble

__all__ = ["Assembly", "assemble"]
