"""Templates of pages: compiled once a process, whoever comes first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from jinja2 import Environment, Template

from sync_server.browsing.templates import environment

_CROWD = 8


def test_a_crowd_at_a_fresh_server_compiles_each_template_once(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("".join(f"<p>{{{{ n + {at} }}}}</p>\n" for at in range(2000)))
    made, together = environment(tmp_path), Barrier(_CROWD)

    def visit(_: int) -> Template:
        together.wait()
        return made.get_template("page.html")

    with ThreadPoolExecutor(_CROWD) as crowd:
        pages = list(crowd.map(visit, range(_CROWD)))
    assert len({id(page) for page in pages}) == 1
    assert pages[0].render(n=1).startswith("<p>1</p>\n<p>2</p>")


def test_a_page_may_be_built_of_others(tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text("<main>{% block all %}{% endblock %}</main>")
    (tmp_path / "pieces.html").write_text("{% macro tag(text) %}<b>{{ text }}</b>{% endmacro %}")
    of = '{% extends "frame.html" %}{% import "pieces.html" as pieces %}'
    (tmp_path / "page.html").write_text(of + '{% block all %}{{ pieces.tag("<") }}{% endblock %}')
    made: Environment = environment(tmp_path)
    assert made.get_template("page.html").render() == "<main><b>&lt;</b></main>"
