"""What a post, or a unit alone, makes of its picture: threats, orders, and what becomes of them."""
