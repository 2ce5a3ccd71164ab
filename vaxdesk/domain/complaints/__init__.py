"""Complaints of people about their records: what they say, the 48 hours, how they are answered (facts 8.4)."""
