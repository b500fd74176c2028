"""What units tell each other, and when it arrives."""
