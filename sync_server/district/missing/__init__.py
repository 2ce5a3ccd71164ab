"""Missing doses: which units' numbers do not add up, day by day, and what the sites say when they are asked."""
