"""Reports of a station or of all units below one: frozen rows in, tables out whose sums must balance. Pure."""
