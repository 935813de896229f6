"""Which actions first, how sure that is, and which of them fit together. Pure."""
