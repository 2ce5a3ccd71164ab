"""The pages for district and province staff, rendered on the server: HTML alone, everything else is `district`."""
