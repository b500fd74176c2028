"""Many runs: options fought on the same random numbers, and what they come to."""
