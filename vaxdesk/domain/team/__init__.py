"""The team of a day ("ê kíp"): roles, what they let people do, and who is missing."""
