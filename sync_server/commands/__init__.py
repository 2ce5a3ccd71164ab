"""The commands of `vaxdesk-server`: what they take, what they do, and how results are written."""
