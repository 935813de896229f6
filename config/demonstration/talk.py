"""What the team says about the draft: who, about which element, what; and who answers what."""

from config.demonstration.keys import key

#: Version, element, who, what they say, and the answers. `@manager` is Mara's username.
THREADS = (
    (
        2,
        key("touchpoint Video identification"),
        "tomas",
        "@manager the vendor says one call in three drops. Do we have the raw numbers?",
        (("manager", "Not yet. @priya, could you ask support for theirs?"),),
    ),
    (
        3,
        key("touchpoint Set up alerts"),
        "board",
        "Does anybody know how many people would want this?",
        (),
    ),
)
