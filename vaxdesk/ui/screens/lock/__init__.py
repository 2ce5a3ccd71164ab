"""Lock: the desk rests until a user takes it over by PIN or password."""
