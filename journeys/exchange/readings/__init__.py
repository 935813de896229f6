"""Readings of KPIs as tables: CSV and Excel in, CSV out."""
