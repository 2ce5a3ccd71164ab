"""Turns references `LOG.seq` into the local surrogate numbers of one database, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vaxdesk.journal import ref

SEQ_BITS = 32
_SURE = 10  # digits of a sequence number that may be too large


class LogNames:
    """Cache of log name <-> small local number.

    Args:
        number_of: gives the local number of a log name, making one for a name never seen.
        find: gives the local number of a log name, None for a name never seen.
        name_of: gives the log name of a local number.
    """

    def __init__(
        self,
        *,
        number_of: Callable[[str], int],
        find: Callable[[str], int | None],
        name_of: Callable[[int], str],
    ) -> None:
        self._number_of = number_of
        self._find = find
        self._name_of = name_of
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def learn(self, numbers: Iterable[tuple[str, int]]) -> None:
        """Takes in local numbers that were looked up together, so that they are not asked for one by one."""
        for log, number in numbers:
            self._numbers[log], self._names[number] = number, log

    def number(self, log: str) -> int:
        """Local number of a log."""
        found = self._numbers.get(log)
        if found is None:
            found = self._number_of(log)
            self._numbers[log], self._names[found] = found, log
        return found

    def name(self, number: int) -> str:
        """Log name of a local number."""
        found = self._names.get(number)
        if found is None:
            found = self._name_of(number)
            self._numbers[found], self._names[number] = number, found
        return found

    def id(self, reference: str) -> int:
        """Surrogate of a reference; 0 for the empty text.

        Raises:
            BadRef: not a reference.
        """
        if not reference:
            return 0
        log, _, seq = reference.partition(".")
        number = self._numbers.get(log)
        if number and len(seq) < _SURE and seq.isascii() and seq.isdecimal() and seq[0] != "0":
            return number << SEQ_BITS | int(seq)  # most references are to logs that are known already
        log, seq = ref.split(reference)
        if seq >> SEQ_BITS:
            raise ref.BadRef(reference)
        return self.number(log) << SEQ_BITS | seq

    def known(self, reference: str) -> int:
        """Surrogate of a reference, 0 when its log was never seen here or it is none; writes nothing."""
        try:
            log, seq = ref.split(reference)
        except ref.BadRef:
            return 0
        number = 0 if seq >> SEQ_BITS else self._numbers.get(log) or self._find(log)
        return number << SEQ_BITS | seq if number else 0

    def ref(self, id_: int) -> str:
        """Reference of a surrogate; empty text for 0."""
        return ref.join(self.name(id_ >> SEQ_BITS), id_ & (1 << SEQ_BITS) - 1) if id_ else ""

    def forget(self) -> None:
        """Drops the cache: after a rollback, numbers given in the transaction are void."""
        self._numbers.clear()
        self._names.clear()
