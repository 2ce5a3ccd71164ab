"""What only a practice station shows: the band that says so, and the exercise at hand."""
