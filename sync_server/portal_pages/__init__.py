"""The public part as pages: phone first, without scripts where it can be, nothing from elsewhere."""
