"""The page on a phone: readable at any size, by camera, picture and text, without a line, and silent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from tests.certificates import vector_parts as p
from tests.certificates.make_vectors import cases
from tests.certificates.vector_keys import private
from tests.district.browser import fits, is_accessible, launched, window
from tests.verifier.conftest import Folder
from tests.verifier.opened import SIZES, give, opened, picture
from vaxdesk.certificates import shc, trust
from vaxdesk.words import say_in

SHOWN = (
    "vaccination, ES256", "test, detected", "recovery", "run out and forged", "no prefix", "revoked",
    "slip of three doses", "card of a vaccine that is not known", "a key of another country", "a name that is too long",
)  # fmt: skip
BY_NAME = {one.name: one for one in cases()}


def verdict(page: Page, tone: str, *, language: str = "vi") -> None:
    expect(page.locator("#verdict")).to_have_text(say_in(language, f"verifier.verdict.{tone}"))


@pytest.mark.parametrize("size", SIZES)
def test_everything_is_accessible_and_fits_in_both_languages(browser: Browser, folder: Folder, size: str) -> None:
    with opened(browser, folder.url, size=size) as page:
        for language in ("vi", "en"):
            if language == "en":
                page.locator("#language").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
            for name in SHOWN:
                give(page, BY_NAME[name].text)
                page.locator("#result details").first.evaluate_all("all => all.forEach((one) => (one.open = true))")
                is_accessible(page)
                fits(page)
            page.locator("#with-text").click()
            is_accessible(page)
            fits(page)
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        is_accessible(page)
        fits(page)


def test_a_verdict_says_who_what_and_why_and_takes_the_focus(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        give(page, BY_NAME["vaccination, ES256"].text)
        verdict(page, "ok")
        expect(page.locator("#result")).to_be_focused()
        dose = ("Mũi 2 trên 2 · Comirnaty", "28/10/2026 · 30 ngày trước")
        for told in ("Nguyễn Thị Lành", "Ngày sinh: 01/01/1990", *dose):
            expect(page.locator("#result")).to_contain_text(told)
        give(page, BY_NAME["run out and forged"].text)
        verdict(page, "harm")
        expect(page.locator(".why")).to_contain_text("Chữ ký không khớp")
        expect(page.locator(".why")).to_contain_text("11:59")
        give(page, BY_NAME["slip of a device that is not known"].text)
        verdict(page, "wait")
        page.locator("#language").click()
        verdict(page, "wait", language="en")


def test_nothing_is_sent_while_checking_and_nothing_is_kept(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        asked: list[Request] = []
        page.context.on("request", lambda request: asked.append(request))
        for name in SHOWN:
            give(page, BY_NAME[name].text)
        assert [one.url for one in asked] == []
        page.locator("#picture").set_input_files(
            {"name": "a.png", "mimeType": "image/png", "buffer": picture(BY_NAME["vaccination, ES256"].text)}
        )
        verdict(page, "ok")
        reader = {f"{folder.url}{name}" for name in ("js/qr_worker.js", "vendor/qr/decode.js", "vendor/qr/index.js")}
        assert {one.url for one in asked} <= reader and all(one.method == "GET" for one in asked)
        kept = page.evaluate("async () => JSON.stringify([Object.entries(localStorage), document.cookie,"
                             " await indexedDB.databases()])")  # fmt: skip
        assert "Nguy" not in kept and "HC1" not in kept
        assert page.locator("#text").input_value() == ""


def test_it_opens_and_checks_without_a_line(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        page.context.set_offline(True)
        page.reload()
        give(page, BY_NAME["vaccination, PS256"].text)
        verdict(page, "ok")
        page.locator("#picture").set_input_files(
            {"name": "a.png", "mimeType": "image/png", "buffer": picture(BY_NAME["slip"].text)}
        )
        verdict(page, "ok")
        page.locator("#update").click()
        expect(page.locator("#list-said")).to_have_text(say_in("vi", "verifier.list.unreachable"))


@pytest.mark.parametrize("name", ["usual", "ageing", "old", None])
def test_the_list_ages_visibly(browser: Browser, folder: Folder, name: str | None) -> None:
    folder.put(name)
    with opened(browser, folder.url) as page:
        days = {"usual": "còn mới", "ageing": "đã 10 ngày", "old": "đã 40 ngày", None: "Chưa có danh sách"}[name]
        expect(page.locator("#list-state")).to_contain_text(days)
        give(page, BY_NAME["vaccination, ES256"].text)
        verdict(page, "ok" if name else "wait")
        none = say_in("vi", "verifier.caution.no_list")
        said = {"usual": "", "ageing": "10 ngày", "old": "40 ngày", None: none}[name]
        expect(page.locator("#result .note")).to_have_count(1 if said else 0)
        if said:
            expect(page.locator("#result .note")).to_contain_text(said)


def test_a_list_from_a_file_counts_by_its_signature_and_no_older_one(browser: Browser, folder: Folder) -> None:
    folder.put("ageing")
    with opened(browser, folder.url) as page:
        for name, signer, key in (
            ("usual", "server of somebody", "list_wrong.signature"), ("old", "server", "list_wrong.older"),
            ("usual", "server", "list.taken"),
        ):  # fmt: skip
            file = trust.write(p.lists()[name], private(signer).sign)
            chosen = {"name": "t.json", "mimeType": "application/json", "buffer": file}
            page.locator("#list-file").set_input_files(chosen)
            expect(page.locator("#list-said")).to_have_text(say_in("vi", f"verifier.{key}"))
        expect(page.locator("#list-state")).to_contain_text("còn mới")
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("#list-state")).to_contain_text("còn mới")  # kept for the next time


def test_a_list_of_the_server_that_is_not_signed_by_it_is_not_used(browser: Browser, folder: Folder) -> None:
    folder.put("usual", signer="server of somebody")
    with opened(browser, folder.url) as page:
        page.locator("#update").click()
        expect(page.locator("#list-said")).to_have_text(say_in("vi", "verifier.list_wrong.signature"))
        give(page, BY_NAME["vaccination, ES256"].text)
        verdict(page, "wait")


def test_hostile_texts_and_pictures_are_answered(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        for text in (
            "", " ", "HC1:", "hc1:\x00", "shc:/" + "9" * 20_001, "shc:/1/2/" + "00" * 50, "VXS:" + "0" * 3000,
            "<img src=x onerror=alert(1)>", "HC1:" + "%" * 8000, "\U0001f600" * 3000, "shc:/" + "00" * 60_000,
        ):  # fmt: skip
            give(page, text)
            verdict(page, "wait")
        marked = p.signed(p.replace(p.SHOT, nam=p.Name(fn="<b id=x>Ng</b>", fnt="NG")))
        give(page, marked)
        expect(page.locator(".full")).to_have_text("<b id=x>Ng</b>")
        for buffer, key in ((b"no picture", "bad"), (_blank(folder.path), "none")):
            page.locator("#picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": buffer})
            expect(page.locator("#result")).to_contain_text(say_in("vi", f"verifier.picture.{key}"))


def _blank(folder: Path) -> bytes:
    Image.new("L", (900, 700), 200).save(folder / "blank.png")
    return (folder / "blank.png").read_bytes()


def _film(folder: Path, texts: list[str]) -> Path:
    """A film for Chromium's camera: each code for half a second, a little blurred by its scale."""
    path, size = folder / "film.y4m", (960, 960)
    with path.open("wb") as film:
        film.write(b"YUV4MPEG2 W960 H960 F10:1 Ip A1:1 C420jpeg\n")
        for text in texts:
            (folder / "code.png").write_bytes(picture(text))
            code = Image.open(folder / "code.png").convert("L").resize((780, 780), Image.Resampling.BILINEAR)
            frame = Image.new("L", size, 225)
            frame.paste(code, (90, 90))
            film.write((b"FRAME\n" + frame.tobytes() + bytes([128]) * (size[0] * size[1] // 2)) * 5)
    return path


@pytest.mark.parametrize("what", ["one code", "a card of three codes, a strange one between"])
def test_the_camera_reads_what_is_held_before_it(browser: Browser, tmp_path: Path, folder: Folder, what: str) -> None:
    card = p.in_codes(p.card(), 3)
    texts = [BY_NAME["vaccination, ES256"].text] if what == "one code" else [card[0], "https://example.vn", *card[1:]]
    film = _film(tmp_path, texts)
    flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
             f"--use-file-for-fake-video-capture={film}")  # fmt: skip
    with launched(browser.browser_type, *flags) as own, opened(own, folder.url) as page:
        page.locator("#with-camera").click()
        expect(page.locator("#verdict")).to_be_visible(timeout=40_000)
        verdict(page, "ok")
        expect(page.locator(".full")).to_have_text("Nguyễn Thị Lành")
        assert page.evaluate("document.getElementById('video').srcObject") is None, "the camera is closed again"


def test_no_camera_is_told_and_the_other_ways_stay(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        page.locator("#with-camera").click()
        expect(page.locator("#result")).to_contain_text(say_in("vi", "verifier.camera.none"))
        give(page, shc.digits(p.card()))
        verdict(page, "ok")


def test_a_browser_without_ed25519_checks_all_but_slips(browser: Browser, folder: Folder) -> None:
    with window(browser, {"width": 360, "height": 740}) as page:
        page.clock.set_fixed_time(datetime.fromtimestamp(p.NOW, UTC))
        page.add_init_script(
            "const take = crypto.subtle.importKey.bind(crypto.subtle);"
            "crypto.subtle.importKey = async (form, key, how, ...more) => {"
            "  if (how.name === 'Ed25519') throw new DOMException('no', 'NotSupportedError');"
            "  return take(form, key, how, ...more); };"
        )
        page.goto(folder.url)
        expect(page.locator("#offline")).not_to_be_empty()
        give(page, BY_NAME["vaccination, ES256"].text)
        verdict(page, "ok")
        give(page, BY_NAME["slip"].text)
        verdict(page, "wait")
        expect(page.locator("#result")).to_contain_text(say_in("vi", "verifier.unsupported"))
        chosen = {"name": "t.json", "mimeType": "application/json", "buffer": (folder.path / "trust.json").read_bytes()}
        page.locator("#list-file").set_input_files(chosen)
        expect(page.locator("#list-said")).to_have_text(say_in("vi", "verifier.list_wrong.unsupported"))
