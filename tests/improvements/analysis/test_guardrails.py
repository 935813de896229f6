"""Guardrails: held, broken or not told yet, and what that means for the decision; error rates by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from improvements.analysis import experiments, guardrails
from improvements.analysis.experiments import Settings
from improvements.analysis.guardrails import Guarded
from improvements.analysis.means import Sample
from improvements.analysis.results import NotPossible

MARGIN = Settings(margin=0.05)


def of_shares(control, treatment, settings=MARGIN, name="Completed"):
    return Guarded(name, settings, experiments.of_shares(*control, *treatment, settings))


@pytest.mark.parametrize(
    ("control", "treatment", "fixed", "verdict", "reason"),
    [
        ((500, 1000), (505, 1000), MARGIN, "holds", "not worse by the margin"),
        ((50, 100), (50, 100), MARGIN, "cannot_tell", "too few people"),
        ((500, 1000), (400, 1000), MARGIN, "broken", "by the margin or more"),
        ((50_000, 100_000), (49_000, 100_000), MARGIN, "holds", "by less than the margin"),
        # Fewer complaints are better: more of them break it.
        ((100, 1000), (160, 1000), Settings(margin=0.02, higher_is_better=False), "broken", "worse"),
        ((160, 1000), (100, 1000), Settings(margin=0.02, higher_is_better=False), "holds", "not"),
        ((500, 1000), (505, 1000), Settings(margin=0.05, looks=3, look=1), "cannot_tell", "Look 1 of 3"),
        ((500, 1000), (505, 1000), Settings(margin=0.05, looks=3, look=3), "holds", "not worse"),
        ((500, 1000), (300, 1000), Settings(margin=0.05, looks=3, look=1), "broken", "worse"),
    ],
)  # fmt: skip
def test_verdicts(control, treatment, fixed, verdict, reason):
    (found,) = guardrails.read([of_shares(control, treatment, fixed)])
    assert found.verdict == verdict
    assert reason in found.reason


def test_without_figures_nothing_is_told():
    (found,) = guardrails.read([Guarded("Completed", MARGIN, None)])
    assert (found.verdict, found.difference, found.reason) == ("cannot_tell", None, "It has no figures yet.")  # fmt: skip


def test_that_something_is_broken_is_adjusted_for_all_guardrails_and_that_it_holds_is_not():
    harmed, fine = ((500, 1000), (455, 1000)), ((800, 1000), (800, 1000))
    alone = guardrails.read([of_shares(*harmed)])[0]
    several = guardrails.read([of_shares(*harmed), *(of_shares(*fine) for _ in range(3))])
    assert alone.verdict == "broken"
    assert several[0].verdict == "cannot_tell"
    assert several[0].adjusted_p == pytest.approx(4 * alone.adjusted_p)
    assert several[0].not_worse_p == alone.not_worse_p
    assert {one.verdict for one in several[1:]} == {"holds"}


def test_broken_split_is_not_read():
    read = experiments.of_shares(500, 1000, 505, 1000, MARGIN)
    torn = experiments.not_comparable(read, "People were not divided evenly.")
    assert guardrails.read([Guarded("Completed", MARGIN, torn)])[0].verdict == "not_comparable"


@pytest.mark.parametrize(
    ("control", "treatment", "starts"),
    [
        ((800, 1000), (800, 1000), "Adopt it"),
        ((800, 1000), (500, 1000), "Do not adopt it as it is: it makes “Completed” worse."),
        ((80, 100), (80, 100), "Wait: it is not shown yet that “Completed” did not suffer."),
    ],
)
def test_advice_is_by_metric_and_guardrails_together(control, treatment, starts):
    better = experiments.of_shares(300, 1000, 400, 1000, Settings())
    found = guardrails.read([of_shares(control, treatment)])
    assert guardrails.advice(better, found).startswith(starts)
    same = experiments.of_shares(300, 1000, 300, 1000, Settings())
    assert guardrails.advice(same, found) == same.decision


def test_error_rates_hold_in_many_experiments():
    chance, alpha, times, n = np.random.default_rng(5), 0.05, 400, 400
    held = broken = 0
    settings = Settings(margin=0.2, alpha=alpha)
    for _ in range(times):
        # At the margin: to say it holds would be wrong.
        control, at_margin = chance.normal(0, 1, n), chance.normal(-0.2, 1, n)
        same = [(chance.normal(0, 1, n), chance.normal(0, 1, n)) for _ in range(3)]
        held += _verdicts([(control, at_margin)], settings) == ["holds"]
        broken += "broken" in _verdicts(same, settings)
    assert held / times <= alpha / 2 + 0.024  # three standard errors
    assert broken / times <= alpha / 2 + 0.024  # half of the two-sided findings are harms


def _verdicts(groups, settings):
    made = []
    for pair in groups:
        samples = [Sample(len(one), float(one.mean()), float(one.std(ddof=1))) for one in pair]
        made.append(Guarded("m", settings, experiments.of_means(*samples, settings)))
    return [one.verdict for one in guardrails.read(made)]


HUGE = (0, 1, 10, 1e18, 1e308, float("inf"), float("nan"))


@pytest.mark.parametrize("control", [(x, n) for x in HUGE for n in HUGE if (x, n) != (1, 1)])
def test_figures_beyond_reason_are_refused_at_once(control):
    for treatment in ((1e18, 1e308), (1, float("nan")), (1e308, 1e308)):
        with pytest.raises(NotPossible):
            experiments.of_shares(*control, *treatment, MARGIN)
    with pytest.raises(NotPossible):
        experiments.of_means(Sample(*control, 1e308), Sample(10, 1, 1), MARGIN)
    with pytest.raises(NotPossible):
        experiments.of_nps((*control, 1e308), (10, 1, 1), MARGIN)
