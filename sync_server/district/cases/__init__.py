"""The reconciliation desk: open cases of one's units, one case side by side, and what is decided about it."""
