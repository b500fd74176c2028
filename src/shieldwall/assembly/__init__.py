"""Scenario, catalogue and terrain become a plan, and a plan and a key the arrays of one replication."""
