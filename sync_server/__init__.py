"""The server: files signed segments, keeps one ordered feed per unit, and shows it to whoever may read it."""
