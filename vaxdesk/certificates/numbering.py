"""Dose numbers as certificates write them (EU rules since 2022, encoding instructions of 2023-05-05).

A primary course counts up to its doses (1/2, 2/2). What comes after a course of several doses is n of n (3/3, 4/4),
what comes after a course of one dose is n of 1 (2/1, 3/1), so that no booster looks like the end of a course of two.
"""

from __future__ import annotations


def numbered(no: int, *, course: int) -> tuple[int, int]:
    """`dn` and `sd` of a dose.

    Args:
        no: which dose of the person it is, from 1, counting those of the course.
        course: doses of the primary course that was begun with.
    Raises:
        ValueError: below 1.
    """
    if no < 1 or course < 1:
        raise ValueError((no, course))
    if no <= course:
        return no, course
    return (no, 1) if course == 1 else (no, no)


def is_booster(number: int, series: int, *, course: int) -> bool:
    """Whether `number` of `series` lies beyond the primary course.

    Args:
        course: doses of the product's primary course, 0 where not known: then two.
    """
    if number > series:
        return True
    return number == series and number > max(course, 2)
