"""`cwt` (PyPI) on the same certificates, in an environment of its own: `python peer_cwt.py FILE.json`.

FILE holds COSE envelopes in hex, the public and the private key in PEM, the key's identifier in hex, and payloads in
hex; prints verified and signed a second of processor time as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import cwt
from cwt import COSE, COSEKey


def main(path: str) -> None:
    """Measures both."""
    told = json.loads(Path(path).read_text("utf-8"))
    kid = bytes.fromhex(told["kid"])
    public = COSEKey.from_pem(told["public"], kid=kid)
    private = COSEKey.from_pem(told["private"], kid=kid)
    envelopes = [bytes.fromhex(one) for one in told["envelopes"]]
    payloads = [bytes.fromhex(one) for one in told["payloads"]]
    cose = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True)
    began = time.process_time()
    for one in envelopes:
        cose.decode(one, public)
    verified = len(envelopes) / (time.process_time() - began)
    began = time.process_time()
    for one in payloads:
        cose.encode_and_sign(one, private)
    signed = len(payloads) / (time.process_time() - began)
    version = getattr(cwt, "__version__", "")
    sys.stdout.write(json.dumps({"verified": verified, "signed": signed, "version": version}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
