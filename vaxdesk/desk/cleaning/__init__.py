"""Cleaning the recipients before the day: doubts, proposals, pairs, lists for the commune police and their answers."""
