"""What Mermaid can hold comes back from Mermaid as it was."""

from hypothesis import assume, given
from hypothesis import strategies as st

from journeys.exchange.mermaid import escapes, read, write
from tests.factories.contents import map_contents, texts


def what_mermaid_holds(contents):
    return (
        contents.map.name,
        contents.map.scope,
        [
            (
                stage.name,
                [
                    (t.name, t.emotion, tuple(actor for actor in t.actors if actor.strip()))
                    for t in stage.touchpoints
                ],
            )
            for stage in contents.stages
        ],
    )


@given(map_contents())
def test_map_written_and_read_is_the_same_where_mermaid_can_hold_it(drawn):
    assume(drawn.stages)
    found = read(write(drawn).text)

    assert [what_mermaid_holds(one.contents) for one in found.maps] == [what_mermaid_holds(drawn)]
    assert [
        str(problem) for problem in found.problems if "has no score" not in problem.message
    ] == []
    assert found.not_held == ()


@given(map_contents())
def test_map_read_and_written_again_is_the_same_text(drawn):
    assume(drawn.stages)
    text = write(drawn).text

    assert write(read(text).maps[0].contents).text == text


@given(texts(40))
def test_any_name_survives_its_escapes(text):
    assert escapes.plain(escapes.name(text, more=",", begins_line=True)) == text


@given(texts(40).filter(lambda text: "\n" not in text), st.booleans())
def test_any_line_of_a_description_survives_its_escapes(text, begins_line):
    assert escapes.prose(escapes.described(text, begins_line=begins_line).strip()) == text


@given(st.text("#;:%<>&, \n\r\tamp35quot\ufeff`~}{", max_size=30))
def test_names_of_nothing_but_trouble_survive(text):
    assert escapes.plain(escapes.name(text, more=",", begins_line=True)) == text
