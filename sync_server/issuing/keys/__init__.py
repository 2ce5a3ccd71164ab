"""The centre's key: where it lies, its certificate, what opens it."""
