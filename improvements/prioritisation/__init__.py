"""Ranking actions and choosing among them, knowing how sure the numbers are."""
