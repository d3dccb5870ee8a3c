"""Logos, thumbnails, pictures of signatures: pictures that come with a mail and are no papers."""

from __future__ import annotations

from intake.magic import PICTURES, kind_of
from intake.mime import Attachment
from intake.picture import size_of

# Pixels. A form is legible from about 500 across; what a mail shows within its text must be larger to be more than a banner.
MEASURED = PICTURES - {"heic"}  # only telephones write those, of what was before them
_SHORT_SIDE, _LONG_SIDE = 64, 500
_SHOWN_SHORT_SIDE, _SHOWN_LONG_SIDE = 400, 700


def is_ornament(item: Attachment) -> bool:
    """Whether it is a picture too small to be a paper. What cannot be measured is taken for one."""
    size = size_of(item.content) if kind_of(item.content) in MEASURED else None
    if size is None:
        return False
    short, long = (_SHOWN_SHORT_SIDE, _SHOWN_LONG_SIDE) if item.inline else (_SHORT_SIDE, _LONG_SIDE)
    return min(size) < short or max(size) < long
