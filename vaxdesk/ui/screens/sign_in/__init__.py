"""Sign-in: who you are, your password, or the recovery words."""
