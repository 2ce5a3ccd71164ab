"""Plan: sessions with their slots and the people allotted to them, and the tasks of a campaign."""
