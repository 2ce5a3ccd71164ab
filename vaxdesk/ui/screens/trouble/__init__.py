"""Trouble at the door: a calm page for each way in which a store does not open."""
