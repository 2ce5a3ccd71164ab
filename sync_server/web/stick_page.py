"""The page that takes a file from a stick: one self-contained page without any script, in two languages.

It shows nothing of what is inside a file but numbers, and keeps nothing: the answer stands in the page itself, as a
link that saves it.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from sync_server.exchange.bundles import Outcome
from vaxdesk import words
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import Kind
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.verdict import Verdict
from vaxdesk.words import say_in

ANSWER_FILE = "vaxdesk-tra-loi.vaxanswer"
_STYLE = """
body { font: 17px/1.5 system-ui, sans-serif; color: #1b2a33; background: #f4f7f8; margin: 0; }
main { max-width: 40rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border: 1px solid #cfd9de;
       border-radius: 10px; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
ol { padding-left: 1.4rem; }
input[type=file] { display: block; margin: 1rem 0; font: inherit; max-width: 100%; }
button, .save { display: inline-block; font: inherit; font-weight: 600; color: #fff; background: #0b6b62; border: 0;
                border-radius: 8px; padding: .7rem 1.4rem; text-decoration: none; cursor: pointer; }
button:focus, .save:focus, input:focus, a:focus { outline: 3px solid #e0a100; outline-offset: 2px; }
.said { border-left: 5px solid #0b6b62; padding: .6rem 1rem; background: #e9f5f3; }
.wrong { border-color: #a3510b; background: #fdf2e6; }
nav { text-align: right; font-size: .9rem; }
"""
_POLICY = (
    "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY.format(digest=b64encode(sha256(_STYLE.encode()).digest()).decode()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def language(asked: str) -> str:
    """The language of the page: Vietnamese unless another is asked for."""
    return asked if asked in words.LANGUAGES else words.LANGUAGES[0]


def asking(language: str, wrong: str = "") -> str:
    """The page that asks for a file; `wrong` is the key of a sentence on the last one."""

    def say(key: str) -> str:
        return escape(say_in(language, key))

    said = f'<p class="said wrong" role="alert">{say(wrong)}</p>' if wrong else ""
    steps = "".join(f"<li>{say(f'usb.page.step.{name}')}</li>" for name in ("choose", "send", "save"))
    return _page(
        language,
        f"<h1>{say('usb.page.title')}</h1><p>{say('usb.page.what')}</p>{said}<ol>{steps}</ol>"
        f'<form method="post" action="?lang={language}" enctype="multipart/form-data">'
        f'<label for="file">{say("usb.page.file")}</label>'
        f'<input type="file" id="file" name="file" accept=".vaxsend" required>'
        f'<button id="send">{say("usb.page.send")}</button></form>',
    )


def answered(language: str, outcome: Outcome) -> str:
    """The page with the answer to a file."""
    lines = "".join(f"<p>{escape(text)}</p>" for text in _sentences(language, outcome))
    tone = " wrong" if outcome.refused else ""
    data = b64encode(outcome.answer).decode()
    save, next_ = escape(say_in(language, "usb.page.save")), escape(say_in(language, "usb.page.next"))
    again = escape(say_in(language, "usb.page.again"))
    return _page(
        language,
        f'<h1>{escape(say_in(language, "usb.page.done"))}</h1><div class="said{tone}" role="status">{lines}</div>'
        f"<p>{next_}</p>"
        f'<p><a class="save" id="save" download="{ANSWER_FILE}" href="data:{bundle.MEDIA};base64,{data}">{save}</a></p>'
        f'<p><a href="?lang={language}">{again}</a></p>',
    )


def _sentences(language: str, outcome: Outcome) -> list[str]:
    if outcome.kind is Kind.JOINED:
        if not outcome.refused:
            return [say_in(language, "usb.page.joined")]
        return [say_in(language, f"{Refusal.WORDS}.{Refusal.read(code).value}") for code in outcome.refused]
    if outcome.kind is Kind.REFUSAL:
        return [say_in(language, "usb.page.turned_away")]
    told = [say_in(language, "usb.page.filed", n=outcome.filed)]
    return told + [say_in(language, f"{Verdict.WORDS}.{Verdict.read(code).value}") for code in outcome.refused]


def _page(language: str, inner: str) -> str:
    other = next(one for one in words.LANGUAGES if one != language)
    link = escape(say_in(other, "usb.page.language"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(say_in(language, 'usb.page.title'))}</title><style>{_STYLE}</style></head>"
        f'<body><main><nav><a href="?lang={other}" lang="{other}">{link}</a></nav>{inner}</main></body></html>'
    )
