"""Exercises of the practice station: each checks itself by what was entered since it began."""
