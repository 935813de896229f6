"""Keys that are the same in every demonstration, so that its documents can be compared."""

from uuid import UUID, uuid5

NAMESPACE = UUID("7d5c1f6e-3b52-4d0e-9a55-6f0a8f0f2c11")


def key(name: str) -> str:
    """Return the key of what the demonstration calls `name`."""
    return str(uuid5(NAMESPACE, name))
