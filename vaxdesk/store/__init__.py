"""The desktop's encrypted file: keys, engine, appending and folding in one transaction, backup and salvage."""
