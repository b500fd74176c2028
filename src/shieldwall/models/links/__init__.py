"""Link models: how long a message takes, and whether it arrives."""
