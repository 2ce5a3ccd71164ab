"""Use cases for paper that is typed in later: stacks, sheets, prior doses, and the check by a second person."""
