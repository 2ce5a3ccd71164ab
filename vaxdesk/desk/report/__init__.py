"""Reports of this station: answered without a line, given out as files, each noted in the journal."""
