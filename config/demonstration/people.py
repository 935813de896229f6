"""Who the customers are, and who works on the program."""

from config.demonstration.keys import key
from journeys.contents import PersonaContents

#: Username, first name, last name, role. Only `manager` gets a password, from `demo_access`.
TEAM = (
    ("manager", "Mara", "Ruiz", "manager"),
    ("tomas", "Tomas", "Keller", "contributor"),
    ("priya", "Priya", "Nair", "contributor"),
    ("board", "Ines", "Holm", "viewer"),
)

LENA = PersonaContents(
    key=key("Lena"),
    name="Lena, first salary",
    tagline="Wants an account by tonight, all on her phone",
    portrait=(
        "Lena has just signed her first permanent contract. Her employer asks for an account number "
        "by Friday. She compares on the train and decides in an evening."
    ),
    age_range="20–27",
    gender="Any",
    occupation="Junior nurse",
    income="2,100–2,600 EUR a month after tax",
    behaviours="Does everything on the phone. Gives up after the second error message.",
    preferences="Short forms, plain words, a chat rather than a call.",
    motivations="To be independent, and not to look foolish with money.",
    goals="An account number by Friday.\nA card that works when the first salary arrives.",
    frustrations="Being asked twice for the same thing.\nFees that only show in a PDF.",
    own_words="Ten minutes, they say. It took me three evenings.",
    share_of_customers=34.0,
    sees="Friends who pay with the phone.\nAdverts for free accounts between two videos.",
    hears="“Mine took five minutes.” Her father: “Read what you sign.”",
    thinks="Am I doing this right?\nWhat if the salary does not arrive?",
    feels="Proud of the first contract, and hurried by it.",
)
OMAR = PersonaContents(
    key=key("Omar"),
    name="Omar, newcomer",
    tagline="New in the country, with papers nobody expects",
    portrait=(
        "Omar moved here for work two months ago. His papers are in order but unusual, and the rules "
        "of banking are different from those he knows."
    ),
    age_range="28–40",
    gender="Any",
    occupation="Software tester",
    income="3,000–3,800 EUR a month after tax",
    behaviours="Reads everything twice with a translator. Keeps every letter.",
    preferences="A person to ask, and everything in writing.",
    motivations="A normal life here, starting with rent and salary.",
    goals="An account that a landlord accepts.\nTo understand what he signs.",
    frustrations="Forms without his kind of residence permit.\nLetters in legal language.",
    own_words="I have every paper they want. I only do not know what they call it.",
    share_of_customers=12.0,
    sees="Forms with boxes that do not fit him.\nColleagues for whom it was easy.",
    hears="“You need an account to rent, and an address for an account.”",
    thinks="If I say something wrong, they refuse me for good.",
    feels="Watched, and grateful for anybody who explains.",
)
PERSONAS = (LENA, OMAR)
#: Where they feel otherwise than the touchpoint says: touchpoint → (emotion, feeling).
EMOTIONS: dict[str, dict[str, tuple[float, str]]] = {
    LENA.key: {
        "Compare fees": (-1.4, "lost"),
        "Start application": (1.7, "eager"),
        "Upload payslip": (-1.5, "ashamed"),
        "Video identification": (-0.6, "awkward"),
        "Hear the decision": (2.1, "proud"),
        "First payment": (2.5, "proud"),
    },
    OMAR.key: {
        "Ask an adviser": (2.0, "understood"),
        "Fill in details": (-2.0, "excluded"),
        "Review and sign": (-1.2, "unsure"),
        "Video identification": (-2.6, "distrusted"),
        "Wait for decision": (-2.3, "afraid"),
        "Call about a charge": (-2.0, "not understood"),
    },
}
#: What the team wrote about Lena before it had met customers like her; version 1 froze it so.
LENA_AT_FIRST = {
    "share_of_customers": 30.0,
    "own_words": "I just want an account.",
    "frustrations": "Being asked twice for the same thing.",
    "behaviours": "Does everything on the phone.",
}
