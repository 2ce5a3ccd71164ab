"""What the public may ask and send, without HTML: places, news, sessions, one-time codes, registrations."""
