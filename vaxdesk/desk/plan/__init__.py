"""Use cases of the plan: campaigns and their tasks, sessions, and the people allotted to them."""
