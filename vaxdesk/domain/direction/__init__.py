"""What those above set for units: how many people are to be reached."""
