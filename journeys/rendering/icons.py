"""Which icon stands for what. An icon never stands alone: the word is beside it or in its name."""

from __future__ import annotations

LANES = {
    "thoughts": "psychology",
    "pain_points": "sentiment_dissatisfied",
    "opportunities": "lightbulb",
    "delights": "favorite",
    "questions": "help",
    "backstage": "layers",
    "systems": "dns",
    "policies": "gavel",
    "metrics": "monitoring",
    "images": "image",
    "notes": "sticky_note_2",
}
FACTS = {
    "touchpoints": "touch_app",
    "emotion": "mood",
    "does": "directions_walk",
    "thinks": "psychology",
    "channels": "hub",
    "actors": "groups",
    "importance": "priority_high",
    "team": "badge",
    "feeling": "mood",
    "kpi": "monitoring",
}
CHANNELS = {
    "web": "language",
    "app": "mobile",
    "email": "mail",
    "phone": "call",
    "chat": "chat",
    "video": "videocam",
    "store": "storefront",
    "social": "public",
    "post": "markunread_mailbox",
    "message": "sms",
    "device": "contactless",
    "person": "person",
    "other": "more_horiz",
}
CHANGES = {
    "added": "add",
    "removed": "remove",
    "changed": "edit",
    "moved": "swap_horiz",
    "split": "call_split",
    "merged": "call_merge",
}
VERDICTS = {
    "better": "trending_up",
    "worse": "trending_down",
    "no_detectable_change": "drag_handle",
    "cannot_tell": "question_mark",
    "not_comparable": "block",
}
