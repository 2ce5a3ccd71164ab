"""Cleaning: doubtful numbers, names to respell, duplicates side by side, lists for the commune police."""
