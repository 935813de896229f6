"""What the heads of rows and columns mean, in the words people use for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Fields of a map, and the words that stand for each. Our own exports use the first.
FIELDS = {
    "stage": "stage|stages|phase|phases|journey stage|journey stages|journey phase|journey phases|stage name|"
    "phase name|customer stage|customer journey stage|customer journey stages|lifecycle stage|journey step group|"
    "stages of journey|steps of the journey|stage of journey|stage phase|phase stage",
    "touchpoint": "touchpoint|touchpoints|touch point|touch points|step|steps|step touchpoint|touchpoint step|"
    "steps touchpoints|interaction|interactions|customer touchpoint|customer touchpoints|touchpoint name|"
    "journey step|journey steps|process step|moment|moments|task|tasks|scene|key touchpoints|contact point|"
    "contact points|touchpoints and steps|event",
    "lane": "lane|lanes|swimlane|swim lane|row|category|card type|type|type of card|layer|dimension",
    "text": "text|card|card text|content|statement|insight|detail|details|value|observation|finding|findings",
    "describes": "description|descriptions|comment|what happens",
    "persona": "persona|personas|customer segment|segment|segments|customer type|user type|audience|user persona|"
    "customer persona|customer profile",
    "actors": "who takes part|actor|actors|participants|roles|role|stakeholders|people involved",
    "channel": "channel|channels|medium|media|channels used|channel used|customer channel|customer channels",
    "emotion": "emotion|emotions|emotional state|mood|sentiment|sentiments|emotion score|emotional score|"
    "feeling score|experience score|emotion rating|rating|emotional journey|emotion curve|emotional curve|"
    "emotion level|emotional level|emotional experience|customer emotion|customer emotions|satisfaction|"
    "satisfaction score|experience rating|ux rating|score|emotional response|customer mood|emotion line",
    "feeling": "feeling|feelings|customer feeling|customer feelings|customer feels|feels|emotion word|named feeling",
    "severity": "severity|pain severity|severity of pain|severity score|pain level",
    "source": "source|sources|evidence|data source|evidence source|research source|reference",
    "date": "date|dates|when|recorded on|date recorded|captured on|created|month",
    "owner": "owner|owners|card owner|responsible|responsible person|accountable|process owner|ownership|"
    "internal owner|internal ownership|owned by|assignee",
    "team": "team|team responsible|responsible team|department|departments|owning team",
    "goal": "customer goal|customer goals|goal|goals|user goal|user goals|customer s goal|customer objective|"
    "customer objectives|job to be done|jobs to be done",
    "stage_kpi": "kpi of the stage|stage kpi",
    "does": "customer does|does|doing|action|actions|customer action|customer actions|user action|user actions|"
    "activities|activity|customer activities|customer activity|user activities|behaviour|behaviours|behavior|"
    "behaviors|what they do|what the customer does|customer behaviour|customer behavior",
    "thinks": "customer thinks|thinks|what the customer thinks|what they think",
    "moment_of_truth": "moment of truth|moments of truth|mot|key moment|critical moment",
    "importance": "importance|weight|importance score|relevance",
    "basis": "basis|basis of the emotion|evidence basis",
    "share": "share of customers hit|share hit|share of customers|customers hit|customers affected|share",
    "tags": "tags|tag|keywords|keyword|labels",
    "what": "what this row is|row kind",
    "key": "key|element key",
    "ignored": "no|nr|number|id|order|sequence|index|#",
}
#: Lanes, by the kind of card in them.
LANES = {
    "thoughts": "thoughts|thought|thinking|customer thoughts|thoughts and feelings|thoughts feelings|mindset|"
    "quotes|quote|customer quotes|verbatims|verbatim|customer experience|experience|customer voice|"
    "voice of the customer|customer thoughts and feelings|thinking and feeling|says",
    "pain_points": "pain points|pain point|pains|pain|painpoints|painpoint|problem|problems|issue|issues|frustration|"
    "frustrations|friction|frictions|friction points|barrier|barriers|challenge|challenges|obstacle|obstacles|"
    "blockers|blocker|customer pain points|customer pains|top pain points|gaps|gap|hurdles|worries|"
    "pain points and frustrations|pain points frustrations|pain points and barriers",
    "opportunities": "opportunities|opportunity|idea|ideas|improvement|improvements|solution|solutions|"
    "recommendation|recommendations|improvement ideas|areas of opportunity|how might we|opportunities for improvement|"
    "improvement opportunities|ideas and opportunities|ideas opportunities|insights and opportunities|"
    "potential improvements|priority opportunities|suggestions|opportunity areas",
    "delights": "delights|delight|gains|gain|highlights|highlight|wow moments|moments of delight|positives|gain points|"
    "rewards|bright spots|what works|positive moments|joys",
    "questions": "questions|question|open questions|customer questions|unknowns",
    "backstage": "backstage|backstage actions|behind the scenes|internal processes|processes|process|"
    "support processes|employee actions|internal actions|teams involved|teams|frontstage|front stage|back stage|"
    "frontstage actions|onstage actions|business processes|back office|company actions|internal activities",
    "systems": "systems|system|technology|technologies|tools|it systems|applications|platforms|supporting systems|"
    "tech stack|supporting technology",
    "policies": "policies|policy|rules|regulations|compliance|legal",
    "metrics": "metrics|metric|kpi|kpis|measures|measure|success metrics|success measures|measurement|"
    "key metrics|performance indicators|data points",
    "images": "images|image|screenshots|screenshot|pictures|picture|storyboard|photos",
    "notes": "notes|note|remarks|remark|other|miscellaneous",
}
#: What the label of a lane is called when a file uses our own name of the kind; then it needs no name.
OWN_NAMES = {
    "thoughts": "thoughts", "pain points": "pain_points", "opportunities": "opportunities",
    "delights": "delights", "questions": "questions", "backstage": "backstage", "systems": "systems",
    "policies": "policies", "metrics": "metrics", "images": "images", "notes": "notes",
    "thought": "thoughts", "pain point": "pain_points", "opportunity": "opportunities", "delight": "delights",
    "question": "questions", "system": "systems", "policy": "policies", "metric": "metrics",
    "image": "images", "note": "notes",
}  # fmt: skip
_KNOWN = {word: ("field", name) for name, words in FIELDS.items() for word in words.split("|")}
_KNOWN |= {word: ("lane", kind) for kind, words in LANES.items() for word in words.split("|")}

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"[^\w#]+|_")
_NUMBERED = re.compile(r"^\s*(?:\d+[.)]|[a-z][.)])\s+", re.IGNORECASE)
_COUNT = re.compile(r"^(?:top )?\d{1,2} ")
_PARTS = re.compile(r"\s*(?:/|&|,|\+|\band\b)\s*", re.IGNORECASE)
#: "What is the customer thinking?", "How do they feel?"
_ASKED = re.compile(
    r"(?:what|how) (?:is|are|does|do|did) .{0,30}?\b(think\w*|feel\w*|say\w*|doing|do)$"
)
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Label:
    """What a head means: a field, or a lane of some kind and name. `is_known` if its words are ours."""

    field: str
    kind: str = ""
    name: str = ""
    text: str = ""
    is_known: bool = True


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a label as it is looked up: lower case, without brackets, signs and numbers in front."""
    text = _NUMBERED.sub("", _BRACKETS.sub(" ", text)).lower().replace("&", " and ")
    return " ".join(_BETWEEN.sub(" ", text).split())


@lru_cache(maxsize=4096)
def of(text: str) -> Label:
    """Return what a label means; unknown words make a lane of notes with that name."""
    text = " ".join(text.split())
    known = (_found(plain(text)) or _found_in_parts(text)) if len(text) <= LONGEST_LABEL else None
    if known is None:
        return Label("lane_of", "notes", text.rstrip(": "), text, is_known=False)
    group, name = known
    if group == "field":
        return Label(name, text=text)
    is_own = OWN_NAMES.get(plain(text)) == name
    return Label("lane_of", name, "" if is_own else text.rstrip(": "), text)


def _found(words: str) -> tuple[str, str] | None:
    if words in _KNOWN:
        return _KNOWN[words]
    words = _COUNT.sub("", words)
    if words in _KNOWN:
        return _KNOWN[words]
    for start in ("customer ", "user ", "the ", "top ", "key ", "main ", "their ", "our ", "s "):
        if words.startswith(start) and words.removeprefix(start) in _KNOWN:
            return _KNOWN[words.removeprefix(start)]
    asked = _ASKED.match(words)
    if asked:
        return "field", {"th": "thinks", "fe": "emotion", "sa": "thinks"}.get(
            asked.group(1)[:2], "does"
        )
    if words.startswith(("what stops", "where it hurts", "what frustrates")):
        return "lane", "pain_points"
    return None


def _found_in_parts(text: str) -> tuple[str, str] | None:
    """Return what the first known of several words means: "Solutions / quick wins", "Needs & pains".

    Only lanes are told by one word of several: a stage or an emotion is called so alone.
    """
    parts = _PARTS.split(text)
    for part in parts if 1 < len(parts) <= 4 else ():
        known = _found(plain(part))
        if known is not None and known[0] == "lane":
            return known
    return None


def is_known(text: str) -> bool:
    """Return whether a label says what stands under it in words we know."""
    return 0 < len(text) <= 2 * LONGEST_LABEL and bool(text.strip()) and of(text).is_known


def kind_of_lane(name: str) -> str:
    """Return which kind of cards a lane of this name has."""
    label = of(name)
    return label.kind if label.field == "lane_of" else "notes"
