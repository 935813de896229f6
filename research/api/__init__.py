"""The addresses of what we heard."""
