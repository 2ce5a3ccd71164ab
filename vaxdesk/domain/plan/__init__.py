"""Campaigns and sessions planned ahead: slots, who is allotted to them, what they lack, and the tasks around them."""
