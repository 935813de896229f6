"""Rows and values that tests are made of."""
