"""Reads papers back with other programs than the one that made them: poppler, pypdf, zxing-cpp, zbar."""

from __future__ import annotations

import html
import re
import subprocess
from io import BytesIO
from typing import NamedTuple

import cv2
import numpy as np
from pypdf import PdfReader
from pypdf.generic import ContentStream

POINTS_A_MM = 72 / 25.4
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Word(NamedTuple):
    """A word on a page; edges in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    foot: float
    text: str

    def core(self) -> tuple[float, float, float, float]:
        """The part that is ink in nearly every letter: between x-height and baseline."""
        height = self.foot - self.top
        return self.left + 0.3, self.top + 0.34 * height, self.right - 0.3, self.top + 0.76 * height


class Stroke(NamedTuple):
    """A ruled line on a page; points from the upper left corner, start before end."""

    page: int
    left: float
    top: float
    right: float
    foot: float


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, by pypdf."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without white space: what is wrapped on paper compares equal to what was given."""
    return "".join(text.split())


def all_text(pdf: bytes) -> str:
    """The text of all pages without white space."""
    return squeezed("".join(page_texts(pdf)))


def words(pdf: bytes) -> list[Word]:
    """All words with their places, by poppler."""
    answer = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = []
    for number, page in enumerate(answer.stdout.decode().split("<page ")[1:]):
        found += [Word(number, *map(float, at[:4]), html.unescape(at[4])) for at in _WORD.findall(page)]
    return found


def pictures(pdf: bytes, dpi: int) -> list[np.ndarray]:
    """Each page as grey picture, drawn by poppler."""
    answer = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-"], input=pdf, capture_output=True, check=True)
    found, rest = [], answer.stdout
    while rest:
        head = re.match(rb"P5\s(\d+) (\d+)\s255\s", rest)
        width, height = int(head[1]), int(head[2])
        size = head.end() + width * height
        found.append(np.frombuffer(rest[head.end() : size], np.uint8).reshape(height, width))
        rest = rest[size:]
    return found


def strokes(pdf: bytes) -> list[Stroke]:
    """The solid ruled lines and the sides of stroked boxes; dotted lines are for writing on and left out."""
    reader = PdfReader(BytesIO(pdf))
    found = []
    for number, page in enumerate(reader.pages):
        height = float(page.mediabox.height)
        for x0, y0, x1, y1 in _walk(page.get_contents(), page["/Resources"], reader, _IDENTITY):
            sides = min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)
            found.append(Stroke(number, *sides))
    return found


def _walk(stream: object, resources: dict, reader: PdfReader, matrix: tuple) -> list[tuple]:
    """Segments of a content stream and of the forms it shows, in page coordinates."""
    tracer = _Tracer(matrix)
    for operands, operator in ContentStream(stream, reader).operations:
        if operator == b"Do":
            form = resources["/XObject"][operands[0]]
            tracer.found += _walk(form, form["/Resources"], reader, tracer.matrix)
        else:
            tracer.do.get(operator, lambda _: None)(operands)
    return tracer.found


class _Tracer:
    """Follows the graphics state and collects what is stroked with a solid line."""

    def __init__(self, matrix: tuple) -> None:
        self.matrix = matrix
        self.found: list[tuple] = []
        self._dotted = False
        self._kept: list[tuple] = []
        self._path: list[tuple[float, float]] = []
        self.do = {
            b"q": lambda _: self._kept.append((self.matrix, self._dotted)),
            b"Q": self._restore,
            b"cm": self._turn,
            b"d": self._dash,
            b"m": lambda point: self._begin([_place(point, self.matrix)]),
            b"l": lambda point: self._path.append(_place(point, self.matrix)),
            b"re": lambda sides: self._begin(_corners(sides, self.matrix)),
            **dict.fromkeys((b"S", b"s", b"B", b"b"), self._stroke),
            **dict.fromkeys((b"f", b"n"), lambda _: self._begin([])),
        }

    def _restore(self, _: list) -> None:
        self.matrix, self._dotted = self._kept.pop()

    def _turn(self, operands: list) -> None:
        self.matrix = _times(tuple(map(float, operands)), self.matrix)

    def _dash(self, operands: list) -> None:
        self._dotted = bool(operands[0])

    def _begin(self, path: list[tuple[float, float]]) -> None:
        self._path = path

    def _stroke(self, _: list) -> None:
        if not self._dotted:
            self.found += [(*a, *b) for a, b in zip(self._path, self._path[1:], strict=False)]
        self._path = []


def _times(first: tuple, then: tuple) -> tuple:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _place(point: list, matrix: tuple) -> tuple[float, float]:
    x, y = map(float, point)
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _corners(operands: list, matrix: tuple) -> list[tuple[float, float]]:
    x, y, width, height = map(float, operands)
    around = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return [_place(list(corner), matrix) for corner in around]


def symbol_sides(picture: np.ndarray, corners: list[tuple[float, float]], modules: int) -> tuple[float, float, bool]:
    """Width and height in pixels of the dark square near the corners, and whether four modules around it are white."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    module = (max(xs) - min(xs)) / modules
    left, top = int(min(xs) - 2 * module), int(min(ys) - 2 * module)
    right, foot = int(max(xs) + 2 * module), int(max(ys) + 2 * module)
    dark = np.argwhere(picture[top:foot, left:right] < 128)
    (y0, x0), (y1, x1) = dark.min(axis=0), dark.max(axis=0)
    margin = int(3.9 * module)
    around = picture[top + y0 - margin : top + y1 + 1 + margin, left + x0 - margin : left + x1 + 1 + margin].copy()
    around[margin:-margin, margin:-margin] = 255
    return float(x1 - x0 + 1), float(y1 - y0 + 1), bool((around > 128).all())


def blurred(picture: np.ndarray) -> np.ndarray:
    """As a worn printer and a cheap camera would show it."""
    return cv2.GaussianBlur(picture, (0, 0), 0.9)
