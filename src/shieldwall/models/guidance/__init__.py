"""Guidance models: what feeds a round in flight, and with what error."""
