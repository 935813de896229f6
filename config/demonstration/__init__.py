"""The demonstration program: a retail bank's customers open and use an account.

All of it is made up for this purpose, names, texts and figures alike, and the program says so.
"""
