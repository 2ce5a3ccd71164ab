"""A verifier and an issuer made of npm parts (`npm/`), and the keys in the form in which they take them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.bench import peer_install

SCRIPTS = Path(__file__).parent / "npm"


def installed() -> Path:
    """The folder of the packages of the lock, kept for the next run; of several workers the first one's is taken."""
    lock = (SCRIPTS / "package-lock.json").read_bytes()
    home = peer_install.folder() / f"verifier-{sha256(lock).hexdigest()[:16]}"
    if not home.exists():
        made = Path(tempfile.mkdtemp(dir=home.parent))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SCRIPTS / name, made)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=made, check=True, timeout=100)
        try:
            made.rename(home)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return home / "node_modules"


def played(parts: Path, script: str, asked: Any) -> Any:
    """What a script of the folder answers."""
    done = subprocess.run(
        ["node", SCRIPTS / script], env={**os.environ, "NODE_PATH": str(parts)}, input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def hexadecimal(number: int) -> str:
    """A number without leading zeros."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big").hex()


def public(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> dict[str, str]:
    """A public key."""
    numbers = key.public_numbers()
    if isinstance(numbers, rsa.RSAPublicNumbers):
        return {"n": hexadecimal(numbers.n), "e": hexadecimal(numbers.e)}
    return {"x": f"{numbers.x:064x}", "y": f"{numbers.y:064x}"}
