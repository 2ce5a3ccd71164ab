"""What a program really asks of the disk, call by call, from strace; what it says is in the same order."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.disk import Op

_CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,fallocate,"
    "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,fsync,fdatasync,sync_file_range,"
    "copy_file_range,sendfile,sync,syncfs"
)
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?(?: .*)?$")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_AT = re.compile(r"^(?:AT_FDCWD|-?\d+)<([^>]*)>")
_FD = re.compile(r"^(\d+)")
_VOLATILE = "-shm"  # SQLite's shared memory is made anew


class Unknown(AssertionError):
    """The program did something that the model of the disk does not know."""


def record(command: list[str], folder: Path, trace: Path) -> list[Op]:
    """Runs a command of this Python and gives what it did below a folder, and what it said on its output."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is not installed (apt: strace)")
    done = subprocess.run(
        [strace, "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={_CALLS}", "-e", "signal=none", "-o", str(trace)]
        + [sys.executable, *command],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    with trace.open(encoding="ascii") as lines:
        return list(_Reader(str(folder)).read(lines))


class _Reader:
    """Follows descriptors, since a file keeps its identity whatever happens to its name."""

    def __init__(self, folder: str) -> None:
        self._below = f"{folder}/"
        self._open: dict[int, list] = {}  # descriptor: [file, offset, path]
        self._file: dict[str, int] = {}  # name now: file
        self._files = 0

    def read(self, lines: Iterator[str]) -> Iterator[Op]:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                if "+++" in line or "---" in line or " = ?" in line:
                    continue
                raise Unknown(line[:200])
            call, rest, result = found[1], found[2], int(found[3])
            if result >= 0:
                yield from getattr(self, f"_{_SAME.get(call, call)}", self._other)(call, rest, result)

    def _openat(self, _call: str, rest: str, result: int) -> Iterator[Op]:
        self._open.pop(result, None)
        path = self._path(rest, 0)
        if path is None:
            return
        if path not in self._file and "O_CREAT" in rest:
            self._files += 1
            self._file[path] = self._files
            yield Op("make", path, self._files)
        elif "O_TRUNC" in rest:
            yield Op("truncate", path, self._file[path])
        if "O_APPEND" in rest:
            raise Unknown(f"appending to {path}")
        self._open[result] = [self._file.get(path, 0), 0, path]

    def _close(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        self._open.pop(_fd(rest), None)
        yield from ()

    def _lseek(self, _call: str, rest: str, result: int) -> Iterator[Op]:
        if _fd(rest) in self._open:
            self._open[_fd(rest)][1] = result
        yield from ()

    def _write(self, _call: str, rest: str, result: int) -> Iterator[Op]:
        fd, data = _fd(rest), _bytes(rest)[:result]
        if fd == 1:
            yield from (Op("said", one) for one in data.decode().splitlines())
        elif fd in self._open:
            file, at, path = self._open[fd]
            self._open[fd][1] = at + len(data)
            yield Op("write", path, file, at, data)

    def _pwrite64(self, _call: str, rest: str, result: int) -> Iterator[Op]:
        if _fd(rest) in self._open:
            file, _, path = self._open[_fd(rest)]
            yield Op("write", path, file, int(rest.rpartition(", ")[2]), _bytes(rest)[:result])

    def _ftruncate(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        if _fd(rest) in self._open:
            file, _, path = self._open[_fd(rest)]
            yield Op("truncate", path, file, int(rest.rpartition(", ")[2]))

    def _fsync(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        if _fd(rest) in self._open:
            file, _, path = self._open[_fd(rest)]
            yield Op("sync", path, file)

    def _mkdir(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        path = self._path(rest, 0)
        if path is not None:
            yield Op("folder", path)

    def _rename(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        path, to = self._path(rest, 0), self._path(rest, 1)
        if path is None or to is None:
            return
        for name in [name for name in self._file if name == path or name.startswith(f"{path}/")]:
            self._file[to + name[len(path) :]] = self._file.pop(name)
        yield Op("rename", path, to=to)

    def _link(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        path, to = self._path(rest, 0), self._path(rest, 1)
        if path is not None and to is not None:
            self._file[to] = self._file[path]
            yield Op("link", path, self._file[path], to=to)

    def _unlink(self, _call: str, rest: str, _result: int) -> Iterator[Op]:
        path = self._path(rest, 0)
        if path is not None:
            self._file.pop(path, None)
            yield Op("remove", path)

    def _other(self, call: str, rest: str, _result: int) -> Iterator[Op]:
        if _fd(rest) in self._open or self._path(rest, 0) is not None:
            raise Unknown(f"{call} {self._open.get(_fd(rest)) or self._path(rest, 0)}")
        yield from ()

    def _path(self, rest: str, which: int) -> str | None:
        """The name in a call's arguments, below the folder; None for one elsewhere."""
        names = _QUOTED.findall(rest)
        if which >= len(names):
            return None
        path = _text(names[which])
        if not path.startswith("/"):
            at = _AT.match(rest)
            path = f"{_text(at[1])}/{path}" if at else path
        if not path.startswith(self._below) or path.endswith(_VOLATILE):
            return "" if path == self._below[:-1] else None
        return path[len(self._below) :]


_SAME = {
    "open": "openat",
    "creat": "openat",
    "fdatasync": "fsync",
    "mkdirat": "mkdir",
    "renameat": "rename",
    "renameat2": "rename",
    "unlinkat": "unlink",
    "rmdir": "unlink",
    "linkat": "link",
}


def _fd(rest: str) -> int:
    found = _FD.match(rest)
    return int(found[1]) if found else -1


def _bytes(rest: str) -> bytes:
    return bytes.fromhex(_QUOTED.search(rest)[1].replace("\\x", ""))


def _text(name: str) -> str:
    return bytes.fromhex(name.replace("\\x", "")).decode()
