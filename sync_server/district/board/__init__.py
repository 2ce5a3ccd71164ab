"""The dashboard without HTML: which days, which figures of which units."""
