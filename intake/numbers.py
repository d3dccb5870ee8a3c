"""Telephone numbers as gateways print them, to E.164."""

from __future__ import annotations

import phonenumbers

REGION = "TH"


def e164(printed: str | None) -> str | None:
    """`053569692`, `0-5356-9692`, `+66 53 569692`, `6653569692` → `+6653569692`; None for what is no telephone number."""
    if not printed or not any(letter.isdigit() for letter in printed):
        return None
    for candidate in _readings(printed.strip()):
        try:
            number = phonenumbers.parse(candidate, REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _readings(printed: str) -> list[str]:
    """Gateways drop the plus of an international number; nought is no digit that a Thai country code begins with."""
    digits = "".join(letter for letter in printed if letter.isdigit())
    return ["+" + digits] if digits.startswith("66") and len(digits) >= 10 else [printed]
