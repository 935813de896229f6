"""The statistics of experiments: plain numbers in, effects with intervals out."""
