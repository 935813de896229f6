"""Channels as CJML's tools write them, and as people do."""

from __future__ import annotations

import re

_NAMES = {
    "sms": ("Text message", "message"), "faceToFace": ("Face to face", "person"), "internetViaPC": ("Web", "web"),
    "email": ("E-mail", "email"), "phone": ("Telephone", "phone"), "chat": ("Chat", "chat"), "letter": ("Letter", "post"),
    "selfServiceMachine": ("Self-service machine", "device"), "appOnSmartphone": ("App", "app"),
    "socialMedia": ("Social media", "social"), "videoCall": ("Video call", "video"),
}  # fmt: skip
_BY_LETTERS = {re.sub(r"\W", "", token).lower(): pair[0] for token, pair in _NAMES.items()}
_TOKENS = {kind: token for token, (_, kind) in _NAMES.items()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def name_of(token: str) -> str:
    """Return what people call a channel: "internetViaPC" is Web; unknown ones in separate words."""
    token = token.strip()
    known = _BY_LETTERS.get(re.sub(r"\W", "", token).lower())
    if known or not token or " " in token:
        return known or token
    words = _CAMEL.sub(" ", token)
    return words[0].upper() + words[1:].lower() if words != token else token


def token_of(name: str, kind: str) -> str:
    """Return CJML's token for a channel that it gives back under the same name, else the name."""
    token = _TOKENS.get(kind, "")
    return token if token and name_of(token) == name else name
