"""From light and cables to payloads: pictures, cameras, USB-serial scanners, vaccine passports. No Qt, no threads."""
