"""The compiled battle: one loop over clocks, its phases, and the referee who alone holds the truth."""
