"""Use cases about facilities, areas and staff, the units that people are written in, and safety checklists."""
