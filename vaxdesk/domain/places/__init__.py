"""Facilities, areas and staff, the administrative units they lie in, and how a facility assesses its safety."""
