"""From the bytes of a segment to its place in a feed, what is kept aside instead, and what the server files itself."""
