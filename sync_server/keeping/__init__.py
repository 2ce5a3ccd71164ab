"""Keeping what was filed, and proving it: backups, whole verification, checkpoints and papers of sealed days."""
