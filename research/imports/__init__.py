"""Responses from files: read and checked row by row, shown before anything is written, written in one step."""
