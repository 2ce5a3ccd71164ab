"""Roster: choose a list, look at what would become of each row, take it in, keep the result."""
