"""Personal data in texts, and pseudonyms."""

import pytest

from research.masking import Pseudonyms, masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to anna.meier+x@mail.example.org, please.", "Write to [e-mail], please."),
        ("Call +49 30 1234567 or (030) 123-4567.", "Call [telephone] or [telephone]."),
        ("My card 4111 1111 1111 1111 was charged", "My card [card] was charged"),
        ("card 4111111111111111", "card [card]"),
        (
            "On 2026-03-14 10:30 and 14.03.2026 it broke",
            "On 2026-03-14 10:30 and 14.03.2026 it broke",
        ),
        ("I paid 1200 and waited 45 minutes in 2026", "I paid 1200 and waited 45 minutes in 2026"),
        ("Order 1234567", "Order 1234567"),
        ("It cost 1,234,567.89", "It cost 1,234,567.89"),
        ("@VirginAmerica thanks", "@VirginAmerica thanks"),
        ("", ""),
    ],
)
def test_masked_replaces_addresses_and_numbers_only(text, expected):
    assert masked(text) == expected


def test_pseudonyms_are_the_same_for_one_person_of_one_program_and_key():
    one = Pseudonyms("key", 1)
    assert one.of("Anna@Example.org ") == one.of("anna@example.org")
    assert (
        len(
            {
                one.of("anna"),
                one.of("ben"),
                Pseudonyms("key", 2).of("anna"),
                Pseudonyms("other", 1).of("anna"),
            }
        )
        == 4
    )
    assert "anna" not in one.of("anna")
    assert one.of("  ") == ""
