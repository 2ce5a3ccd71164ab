"""The journal: entries as exact bytes, logs as hash chains, segments, feeds and wire frames. Pure."""
