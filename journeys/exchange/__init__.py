"""Maps come in and go out: one module per format, one preview for all of them.

Nothing here reads or writes the database: bytes become `MapContents` and back.
"""
