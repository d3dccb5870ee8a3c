"""The dozen faxes that the program shows itself with: what each is there to show. The circular was due on 23 March 2018."""

from __future__ import annotations

from dataclasses import dataclass

from training.fax import Resolution
from training.tiff import Coding


@dataclass(frozen=True, slots=True)
class Sample:
    """One fax. agencies: roster codes, one form each; before: pages ahead of the forms; by_hand: of each form."""

    name: str
    shape: str
    at: str
    agencies: tuple[str, ...] = ()
    by_hand: tuple[bool, ...] = (False,)
    before: tuple[str, ...] = ()
    layout: str = "dotted"
    resolution: Resolution = "fine"
    coding: Coding = "g4"
    file: str = "tif"
    upside_down: bool = False
    skew: float = 0.4
    again: str = ""
    broken: bool = False


SAMPLES = (
    Sample("01-typed", "hylafax", "2018-03-19 09:12:41", ("LPN-001",)),
    Sample("02-table-pdf", "freepbx", "2018-03-19 10:03:18", ("LPN-015",), layout="table", file="pdf"),
    Sample("03-by-hand-standard", "hylafax", "2018-03-19 13:47:05", ("LPN-082",), (True,), resolution="standard", coding="g3"),
    Sample("04-letter-before", "grandstream", "2018-03-20 08:55:30", ("LPN-010",), before=("letter",), coding="g3-2d"),
    Sample("05-two-forms", "hylafax", "2018-03-20 11:20:00", ("LPN-063", "LPN-066"), (False, True), layout="ellipsis"),
    Sample("06-upside-down", "freepbx", "2018-03-20 15:31:52", ("LPN-089",), file="pdf", upside_down=True),
    Sample("07-advertisement", "hylafax", "2018-03-21 02:14:09", before=("advertisement",), resolution="standard", coding="g3"),
    Sample("08-broken", "grandstream", "2018-03-21 09:40:11", ("LPN-017",), broken=True),
    Sample("09-delivered-again", "hylafax", "2018-03-21 10:05:47", again="01-typed"),
    Sample("10-by-mail", "person", "2018-03-22 14:22:36", ("LPN-106",), (True,), layout="ruled", file="jpg"),
    Sample("11-second-answer", "hylafax", "2018-03-23 11:48:20", ("LPN-015",), (True,), layout="underscored"),
    Sample("12-late-with-cover", "hylafax", "2018-03-26 08:31:14", ("LPN-102",), before=("cover",), layout="retyped", skew=-1.6),
)
