"""Sending: what waits, what the server has confirmed, what stands in the way, and joining a server."""
