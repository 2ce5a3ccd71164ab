"""First run: station, first user, password, recovery words, all in one dialog."""
