"""What was taken out of a union's books in one piece."""
