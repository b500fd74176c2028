"""Text at the door: a strict YAML reader, nodes that know their line, and field types with units."""
