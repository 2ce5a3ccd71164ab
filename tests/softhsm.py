"""A token behind PKCS#11 made of software (Debian's softhsm2), with a PIN; its keys lie in a folder of the tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
LABEL, PIN = "trung-tam", "246810"
_CONF = "SOFTHSM2_CONF"


def module() -> str:
    """The library."""
    return next(one for one in MODULES if Path(one).exists())


@contextmanager
def token(folder: Path) -> Iterator[str]:
    """A token that is there for this process: the library looks for its settings once, when it is loaded.

    Yields:
        the library.
    """
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    before = os.environ.get(_CONF)
    os.environ[_CONF] = str(conf)
    words = ["--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "13579"]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, timeout=30)
    try:
        yield module()
    finally:
        if before is None:
            del os.environ[_CONF]
        else:
            os.environ[_CONF] = before
