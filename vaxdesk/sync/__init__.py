"""Sending: a round of exchange with the server, without I/O of its own, and the line it goes over."""
