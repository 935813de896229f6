"""Themes found in comments: methods take texts and give an assignment; each has a name and a version."""
