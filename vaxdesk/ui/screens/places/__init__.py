"""Facilities, areas, staff, the units that people are written in, and the safety of the facility."""
