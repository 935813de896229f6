"""What stands in the place of a touchpoint where a table speaks of the whole stage."""

#: What stands for a touchpoint over a column about the stage as a whole.
WHOLE_STAGE = frozenset({"(whole stage)", "whole stage", "overall", "all", "-", "–", "—", "n/a"})
