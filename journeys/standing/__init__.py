"""Where a program stands: its KPIs against their targets, its maps against their review dates.

Read in a fixed number of queries, whatever the size, and given as values: for the home page, lists,
and whoever else has to say it.
"""
