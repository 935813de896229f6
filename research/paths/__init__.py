"""What an event log shows: paths, steps that follow one another, drop-off, durations."""
