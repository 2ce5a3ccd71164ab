"""Certificates that anyone can verify: bytes in, values out. No disk, no line, no clock, no words (decision 0036)."""
