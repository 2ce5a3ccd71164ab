"""Figures behind the charts of a day; pure, from the lines of the board and the vials."""
