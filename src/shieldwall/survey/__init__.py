"""Models asked without a battle: flights, reach, and the fit of missiles to their brochures."""
