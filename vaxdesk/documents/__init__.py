"""Papers: frozen contents in, PDF bytes out; no Qt, no store, no clock."""
