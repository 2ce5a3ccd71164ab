"""The parts around the screens: rail, top bar, status line, notices, list of keys."""
