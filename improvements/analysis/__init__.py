"""Statistics of experiments and outcomes. Pure: numbers in, numbers out; each method names its source."""
