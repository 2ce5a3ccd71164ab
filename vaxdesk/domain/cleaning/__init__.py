"""Rules for cleaning the recipients before the day: names, numbers, duplicates, lists for the commune police."""
