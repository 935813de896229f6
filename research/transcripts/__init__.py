"""What was said in interviews and groups, as text: who speaks, and what. Pure."""
