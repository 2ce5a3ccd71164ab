"""The readers of feeds: folder, eraser, router and delivery behind each other, each with its cursor."""
