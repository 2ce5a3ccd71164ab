"""Vaccine in store: places, movements, the one equation of doses, the cold chain, codes on boxes. Pure rules."""
