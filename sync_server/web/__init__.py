"""The HTTP face: routes, bodies, limits of a connection, and what the server says of itself."""
