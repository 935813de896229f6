"""What an event log shows, against counting by hand."""

import gzip
import statistics
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.paths import xes
from research.paths.analysis import END, observe
from research.paths.conformance import conform
from research.paths.log import of_columns
from research.tables import Refused

LOGS = Path(__file__).resolve().parents[4] / "shared" / "data" / "event_logs"
EVENTS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from("ABCD"), st.integers(0, 5)),
    min_size=1,
    max_size=40,
)


def log_of(events):
    times = [f"2026-01-01T00:00:0{second}Z" for *_, second in events]
    return of_columns([case for case, *_ in events], [name for _, name, _ in events], times)


def traces_of(events):
    ordered = sorted(events, key=lambda event: (event[0], event[2]))
    return {
        case: [(name, at) for _, name, at in here]
        for case, here in groupby(ordered, key=lambda event: event[0])
    }


@given(EVENTS)
def test_observe_counts_paths_steps_and_activities_as_by_hand(events):
    found, traces = observe(log_of(events)), traces_of(events)
    paths = Counter(tuple(name for name, _ in trace) for trace in traces.values())
    assert {path.activities: path.cases for path in found.paths} == paths
    assert found.different_paths == len(paths)
    steps = Counter((one[0], two[0]) for trace in traces.values() for one, two in pairwise(trace))
    assert {(edge.source, edge.target): edge.count for edge in found.edges} == steps
    gaps = [
        two[1] - one[1]
        for trace in traces.values()
        for one, two in pairwise(trace)
        if (one[0], two[0]) == ("A", "B")
    ]
    assert [
        edge.median_seconds for edge in found.edges if (edge.source, edge.target) == ("A", "B")
    ] == ([statistics.median(gaps)] if gaps else [])
    for activity in found.activities:
        names = [[name for name, _ in trace] for trace in traces.values()]
        assert activity.events == sum(trace.count(activity.name) for trace in names)
        assert activity.cases == sum(activity.name in trace for trace in names)
        assert activity.repeated_in == sum(trace.count(activity.name) > 1 for trace in names)
        assert activity.starts == sum(trace[0] == activity.name for trace in names)
        assert activity.ends == sum(trace[-1] == activity.name for trace in names)
    durations = [trace[-1][1] - trace[0][1] for trace in traces.values()]
    assert found.durations.median == statistics.median(durations)
    assert (found.durations.shortest, found.durations.longest) == (min(durations), max(durations))


@given(EVENTS, st.permutations("ABCD"))
def test_funnel_follows_each_case_in_order(events, stages):
    log = log_of(events)
    stages = [name for name in stages if name in log.activities]
    inside = {case: [name for name, _ in trace] for case, trace in traces_of(events).items()}
    for stage in observe(log, stages=stages).funnel:
        lost = [rest for rest in inside.values() if stage.name not in rest]
        inside = {
            case: rest[rest.index(stage.name) + 1 :]
            for case, rest in inside.items()
            if stage.name in rest
        }
        assert (stage.cases, stage.dropped) == (len(inside), len(lost))
        expected = Counter(rest[0] if rest else END for rest in lost)
        assert dict(stage.next_after_drop) == dict(expected)
        assert stage.low <= stage.of_previous <= stage.high


def test_equal_times_keep_the_order_of_the_file():
    [path] = observe(log_of([("x", "B", 1), ("x", "A", 1), ("x", "C", 1)])).paths
    assert path.activities == ("B", "A", "C")


def test_conform_tells_skipped_unmapped_and_out_of_order():
    events = [("x", name, at) for at, name in enumerate("AABC")]
    events += [("y", name, at) for at, name in enumerate("CAD")]
    found = conform(log_of(events), ["A", "B", "C"])
    assert (found.as_mapped, found.cases) == (1, 2)
    assert {(one.kind, one.activity) for one in found.deviations} == {
        ("skipped", "B"), ("out_of_order", "A"), ("unmapped", "D"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        ("2014/10/22 11:15:41.000", "2014/10/22 11:15:43.500", 2.5),
        ("2010-12-30 14:32:00+01:00", "2010-12-30T13:32:10Z", 10),
        ("30.12.2010 14:32", "31.12.2010 14:32", 86_400),
        ("12/30/2010 2:32 PM", "12/31/2010 2:32 PM", 86_400),
        ("1700000000", "1700000060", 60),
        ("1700000000000", "1700000060000", 60),
    ],
)
def test_times_are_read_as_people_write_them(first, second, gap):
    log = of_columns(["x", "x"], ["A", "B"], [first, second])
    assert log.time[1] - log.time[0] == gap
    assert not log.invalid


def test_times_that_could_be_either_are_refused():
    with pytest.raises(Refused, match="day first or the month first"):
        of_columns(["x", "x"], ["A", "B"], ["01/02/2026", "03/04/2026"])


def test_rows_that_cannot_be_read_are_left_out_and_named():
    log = of_columns(
        ["x", "", "x", "y"], ["A", "B", "", "B"], ["2026-01-01", "2026-01-01", "2026-01-01", "soon"]
    )
    assert len(log.case) == 1
    assert [(one.row, one.reason) for one in log.invalid] == [
        (3, "the case is missing"), (4, "the activity is missing"), (5, "the time cannot be read"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="no event that can be read"):
        of_columns(["x"], ["A"], ["never"])


XES = """<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="1"/>
<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2026-01-01T10:00:00Z"/></event>
<event><string key="concept:name" value="B"/><date key="time:timestamp" value="2026-01-01T10:01:00Z"/></event>
</trace></log>"""


@pytest.mark.parametrize("is_packed", [False, True])
def test_xes_gives_the_columns(tmp_path, is_packed):
    path = tmp_path / ("log.xes.gz" if is_packed else "log.xes")
    path.write_bytes(gzip.compress(XES.encode()) if is_packed else XES.encode())
    [found] = observe(of_columns(*xes.columns(path))).paths
    assert (found.activities, found.median_seconds) == (("A", "B"), 60.0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<log><trace>", "not a well-formed XES"),
        (b"id,case\n1,2\n", "not a well-formed XES"),
        (b'<!DOCTYPE log [<!ENTITY a "b">]>' + XES.encode(), "document type"),
    ],
)
def test_xes_refuses_what_is_none(tmp_path, content, reason):
    path = tmp_path / "log.xes"
    path.write_bytes(content)
    with pytest.raises(Refused, match=reason):
        xes.columns(path)


def test_xes_refuses_a_gzip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(xes, "LARGEST", 100_000)
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(b"<log>" + b" " * 1_000_000 + b"</log>"))
    with pytest.raises(Refused, match="more than 100,000 bytes"):
        xes.columns(path)


@pytest.mark.skipif(not LOGS.exists(), reason="the event logs are not beside the repository")
def test_observe_agrees_with_what_is_published_of_the_sepsis_log():
    """1,050 cases, 15,214 events, 846 variants (Mannhardt 2016, doi:10.4121/uuid:915d2bfb)."""
    from research import tables

    with tables.opened(LOGS / "sepsis.csv") as table:
        places = [table.index(name) for name in ("Case ID", "Activity", "Complete Timestamp")]
        rows = [[row.cells[place] for place in places] for row in table]
    found = observe(of_columns(*(list(column) for column in zip(*rows, strict=True))))
    assert (found.cases, found.events, found.different_paths) == (1_050, 15_214, 846)
