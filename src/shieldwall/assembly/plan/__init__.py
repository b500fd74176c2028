"""What is made once for a scenario, for all its replications."""
