"""Use cases of the team of a day: who works in which role, from when, until when."""
