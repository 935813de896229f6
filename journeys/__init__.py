"""What we map: programs, objectives, personas, maps and their versions, comparison, drawing, reports."""
