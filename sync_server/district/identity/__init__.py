"""Identities compared with the population register: states, lists for the police, their answers, results (0032)."""
