"""What units make of plots and of reported tracks: their pictures."""
