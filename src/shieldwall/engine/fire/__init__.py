"""What a fire channel does with an order."""
