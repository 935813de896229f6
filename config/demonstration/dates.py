"""When the demonstration's customers were asked: the evidence windows of versions 1 and 2, and of the draft after."""

from datetime import date

WINTER = (date(2026, 1, 12), date(2026, 3, 6))
SUMMER = (date(2026, 7, 6), date(2026, 9, 18))
AUTUMN = date(2026, 10, 5)
