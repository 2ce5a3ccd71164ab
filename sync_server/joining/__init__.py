"""How a PC joins and is known afterwards: codes, certificates, its standing, and the certificates of others."""
