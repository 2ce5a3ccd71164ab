"""The fold: entries to tables, and the questions asked of them. Disposable, rebuilt from the journal at will."""
