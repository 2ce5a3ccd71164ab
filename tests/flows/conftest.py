"""The same guards as for every test of the windows: dressed as in the product, nothing left running behind."""

from tests.ui.conftest import dressed, nothing_left_running  # noqa: F401
