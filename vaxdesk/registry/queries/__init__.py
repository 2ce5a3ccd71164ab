"""Questions asked of the fold; every answer is a frozen picture (`domain.views`)."""
