"""Desks of one station exchange entries among themselves, with or without a line to the server."""
