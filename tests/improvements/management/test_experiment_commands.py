"""`analyse_experiment` and `plan_experiment`, as people run them."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def analysed(*arguments):
    out = StringIO()
    call_command("analyse_experiment", *arguments, stdout=out)
    return json.loads(out.getvalue())


def planned(*arguments):
    out = StringIO()
    call_command("plan_experiment", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_two_shares_are_read_by_every_method():
    found = analysed("--control", "48/80", "--treatment", "56/70")
    (one,) = found["results"]

    assert one["verdict"] == "better"
    first = one["reading"]["intervals"][0]
    assert (round(first["low"], 4), round(first["high"], 4)) == (0.0528, 0.3382)


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (("--control", "100/1000", "--treatment", "140/1000"), "better"),
        (("--control", "140/1000", "--treatment", "100/1000"), "worse"),
        (("--control", "140/1000", "--treatment", "100/1000", "--direction", "lower"), "better"),
        (("--control", "100/1000", "--treatment", "104/1000"), "no_detectable_change"),
        (("--control", "10/100", "--treatment", "12/100", "--minimum-effect", "0.02"), "cannot_tell"),
        (("--control", "860/1000", "--treatment", "860/1000", "--margin", "0.05"), "not_worse"),
        (("--control", "100/1000", "--treatment", "140/1000", "--looks", "5", "--look", "1"), "cannot_tell"),
        (("--control", "100/1000", "--treatment", "180/1300"), "not_comparable"),
        (("--control", "100/1000", "--treatment", "180/1300", "--planned-split", "10:13"), "better"),
        (("--control-mean", "100,5,1", "--treatment-mean", "100,5.6,1"), "better"),
        (("--control-nps", "300,300,400", "--treatment-nps", "450,300,250"), "better"),
    ],
)  # fmt: skip
def test_verdicts(arguments, verdict):
    assert analysed(*arguments)["results"][0]["verdict"] == verdict


def test_table_of_several_metrics_and_groups_is_corrected(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text(
        "Metric,Arm,Conversions,Users,n,mean,sd\n"
        "signed,Control,100,1000,,,\nsigned,B,130,1000,,,\nsigned,C,104,1000,,,\n"
        "effort,Control,,,200,3.1,1\neffort,B,,,200,2.9,1\n"
    )
    found = analysed(str(path))

    assert [(one["metric"], one["arm"]) for one in found["results"]] == [
        ("signed", "B"), ("signed", "C"), ("effort", "B"),
    ]  # fmt: skip
    assert found["correction"] == "holm"
    first = found["results"][0]["reading"]
    assert first["adjusted_p"] == pytest.approx(3 * first["p"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give the figures of both groups"),
        (("--control", "48/80"), "both"),
        (("--control", "48-80", "--treatment", "1/2"), "x/n"),
        (("--control", "90/80", "--treatment", "1/2"), "must lie between"),
        (("--control", "x/80", "--treatment", "1/2"), "--control, x: “x” is not a number"),
        (("--control", "1/2", "--treatment", "1/2", "--alpha", "2"), "--alpha"),
        (("--control-mean", "1,2,3", "--treatment-mean", "5,2,3"), "two at least"),
        (("--control", "1/2", "--treatment", "1/2", "--planned-split", "1:2:3"), "names 3 groups"),
        (("missing.csv",), "missing.csv"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(arguments, words):
    with pytest.raises(CommandError, match=words.replace("(", r"\(")) as refused:
        analysed(*arguments)

    assert "\n" not in str(refused.value)


def test_bad_cell_is_named_by_row_and_column(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text("arm,numerator,denominator\ncontrol,1,10\nB,two,10\n")

    with pytest.raises(CommandError, match="Row 3, column “numerator”: “two” is not a number"):
        analysed(str(path))


def test_plan_of_a_share_with_looks():
    found = planned("--baseline", "0.1", "--effect", "0.02", "--looks", "5", "--per-day", "500")

    assert found["plan"]["people"] == [3950, 3950]
    assert found["plan"]["days"] == 16
    assert round(found["looks"][-1]["z"], 3) == 2.04
    assert "3,950 people in each group" in found["words"]


def test_plan_solves_for_what_is_left_out():
    assert planned("--baseline", "0.1", "--n", "3841")["plan"]["effect"] == pytest.approx(0.02, abs=1e-5)  # fmt: skip
    assert planned("--sd", "1", "--effect", "1", "--n", "20")["plan"]["power"] == pytest.approx(0.86895, abs=1e-5)  # fmt: skip
    assert planned("--nps", "0.5,0.2", "--effect", "8")["plan"]["people"][0] == pytest.approx(1497, abs=2)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--effect", "1"), "Give one of"),
        (("--baseline", "0.1"), "Give two of"),
        (("--baseline", "0.1", "--effect", "0.95"), "must lie from 0 to 1"),
        (("--sd", "0", "--effect", "1"), "standard deviation"),
        (("--nps", "0.9,0.9", "--effect", "1"), "together at most 1"),
        (("--baseline", "0.1", "--effect", "0.02", "--looks", "0"), "one look at least"),
    ],
)
def test_what_cannot_be_planned_is_said(arguments, words):
    with pytest.raises(CommandError, match=words):
        planned(*arguments)


def test_guardrails_of_a_table_tell_whether_to_adopt(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text(
        "metric,arm,numerator,denominator\n"
        "bought,control,100,1000\nbought,new,150,1000\nbought,other,160,1000\n"
        "complained,control,50,1000\ncomplained,new,52,1000\ncomplained,other,120,1000\n"
    )
    found = analysed(str(path), "--guardrail", "complained=-0.03")
    assert [(one["metric"], one["arm"]) for one in found["results"]] == [("bought", "new"), ("bought", "other")]  # fmt: skip
    holds, broken = (one["reading"]["guardrails"][0] for one in found["results"])
    assert (holds["verdict"], broken["verdict"], holds["margin"]) == ("holds", "broken", 0.03)
    assert found["results"][0]["decision"] == "Adopt it."
    assert found["results"][1]["decision"].startswith("Do not adopt it as it is")


def test_guardrails_of_a_torn_split_are_not_read(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text(
        "metric,arm,numerator,denominator\n"
        "bought,control,100,1000\nbought,new,150,1500\n"
        "complained,control,50,1000\ncomplained,new,52,1500\n"
    )
    (one,) = analysed(str(path), "--guardrail", "complained=-0.03")["results"]
    (guardrail,) = one["reading"]["guardrails"]
    assert (one["verdict"], guardrail["verdict"]) == ("not_comparable", "not_comparable")
    assert "not divided as planned" in guardrail["reason"]


@pytest.mark.parametrize(
    ("guardrail", "words"),
    [
        ("rung=0.1", "no metric “rung”; there are bought"),
        ("bought=0.1", "Every metric is a guardrail"),
        ("bought=x", "“x” is not a number"),
        ("bought=0", "the margin is not 0"),
    ],
)
def test_guardrails_that_cannot_be_are_refused(tmp_path, guardrail, words):
    path = tmp_path / "metrics.csv"
    path.write_text("metric,arm,numerator,denominator\nbought,control,1,10\nbought,new,2,10\n")
    with pytest.raises(CommandError, match=words):
        analysed(str(path), "--guardrail", guardrail)
