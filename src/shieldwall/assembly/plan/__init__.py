"""A scenario planned once: text, entries, names, terrain, masks and tables, everything that no replication changes."""

from shieldwall.assembly.plan.plan import Plan, plan

__all__ = ["Plan", "plan"]
