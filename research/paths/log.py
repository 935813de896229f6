"""An event log as columns: which case, what happened, when; and how its times are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: As many invalid rows are named; all are counted.
MOST_NAMED = 100


class Invalid(Struct, frozen=True):
    """A row that is left out, and why."""

    row: int
    reason: str


class EventLog(Struct, frozen=True):
    """Events in the order of case, time and file: `case` and `activity` are numbers of `cases` and `activities`.

    `time` is in seconds since 1970 in UTC, as the file has it where it names no offset.
    """

    case: numpy.ndarray
    activity: numpy.ndarray
    time: numpy.ndarray
    cases: Sequence[str]
    activities: Sequence[str]
    invalid: tuple[Invalid, ...] = ()
    invalid_count: int = 0


def of_columns(
    cases: Sequence[str],
    activities: Sequence[str],
    times: Sequence[str],
    rows: Sequence[int] | None = None,
) -> EventLog:
    """Return the log of three columns of equal length; rows without a case, activity or readable time are left out.

    Refused where no row is right, or every date could be day-first as well as month-first.
    """
    import numpy as np
    import pandas as pd

    frame: Any = pd.DataFrame({"case": cases, "activity": activities, "time": times}, dtype="str")
    frame = frame.apply(lambda column: column.str.strip())
    frame["row"] = np.asarray(rows) if rows is not None else np.arange(2, len(frame) + 2)
    moments = _moments(frame["time"])
    reasons = np.full(len(frame), "", dtype=object)
    reasons[moments.isna().to_numpy()] = "the time cannot be read"
    reasons[(frame["activity"] == "").to_numpy()] = "the activity is missing"
    reasons[(frame["case"] == "").to_numpy()] = "the case is missing"
    wrong = reasons != ""
    if wrong.all():
        what = f" Row {frame['row'].iloc[0]}: {reasons[0]}." if len(frame) else ""
        raise Refused(f"There is no event that can be read.{what}")
    named = np.flatnonzero(wrong)[:MOST_NAMED]
    invalid = tuple(Invalid(int(frame["row"].iloc[place]), str(reasons[place])) for place in named)
    good = frame[~wrong]
    case, case_names = pd.factorize(good["case"])
    activity, activity_names = pd.factorize(good["activity"], sort=True)
    seconds = moments[~wrong].astype("datetime64[us, UTC]").astype("int64").to_numpy() / 1e6
    # Equal times keep the order of the file.
    order = np.lexsort((np.arange(len(good)), seconds, case))
    return EventLog(
        case[order],
        activity[order],
        seconds[order],
        list(case_names),
        list(activity_names),
        invalid,
        int(wrong.sum()),
    )


def of_events(
    cases: Sequence[str], activities: Sequence[str], seconds: Sequence[float]
) -> EventLog:
    """Return the log of events that were checked already; `seconds` are since 1970 in UTC. Equal times keep their order."""
    import numpy as np
    import pandas as pd

    case, case_names = pd.factorize(np.array(cases, dtype=object))
    activity, names = pd.factorize(np.array(activities, dtype=object), sort=True)
    time = np.array(seconds, dtype=float)
    order = np.lexsort((np.arange(len(time)), time, case))
    return EventLog(case[order], activity[order], time[order], list(case_names), list(names))


def _moments(texts: Any) -> Any:
    """Return times in UTC, NaT where a text is none; one way of writing holds for the whole column."""
    import pandas as pd

    column: Any = pd.Series(texts)
    numbers: Any = pd.to_numeric(column, errors="coerce")
    if numbers.notna().mean() > 0.5 and (numbers.dropna() > 1e8).all():
        unit = "ms" if numbers.median() > 1e11 else "s"
        return pd.to_datetime(numbers, unit=unit, utc=True, errors="coerce")
    slashed = (
        column.str.extract(r"^(\d{1,2})[./-](\d{1,2})[./-]\d{4}", expand=True).dropna().astype(int)
    )
    if len(slashed) > len(column) / 2:
        first, second = slashed[0].max(), slashed[1].max()
        if first <= 12 and second <= 12 and (slashed[0] != slashed[1]).any():
            raise Refused(
                "Every date can be read with the day first or the month first. Write them year first."
            )
        return _parsed(column, dayfirst=bool(first > 12))
    return _parsed(column, dayfirst=False)


def _parsed(column: Any, *, dayfirst: bool) -> Any:
    import pandas as pd

    texts: Any = pd.Series(column)
    filled = texts[texts != ""]
    if filled.empty:
        return pd.Series(pd.NaT, index=texts.index).dt.tz_localize("UTC")
    fast = pd.to_datetime(texts, utc=True, errors="coerce", format="ISO8601")
    if fast.notna().sum() >= 0.9 * len(filled):
        return fast
    likely = pd.tseries.api.guess_datetime_format(filled.iloc[0], dayfirst=dayfirst)
    if likely:
        found = pd.to_datetime(texts, utc=True, errors="coerce", format=likely)
        if found.notna().sum() >= 0.5 * len(filled):
            return found
    return pd.to_datetime(texts, utc=True, errors="coerce", format="mixed", dayfirst=dayfirst)
