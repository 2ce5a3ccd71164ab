"""What a device asks and is answered, whichever way it came: syncing, look-up, farewell, files on a stick."""
