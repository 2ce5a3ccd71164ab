"""Settings: the station's facts, its users, this PC, the scanner test, the copy on a stick."""
