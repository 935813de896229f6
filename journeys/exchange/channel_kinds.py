"""Which kind of channel a name speaks of, so that a channel from a file gets the right symbol."""

from __future__ import annotations

import re

#: Words by kind; the first kind with a word of the name wins, so the narrower come first.
_WORDS = {
    "email": "email e-mail mail newsletter inbox",
    "chat": "chat chatbot bot messenger livechat whatsapp",
    "message": "sms text push notification message mms",
    "video": "video webinar zoom teams",
    "social": "social linkedin facebook instagram twitter tiktok youtube reddit substack community forum",
    "app": "app mobile ios android smartphone apponsmartphone",
    "phone": "phone telephone call hotline callcenter phonecall",
    "store": "store branch shop office showroom retail counter",
    "post": "post letter mailbox brochure flyer",
    "device": "device machine kiosk atm card terminal selfservicemachine sensor",
    "person": "person face-to-face facetoface meeting visit advisor agent peer",
    "web": "web website site online internet browser portal google search internetviapc page",
}
_KIND_OF = {word: kind for kind, words in reversed(_WORDS.items()) for word in words.split()}
_ORDER = {kind: number for number, kind in enumerate(_WORDS)}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def of(name: str) -> str:
    """Return the kind of channel a name speaks of, "other" if none is known."""
    found = {
        _KIND_OF[word]
        for whole in _WORD.findall(name.lower())
        for word in (whole, whole.removesuffix("s"))
        if word in _KIND_OF
    }
    return min(found, key=_ORDER.__getitem__, default="other")
