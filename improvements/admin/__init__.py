"""What we change, in the workplace: one module per aggregate, and the pages of our own."""

from improvements.admin import action, cycle, experiment

__all__ = ["action", "cycle", "experiment"]
