"""What stops work is remembered from its first moment to its end, and said in Thai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from storage import troubles
from storage.engine import reading

NOON = datetime(2018, 3, 20, 5, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
BOX = "office@mail.example/INBOX"


def test_a_trouble_keeps_its_first_moment_until_it_is_over(database: Engine) -> None:
    troubles.begin(database, BOX, "unreachable", NOON)
    troubles.begin(database, BOX, "log-in-refused", LATER)
    (notice,) = troubles.now(database)
    assert (notice.source, notice.code, notice.since) == (BOX, "log-in-refused", NOON)
    assert BOX in notice.sentence and "๒๐ มี.ค. ๖๑ ๑๒.๐๐ น." in notice.sentence
    troubles.end(database, BOX, "unreachable", LATER)
    assert troubles.now(database) == ()
    troubles.end(database, BOX, "unreachable", LATER + timedelta(hours=1))
    with reading(database) as session:
        (past,) = troubles.of_day(session, date(2018, 3, 20))
        assert (past.since, past.until) == (NOON, LATER)
        assert troubles.of_day(session, date(2018, 3, 21)) == ()


def test_what_is_wrong_beside_being_out_of_reach_stands_for_itself(database: Engine) -> None:
    troubles.begin(database, BOX, "mail-withheld", NOON)
    troubles.begin(database, BOX, "unreachable", LATER)
    troubles.end(database, BOX, "unreachable", LATER)
    assert [notice.code for notice in troubles.now(database)] == ["mail-withheld"]


def test_what_lasts_belongs_to_every_day_since(database: Engine) -> None:
    troubles.begin(database, troubles.STORE, "store-not-writable", NOON)
    with reading(database) as session:
        assert troubles.of_day(session, date(2018, 3, 19)) == ()
        assert len(troubles.of_day(session, date(2018, 3, 22))) == 1
