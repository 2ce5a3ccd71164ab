"""Rules for paper that is typed in later: what a sheet says, what to know of it, and how a stack is checked."""
