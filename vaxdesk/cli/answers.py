"""How a command answers: a sentence for people, or JSON for scripts; failures on stderr with a non-zero exit code."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import msgspec

from vaxdesk.domain.refusals import Refused
from vaxdesk.words import known, say


def done(args: argparse.Namespace, text: str, data: Any = None) -> int:
    """Prints the answer of a command that did its work."""
    if args.json:
        text = json.dumps(msgspec.to_builtins(data), ensure_ascii=False)
    if text:
        sys.stdout.write(text + "\n")
    return 0


def failed(args: argparse.Namespace, key: str, *, code: str, detail: str = "", **facts: Any) -> int:
    """Says why a command did not do its work."""
    sentence = say(key, **facts) if known(key) else code
    if args.json:
        sys.stdout.write(json.dumps({"error": code, "text": sentence, "detail": detail}, ensure_ascii=False) + "\n")
    sys.stderr.write(sentence + "\n")
    return 1


def refused(args: argparse.Namespace, answer: Refused) -> int:
    """Says why the desk said no."""
    return failed(args, f"refusal.reason.{answer.reason.value}", code=answer.reason.value, **answer.facts)
