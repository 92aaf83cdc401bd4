"""Write the numbers of a workbook as the text a careful person reads in the cell.

A workbook keeps dates, times, shares and codes with leading zeros as plain numbers beside a format for the screen
(ECMA-376, part 1, 18.8.30 and .31). Of the format only what changes the meaning is used: 0.35 shown as 35% is "35%",
43831 shown as a date is "2020-01-01"; thousands separators, currency signs and the number of decimals are not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

__all__ = ["DIGITS", "NumberText", "number_text", "text_of_format"]

NumberText = Callable[[float], str]
"""Turns the number of a cell into text; raises ValueError when there is no such date."""

DIGITS = 15  # as many as a spreadsheet shows and keeps: 0.1 + 0.2 is 0.3 on the screen
_LEAST, _MOST = 1e-12, 1e21  # between them a number is written without an exponent
_LAST_DAY = 2_958_466  # the day after 31 December 9999
_HOUR_S, _MINUTE_S = 3600, 60
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile(r"00+")


def number_text(number: float) -> str:
    """Return a number as text, without what a computer adds to it.

    Example:
        >>> number_text(2019.0), number_text(0.1 + 0.2), number_text(-0.0), number_text(1e-7), number_text(1e300)
        ('2019', '0.3', '0', '0.0000001', '1e+300')
    """
    text = format(number + 0.0, f".{DIGITS}g")
    if "e" in text and _LEAST < abs(number) < _MOST:
        return format(Decimal(text), "f")
    return "0" if text == "-0" else text


def text_of_format(code: str, *, is_mac: bool = False) -> NumberText | None:
    """Return what makes text of the numbers with a format, or None when they are plain numbers.

    Args:
        code: The format, as a workbook writes it.
        is_mac: Whether days are counted from 1904, as the workbook says.

    Example:
        >>> text_of_format("mm/dd/yy")(43831), text_of_format("0%")(0.35), text_of_format("00000")(501)
        ('2020-01-01', '35%', '00501')
        >>> text_of_format("#,##0.00") is None
        True
    """
    if is_timedelta_format(code):
        return _duration
    if is_date_format(code):
        epoch = MAC_EPOCH if is_mac else WINDOWS_EPOCH
        return lambda number: _moment(number, epoch)
    bare = _QUOTED.sub("", code.partition(";")[0])
    if "%" in bare:
        return lambda number: f"{number_text(number * 100)}%"
    if _ZEROS.fullmatch(bare):
        return lambda number: number_text(number).zfill(len(bare)) if number == int(number) else number_text(number)
    return None


def _moment(number: float, epoch: dt.datetime) -> str:
    """Return a date, a time, or both in ISO 8601."""
    if not 0 <= number < _LAST_DAY:
        raise ValueError(f"there is no such day as {number}")
    moment: dt.datetime | dt.time = from_excel(number, epoch)
    if isinstance(moment, dt.datetime):
        moment = moment.replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat()
    return moment.replace(microsecond=0).isoformat()


def _duration(number: float) -> str:
    if abs(number) >= _LAST_DAY:
        raise ValueError(f"there is no such time as {number} days")
    seconds = round(abs(number) * 24 * _HOUR_S)
    hours, rest = divmod(seconds, _HOUR_S)
    return f"{'-' if number < 0 else ''}{hours}:{rest // _MINUTE_S:02}:{rest % _MINUTE_S:02}"
