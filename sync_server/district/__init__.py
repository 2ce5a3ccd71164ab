"""What the staff of districts and provinces do and see, without HTML: use cases and queries within one's units."""
