"""Months as the days with which they begin."""

from datetime import date

KEPT = 13


def before(month: date, number: int = 1) -> date:
    """Return the first day of the month so many months before."""
    count = month.year * 12 + month.month - 1 - number
    return date(count // 12, count % 12 + 1, 1)


def after(month: date) -> date:
    return before(month, -1)


def first_kept_day(today: date) -> date:
    """Return the day from which days are told apart; months alone before it."""
    return before(today, KEPT)
