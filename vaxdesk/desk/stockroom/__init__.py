"""Vaccine in store: movements, stock-takes, temperatures, boxes, and what the store page and its papers show."""
