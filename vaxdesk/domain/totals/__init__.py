"""What each thing adds to the sums of units, and what follows from them: pure."""
