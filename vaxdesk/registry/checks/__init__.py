"""Looks through the fold for what somebody should see; finds the same in any order and however often it looks."""
