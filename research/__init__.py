"""What we heard: studies, responses and the evidence they give."""
