"""Sums of what is in the fold, of every unit by day, month and year, kept up by the difference (decision 0030)."""
