"""Tables as people make them: both orientations, merged cells, separators, encodings, scales."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from journeys.exchange.preview import preview
from journeys.exchange.table import xlsx_writing


def saved(book):
    """Return a workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def outline(found, number=0):
    """Return a map's stages, each with its touchpoints and their emotions."""
    contents = found.maps[number].contents
    return [
        (stage.name, [(t.name, t.emotion) for t in stage.touchpoints]) for stage in contents.stages
    ]


def cards(found, number=0):
    """Return a map's cards: kind and title of the lane, where it is, the text."""
    contents = found.maps[number].contents
    lanes = {lane.key: (lane.kind, lane.title) for lane in contents.lanes}
    names = {stage.key: stage.name for stage in contents.stages}
    names |= {part.key: part.name for _, part in contents.touchpoints}
    return [
        (*lanes[card.lane], names[card.touchpoint or card.stage], card.text)
        for card in contents.cards
    ]


LONG = """Phase;Touch point;Type;Text;Emotion;Severity;Source;Date;Persona;Owner
Aware;Ad;Pain point;"- too loud
- too long";2;4;Interview 3;2026-03-01;Lena;Anna
;;Opportunity;Quieter;;;;;;
;Site;Thoughts;Hm;9;;;;;
Buy;;Pain points;Slow;;7;;;;
Buy;Checkout;Actions;Pays;4;;;;;
Buy;Mail;;;5;;;;;
"""


def test_list_of_cards_comes_in_with_every_wrong_cell_named():
    found = preview(LONG.encode(), "survey.csv")

    assert outline(found) == [
        ("Aware", [("Ad", -1.5), ("Site", None)]),
        ("Buy", [("Checkout", 1.5), ("Mail", 3.0)]),
    ]
    assert cards(found) == [
        ("pain_points", "Pain points", "Ad", "too loud"),
        ("pain_points", "Pain points", "Ad", "too long"),
        ("opportunities", "Opportunities", "Ad", "Quieter"),
        ("thoughts", "Thoughts", "Site", "Hm"),
        ("pain_points", "Pain points", "Buy", "Slow"),
    ]
    first = found.maps[0].contents.cards[0]
    assert (first.severity, first.owner, first.tags) == (
        4,
        "Anna",
        ("persona: Lena", "source: Interview 3", "date: 2026-03-01"),
    )
    assert [persona.name for persona in found.maps[0].contents.personas] == ["Lena"]
    assert [part.does for _, part in found.maps[0].contents.touchpoints] == ["", "", "Pays", ""]
    assert [str(problem) for problem in found.errors] == [
        "Row 4, column E: “9” is not on the scale 1 to 5; the emotion stays empty.",
        "Row 5, column F: “7” is no severity: it is a whole number from 1 to 5.",
    ]
    assert "Emotions are read as a scale of 1 to 5" in str(found.warnings[0])


def test_stages_as_columns_with_touchpoints_listed():
    found = preview(
        b"""Stage,Awareness,Decision
Customer actions,"Sees ad, hears",Buys
Touchpoints,"LinkedIn, G2 (reviews, too)",Trial
Pain points,"\xe2\x80\xa2 a
\xe2\x80\xa2 b (severity: 4)",c
Emotions,\xf0\x9f\x98\x80,\xf0\x9f\x99\x81
KPIs,100k,
"""
    )

    assert outline(found) == [
        ("Awareness", [("LinkedIn", 3.0), ("G2 (reviews, too)", 3.0)]),
        ("Decision", [("Trial", -1.5)]),
    ]
    assert cards(found) == [
        ("notes", "Customer actions", "Awareness", "Sees ad, hears"),
        ("notes", "Customer actions", "Decision", "Buys"),
        ("pain_points", "Pain points", "Awareness", "a"),
        ("pain_points", "Pain points", "Awareness", "b"),
        ("pain_points", "Pain points", "Decision", "c"),
        ("metrics", "KPIs", "Awareness", "100k"),
    ]
    assert found.maps[0].contents.cards[3].severity == 4


def test_stages_as_rows():
    found = preview(
        b"""Stage,Touchpoint,Customer actions,Pain points,Opportunities,Feeling
Aware,Ad,Sees,Loud,Quiet,curious
,Site,Reads,"Slow
Ugly",,negative
Buy,Shop,Pays,,,very positive
"""
    )

    assert outline(found) == [("Aware", [("Ad", None), ("Site", -2.0)]), ("Buy", [("Shop", 3.0)])]
    assert cards(found) == [
        ("pain_points", "Pain points", "Ad", "Loud"),
        ("opportunities", "Opportunities", "Ad", "Quiet"),
        ("pain_points", "Pain points", "Site", "Slow"),
        ("pain_points", "Pain points", "Site", "Ugly"),
    ]
    assert [part.feeling for _, part in found.maps[0].contents.touchpoints] == ["curious", "", ""]


def two_headed():
    """Return a sheet with a title, an empty row and column, and stages merged over touchpoints."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Journey"
    for row in (
        [],
        [None, "Opening an account"],
        [None, "Persona: Lena"],
        [],
        [None, None, "Apply", None, "Use", None],
        [None, None, "Form", "Call", "Card", "App"],
        [None, "Pain points", "asks twice", "drops", None, None],
        [None, None, "too long", None, None, None],
        [None, "Backstage", "Scoring", None, "Print", None],
        [None, "Channel", "Web", "Phone", "Post", "App"],
        [None, "Emotion", -2, "-1,5", 1, 12],
    ):
        sheet.append(row)
    for area in ("C5:D5", "E5:F5", "C9:D9", "B7:B8"):
        sheet.merge_cells(area)
    return book


def test_merged_stages_over_touchpoints_and_a_cell_over_several():
    found = preview(saved(two_headed()), "map.xlsx")

    assert found.maps[0].name == "Opening an account"
    assert [persona.name for persona in found.maps[0].contents.personas] == ["Lena"]
    assert outline(found) == [
        ("Apply", [("Form", -3.0), ("Call", -2.3)]),
        ("Use", [("Card", 1.5), ("App", None)]),
    ]
    assert cards(found) == [
        ("pain_points", "Pain points", "Form", "asks twice"),
        ("pain_points", "Pain points", "Call", "drops"),
        ("pain_points", "Pain points", "Form", "too long"),
        ("backstage", "Backstage", "Apply", "Scoring"),
        ("backstage", "Backstage", "Card", "Print"),
    ]
    assert [str(problem) for problem in found.errors] == [
        "Sheet Journey, row 11, column F: “12” is not on the scale −2 to +2; the emotion stays empty."
    ]


def test_each_sheet_with_a_table_is_a_map_and_the_others_are_named():
    book = two_headed()
    book.create_sheet("Ideas").append(["just", "words"])
    other = book.create_sheet("Returns")
    other.append(["Stage", "Send", "Refund"])
    other.append(["Pain points", "a", "b"])
    other.append(["Opportunities", "c", "d"])

    found = preview(saved(book), "map.xlsx")

    assert [one.name for one in found.maps] == ["Opening an account", "Returns"]
    assert found.not_held == ("The sheet “Ideas” has no table of a journey and was left out.",)


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", ","),
        ("cp1252", ";"),
        ("cp1252", "\t"),
    ],
)
def test_encodings_and_separators_are_found(encoding, separator):
    rows = [
        ["Stage", "Touchpoint", "Pain points", "Emotion"],
        ["Erwägen", "Café", "Zu späte Antwort, über Tage", "-1,5"],
        ["Kauf", "Büro", "", "3"],
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)

    found = preview(text.encode(encoding), "a.csv")

    assert outline(found) == [("Erwägen", [("Café", -1.5)]), ("Kauf", [("Büro", 3.0)])]
    assert cards(found) == [("pain_points", "Pain points", "Café", "Zu späte Antwort, über Tage")]
    assert found.errors == ()


@pytest.mark.parametrize(
    ("encoding", "text", "called"),
    [
        ("cp1251", "Оформление заявки через приложение банка", "Windows-1251 (Cyrillic)"),
        ("shift_jis", "銀行のアプリで口座を開設する手続きについて", "Shift JIS"),
    ],
)
def test_other_alphabets_are_recognised(encoding, text, called):
    data = f"Stage,Touchpoint,Pain points\nA,B,{text}\n".encode(encoding)

    found = preview(data, "a.csv")

    assert [card[-1] for card in cards(found)] == [text]
    assert called in str(found.warnings[0])


@pytest.mark.parametrize(
    ("head", "values", "emotions", "scale"),
    [
        ("Emotion", ["-3", "0", "2.5"], [-3.0, 0.0, 2.5], "our scale"),
        ("Emotion", ["-2", "1", "+2"], [-3.0, 1.5, 3.0], "−2 to +2"),
        ("Emotion (-5 to 5)", ["-2", "1", "5"], [-1.2, 0.6, 3.0], "−5 to +5"),
        ("Mood", ["1", "3", "5"], [-3.0, 0.0, 3.0], "1 to 5"),
        ("Emotion (1-10)", ["1", "4", "5"], [-3.0, -1.0, -0.3], "1 to 10"),
        ("Experience score", ["8", "10", "1"], [1.7, 3.0, -3.0], "1 to 10"),
        ("Emotion", ["4/5", "1/5", "3 / 5"], [1.5, -3.0, 0.0], ""),
        ("Emotion", ["75%", "0%", "100 %"], [1.5, -3.0, 3.0], ""),
        ("Emotion", ["😀", "🙂", "😡"], [3.0, 1.5, -3.0], "face or a word"),
        ("Emotion", ["😐", "🙁", ":-)"], [0.0, -1.5, 1.5], "face or a word"),
        ("Sentiment", ["positive", "Neutral", "NEGATIVE"], [2.0, 0.0, -2.0], "face or a word"),
        ("Feeling", ["anxious (-2)", "relieved (2)", "?"], [-3.0, 3.0, None], "−2 to +2"),
    ],
)
def test_scales_are_recognised_and_said(head, values, emotions, scale):
    rows = "\n".join(f'S,T{number},p,"{value}"' for number, value in enumerate(values))

    found = preview(f"Stage,Touchpoint,Pain points,{head}\n{rows}\n".encode(), "a.csv")

    assert [emotion for _, emotion in outline(found)[0][1]] == emotions
    assert found.errors == ()
    assert scale in " ".join(map(str, found.warnings))


def test_rows_of_several_personas_give_each_its_own_emotion():
    found = preview(
        b"Stage,Touchpoint,Persona,Lane,Text,Emotion\nBuy,Shop,Lena,Notes,a,-3\nBuy,Shop,Tom,Notes,b,2\nBuy,Till,Tom,Notes,c,1\n",
        "a.csv",
    )

    contents = found.maps[0].contents
    names = {persona.key: persona.name for persona in contents.personas}
    shop, till = contents.stages[0].touchpoints
    assert [(names[one.persona], one.emotion) for one in shop.persona_emotions] == [
        ("Lena", -3.0),
        ("Tom", 2.0),
    ]
    assert (shop.emotion, till.emotion, till.persona_emotions) == (-0.5, 1.0, ())


def test_a_sheet_as_agencies_make_them():
    book = Workbook()
    for row in (
        ["CUSTOMER JOURNEY MAP – Mortgage"],
        ["Persona", "Anna, 34, first-time buyer"],
        ["Scenario", "Buys a flat"],
        [],
        [None, "STAGES", "AWARENESS", "PURCHASE"],
        ["Customer", "What is the customer doing?", "Searches\nAsks friends", "Signs"],
        [None, "How do they feel?", "🙂 Excited", "😀"],
        [None, "TOUCHPOINTS", "Google\nBranch", "Branch"],
        [None, "PAIN POINTS", "1. Jargon\n2. No prices", None],
        ["Company", "SOLUTIONS / IDEAS", "Calculator", "E-sign"],
        [None, "Satisfaction (1-10)", 7, 9],
        [],
        ["Legend: green = good"],
    ):
        book.active.append(row)
    book.active.merge_cells("A6:A9")

    found = preview(saved(book), "mortgage.xlsx")

    contents = found.maps[0].contents
    assert (contents.map.name, contents.map.scope) == (
        "CUSTOMER JOURNEY MAP – Mortgage",
        "Buys a flat",
    )
    assert [(persona.name, persona.portrait) for persona in contents.personas] == [
        ("Anna", "34, first-time buyer")
    ]
    assert outline(found) == [
        ("AWARENESS", [("Google", 1.5), ("Branch", 1.5)]),
        ("PURCHASE", [("Branch", 3.0)]),
    ]
    assert contents.stages[0].touchpoints[0].feeling == "Excited"
    assert [card[:2] + card[3:] for card in cards(found) if card[2] == "AWARENESS"] == [
        ("notes", "What is the customer doing?", "Searches"),
        ("notes", "What is the customer doing?", "Asks friends"),
        ("pain_points", "Pain points", "Jargon"),
        ("pain_points", "Pain points", "No prices"),
        ("opportunities", "SOLUTIONS / IDEAS", "Calculator"),
        ("metrics", "Satisfaction (1-10)", "7"),
    ]
    assert found.errors == ()


def test_a_row_of_stages_without_a_head_in_a_table_of_few_known_heads():
    found = preview(
        b"Reise,,,\n,Entdecken,Kaufen,Nutzen\nSchmerzen,laut,teuer,\nNotes,x,,y\n", "reise.csv"
    )

    assert (found.maps[0].name, [stage for stage, _ in outline(found)]) == (
        "Reise",
        ["Entdecken", "Kaufen", "Nutzen"],
    )
    assert cards(found) == [
        ("notes", "Schmerzen", "Entdecken", "laut"),
        ("notes", "Schmerzen", "Kaufen", "teuer"),
        ("notes", "Notes", "Entdecken", "x"),
        ("notes", "Notes", "Nutzen", "y"),
    ]


def test_an_empty_template_says_what_is_missing_and_a_filled_one_comes_in_without_a_word():
    from openpyxl import load_workbook

    template = xlsx_writing.write_template()
    assert [str(problem) for problem in preview(template, "a.xlsx").problems] == [
        "The table has heads but no stages yet. Name the stages in the row (or column) “Stage”."
    ]

    book = load_workbook(io.BytesIO(template))
    sheet = book["Journey"]
    sheet["B1"] = "Open an account"
    for column, (stage, touchpoint, pain, emotion) in {
        "B": ("Apply", "Form", "asks twice (severity: 4)", -1), "C": (None, "Call", None, 2.5), "D": ("Use", None, "late", None),
    }.items():  # fmt: skip
        sheet[f"{column}5"], sheet[f"{column}6"], sheet[f"{column}12"], sheet[f"{column}11"] = (
            stage,
            touchpoint,
            pain,
            emotion,
        )
    found = preview(saved(book), "a.xlsx")

    assert (found.maps[0].name, found.problems, found.not_held) == ("Open an account", (), ())
    assert outline(found) == [("Apply", [("Form", -1.0), ("Call", 2.5)]), ("Use", [])]
    assert found.maps[0].contents.cards[0].severity == 4


def test_words_that_are_no_table_of_a_journey_are_told_what_one_has():
    assert str(preview(b"order,amount\n1,20\n2,30\n", "orders.csv").errors[0]).startswith(
        "There is no table of a journey here. One has a head “Stage”"
    )
