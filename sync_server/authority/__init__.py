"""Who may do what: the tree of units, who reads and writes a feed, users from above; limits, nonces, the access log."""
