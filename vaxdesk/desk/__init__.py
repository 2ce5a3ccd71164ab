"""What a person at the desk can do: one verb per function, one transaction each. No Qt, no words."""
