"""Certificates at the server: whom the list of trust names. No HTTP, no HTML."""
