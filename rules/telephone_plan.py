"""The Thai numbering plan (`phonenumbers`): which digits are a number, and how people see it."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberType

from rules.text import digits

_REGION = "TH"


def is_mobile(value: str) -> bool:
    """The canonical number is one of a mobile telephone."""
    number = plan_number(value.partition(";")[0])
    return number is not None and phonenumbers.number_type(number) == PhoneNumberType.MOBILE


def national(value: str) -> str:
    """The digits that are dialled inside the country, without extension: `053569692`; `""` for what is not of the plan."""
    number = plan_number(digits(value.partition(";")[0]))
    return _dialled(number) if number else ""


def people_form(value: str) -> str:
    """As people see it: `0 5356 9692 ต่อ 362`, `08 1234 5678`; a value that is no number of the plan stays as it is."""
    main, _, extension = value.partition(";ext=")
    number = plan_number(main)
    if number is None:
        return value
    dialled = _dialled(number)
    if len(dialled) == 9:
        shown = f"{dialled[0]} {dialled[1:5]} {dialled[5:]}"
    elif dialled.startswith("0"):
        shown = f"{dialled[:2]} {dialled[2:6]} {dialled[6:]}"
    else:
        shown = f"{dialled[:4]} {dialled[4:7]} {dialled[7:]}"
    return f"{shown} ต่อ {extension}" if extension else shown


def _dialled(number: phonenumbers.PhoneNumber) -> str:
    significant = phonenumbers.national_significant_number(number)
    return significant if significant.startswith("1") else "0" + significant


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def plan_number(dialled: str) -> phonenumbers.PhoneNumber | None:
    """The number if the Thai plan knows it. Without its leading 0 or country code a number is not taken for one."""
    if not re.match(r"\+?66|0|1800", dialled):
        return None
    try:
        number = phonenumbers.parse(dialled, _REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if number.country_code == 66 and phonenumbers.is_valid_number(number) else None
