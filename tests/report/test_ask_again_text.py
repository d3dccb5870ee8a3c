"""The draft of asking for another paper."""

from __future__ import annotations

from datetime import date

import pytest

from report.ask_again_text import FOUND, ask_again_text
from storage.ask_again import WHYS, Asking
from tests.support.office import MORNING


@pytest.mark.parametrize("why", WHYS)
def test_it_says_what_came_what_is_wrong_and_where_the_new_one_goes(why: str) -> None:
    asking = Asking(1, 1, 2561, 12, "สำนักงานสมมุติ", why, "เจ้าหน้าที่", MORNING, ("+6653001234",))
    text = ask_again_text(asking, "สำนักงานตัวอย่าง", "โทรสาร 0 5300 0000", "งานสมมุติ", date(2018, 3, 23))
    assert text.startswith("เรียน สำนักงานสมมุติ\n") and text.endswith("สำนักงานตัวอย่าง\nงานสมมุติ")
    assert "ลำดับรับเข้าที่ ๑๒/๒๕๖๑" in text and FOUND[why] in text and "ภายในวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑" in text
    assert "๐\u00a0๕๓๐๐\u00a0๐๐๐๐" in text and "๑๒๓๔" not in text, "where to send, and no number of the agency"


def test_where_nothing_is_known_it_still_reads_well() -> None:
    text = ask_again_text(Asking(1, 1, 2561, 12, None, "cut-off", "", MORNING, ()), "")
    assert text.startswith("เรียน หัวหน้าหน่วยงาน") and "โดยด่วน" in text and "None" not in text
