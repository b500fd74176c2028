"""What sensors get of what really flies."""
