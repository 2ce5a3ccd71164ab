"""The composition root: binds use cases to screens. The only place that knows desk and ui at once."""
