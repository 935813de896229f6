"""Documents of what we heard."""
