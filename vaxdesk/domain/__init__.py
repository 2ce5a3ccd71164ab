"""Pure rules of vaccination: no I/O, no clock, no Qt, no SQL."""
