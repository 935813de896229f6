"""Documents for people outside the tool: `build(...)` → a value → HTML → PDF."""
