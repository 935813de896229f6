"""KPI readings of the demonstration: simulated counts, quarter by quarter."""

from datetime import date

#: Target and objective per KPI.
TARGETS = {
    "completed": (68, "complete"),
    "identified": (80, "identity"),
    "decision": (24, "identity"),
    "paid": (75, "use"),
    "nps": (25, "recommend"),
}
TARGET_DATES = {
    "complete": date(2026, 12, 31),
    "identity": date(2027, 3, 31),
    "use": date(2026, 12, 31),
    "recommend": date(2027, 6, 30),
}
QUARTERS = (
    (date(2025, 7, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
)
#: Counts per quarter, in the fields their kind of KPI is stored in.
COUNTS: dict[str, tuple[dict[str, float], ...]] = {
    "completed": (
        {"numerator": 2214, "denominator": 3890},
        {"numerator": 2331, "denominator": 4017},
        {"numerator": 2398, "denominator": 4120},
        {"numerator": 2601, "denominator": 4254},
        {"numerator": 2803, "denominator": 4386},
    ),
    "identified": (
        {"numerator": 139, "denominator": 195},
        {"numerator": 147, "denominator": 204},
        {"numerator": 143, "denominator": 201},
        {"numerator": 150, "denominator": 222},
        {"numerator": 151, "denominator": 236},
    ),
    "decision": (
        {"n": 195, "mean": 61.2, "sd": 40.1},
        {"n": 204, "mean": 58.9, "sd": 39.4},
        {"n": 201, "mean": 57.3, "sd": 37.8},
        {"n": 222, "mean": 33.0, "sd": 24.5},
        {"n": 236, "mean": 25.8, "sd": 19.9},
    ),
    "paid": (
        {"numerator": 1150, "denominator": 1660},
        {"numerator": 1199, "denominator": 1702},
        {"numerator": 1236, "denominator": 1718},
        {"numerator": 1334, "denominator": 1820},
        {"numerator": 1428, "denominator": 1904},
    ),
    "nps": (
        {"promoters": 212, "passives": 250, "detractors": 140},
        {"promoters": 219, "passives": 243, "detractors": 139},
        {"promoters": 222, "passives": 233, "detractors": 149},
        {"promoters": 230, "passives": 221, "detractors": 139},
        {"promoters": 236, "passives": 216, "detractors": 136},
    ),
}
