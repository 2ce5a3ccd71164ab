"""What an operator does to a PC, a unit, a user or a person's data: each act is an entry, none is an edit."""
