"""How a text feels, and how it feels about one thing it mentions."""
