"""The centre's certificates as the district sees them: who waits for what, what was signed, withdrawn and put back."""
