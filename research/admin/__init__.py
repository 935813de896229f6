"""What we heard, in the workplace: one module per aggregate."""

from research.admin import (
    import_batch,
    insight,
    instrument,
    placement_rule,
    response,
    study,
    theme,
)

__all__ = ["import_batch", "insight", "instrument", "placement_rule", "response", "study", "theme"]
