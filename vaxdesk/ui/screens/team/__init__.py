"""Team: who works in which role on a day, changed at noon if need be."""
