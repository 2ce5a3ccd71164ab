"""Bytes of a certificate of the centre on the line: at its own site, and brought elsewhere as a quote.

Run: `python -m tests.bench.bench_travel [CERTIFICATES]`. Counts whole segments, head and signature included, as they
travel in a body, by the key that signs; beside them a dose as a quote, and what no compression could save of the text.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from math import log2
from random import Random

from sync_server.issuing.keys import opening
from tests.bench import bench_bytes, bench_issuing
from tests.bench.synthetic import Written
from vaxdesk.certificates import cose
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Hcert, Inject, Quote
from vaxdesk.journal import line, ref, salts, segment

CERTIFICATES = 500
_LOG = ref.log_name(7)
_T = 1_795_500_000
_LETTERS = 45  # of Base45


def signed(n: int, alg: int) -> tuple[list[str], Written]:
    """Texts of certificates, and the log in which the own device wrote them for a site."""
    texts: list[str] = []
    signer, words = bench_issuing.key(alg)
    with opening.signing(signer, words) as by:
        bench_issuing.texts(bench_issuing.everybody(n), by, texts)
    rng, lines = Random(5), []
    seeds = {block: salts.drawn(rng.randbytes) for block in salts.blocks(0, n)}
    for seq, text in enumerate(texts, 1):
        who, day = ref.join(ref.log_name(rng.getrandbits(60)), 2 * seq), [ref.join(ref.log_name(9), 5 * seq)]
        said = Hcert(cert=who, uvci=f"URN:UVCI:01:VN:{rng.getrandbits(128):026X}#A", text=text, doses=day, dn=2, sd=2,
                     exp=_T + 365 * 86_400, kid=signer.key.kid.hex())  # fmt: skip
        written = line.encode("hcert", said, t=_T + seq, user=0, of=who, salt=salts.PLACE)
        lines.append(salts.salted(written, seq, seeds[salts.block_of(seq)]))
    return texts, Written(lines, seeds)


def doses(n: int) -> Written:
    """Doses of a site, one a person."""
    rng = Random(6)
    lots = [ref.join(ref.log_name(9), one) for one in range(3)]
    return Written([
        line.encode("inject", Inject(day="2026-11-02", at=_T + 90 * at, product="COM-A", lot=rng.choice(lots),
                                     lot_no="FN1234", expiry="2028-01-01"), t=_T + 90 * at, user=3, of=2 * at + 1)
        for at in range(n)
    ], {})  # fmt: skip


def quoted(log: Written) -> Written:
    """The same as quotes in the feed of another site."""
    quotes = (
        Quote(id=ref.join(_LOG, seq), h=sha256(text).hexdigest(), line=text.decode(), unit="2025-07:24211.01")
        for seq, text in enumerate(log.lines, 1)
    )
    return Written([line.encode("quote", one, t=_T) for one in quotes], {})


def main() -> None:
    """Prints the figures."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else CERTIFICATES
    dictionary = shipped()[max(shipped())]
    out = [f"bytes an entry of {n}, in segments of {', '.join(map(str, bench_bytes.SIZES))} and {segment.MAX_LINES}"]

    def row(name: str, log: Written) -> str:
        each = (bench_bytes.cost(log, size, dictionary) for size in (*bench_bytes.SIZES, segment.MAX_LINES))
        return f"  {name:32}" + "".join(f"{one:8.0f}" for one in each)

    out.append(row("a dose as a quote", quoted(doses(n))))
    for alg in (cose.ES256, cose.PS256):
        texts, log = signed(n, alg)
        letters = sum(map(len, texts)) / n
        name = cose.NAMES[alg]
        out += [row(f"{name} at its site", log), row(f"{name} as a quote", quoted(log))]
        out.append(f"    a text has {letters:.0f} letters, which hold {letters * log2(_LETTERS) / 8:.0f} bytes")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
