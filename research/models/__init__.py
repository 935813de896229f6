"""What we heard, as rows. Everything belongs to a program."""

from research.models.import_batch import ImportBatch
from research.models.instrument import Instrument
from research.models.response import Response
from research.models.study import Study

__all__ = ["ImportBatch", "Instrument", "Response", "Study"]
