"""Many runs: options fought on the same luck, and what they come to."""
