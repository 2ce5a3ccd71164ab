"""Reads the spreadsheets and CSV files that lists come in, and writes lists and results back."""
