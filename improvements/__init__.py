"""What we change: cycles, actions, experiments and their outcomes."""
