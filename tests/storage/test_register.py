"""The receive register: what gets a number, without gaps, and how a mistake is undone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from storage import register
from storage.belonging import note_quoted
from storage.engine import open_engine, writing
from storage.tables import CoveringLetter, RegisterEntry
from tests.support.office import MORNING, Office
from tests.support.together import in_processes

NEW_YEAR = datetime(2018, 12, 31, 17, tzinfo=UTC)  # midnight in Thailand


def test_returns_and_letters_get_a_number_other_mail_does_not(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("สำนักงานสมมุติ")
        circular = office.circular(agency)
        form = office.form(circular, agency)
        letter, table, bounce, unread = (office.receipt() for _ in range(4))
        office.page(letter, kind="letter", state="waiting")
        office.page(table, kind="table", state="waiting")
        bounce.not_ours = "bounce"
        office.run(unread, closed=False)
        again = office.form(circular, agency, receipt=office.receipt(same_paper_as=form.receipt_id))
        note_quoted(session, form.receipt_id, {"ทส 0033/56"})
        assert register.register_new(session, MORNING, "สำนักงานจังหวัด") == 2
        assert register.register_new(session, MORNING) == 0
        first, second = register.entries(session, 2561)
        assert (first.number, second.number, second.receipt_id) == (1, 2, letter.id)
        assert (first.from_whom, first.subject, first.letter_number, first.to_whom) == (
            "สำนักงานสมมุติ",
            f"ส่งแบบตอบ เรื่อง {circular.subject}",
            "ทส 0033/56",
            "สำนักงานจังหวัด",
        )
        assert register.live_entry(session, again.receipt_id) is None


def test_a_letters_line_says_what_the_letter_says_of_itself(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        receipt = office.receipt()
        run = office.run(receipt)
        cover, letter = (office.page(receipt, run, kind=kind, state="waiting") for kind in ("cover", "letter"))
        about = {"number": "", "dated": None, "circular": ""}
        session.add(CoveringLetter(page_id=cover.id, sender="ใบปะหน้า", subject="ใบปะหน้า", **about))
        about = {"number": "ทส 0033/56", "dated": date(2018, 3, 15), "circular": "ลพ 0017.2/ว9"}
        session.add(CoveringLetter(page_id=letter.id, sender="สำนักงานสมมุติ", subject="ส่งรายชื่อ", **about))
        register.register_new(session, MORNING)
        (line,) = register.entries(session, 2561)
        assert (line.letter_number, line.letter_dated, line.from_whom, line.subject) == (
            "ทส 0033/56",
            date(2018, 3, 15),
            "สำนักงานสมมุติ",
            "ส่งรายชื่อ",
        )


def test_it_begins_where_the_paper_book_ended_and_anew_each_year(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        register.begin(session, 126, 2561)
        for moment in (MORNING, NEW_YEAR):
            office.page(office.receipt(moment), kind="letter")
            register.register_new(session, moment)
        register.begin(session, 500, 2561)
        office.page(office.receipt(), kind="letter")
        register.register_new(session, MORNING)
        assert [(row.year, row.number) for row in session.scalars(select(RegisterEntry).order_by(RegisterEntry.id))] == [
            (2561, 126),
            (2562, 1),
            (2561, 127),
        ]
        assert register.gaps(session, 2561) == [] and list(register.years(session)) == [2562, 2561]


def test_a_mistaken_line_is_cancelled_in_place_and_its_number_stays_used(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        user, receipt = office.user(), office.receipt()
        entry = register.register_by_hand(session, receipt.id, True, user.id, MORNING)
        with pytest.raises(register.RegisterRefused):
            register.register_by_hand(session, receipt.id, True, user.id, MORNING)
        with pytest.raises(register.RegisterRefused):
            register.cancel(session, entry.id, " ", user.id, MORNING)
        register.cancel(session, entry.id, "ลงผิดเรื่อง", user.id, MORNING)
        with pytest.raises(register.RegisterRefused):
            register.edit(session, entry.id, {"subject": "ใหม่"}, user.id, MORNING)
        new = register.register_by_hand(session, receipt.id, True, user.id, MORNING)
        session.expire_all()
        assert (entry.number, new.number, entry.cancelled_why, register.gaps(session, 2561)) == (1, 2, "ลงผิดเรื่อง", [])
        register.edit(session, new.id, {"subject": "ใหม่", "number": 9}, user.id, MORNING)
        assert (new.subject, new.number) == ("ใหม่", 2)


def test_without_an_own_register_the_central_number_is_typed_in(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        user, receipt = office.user(), office.receipt()
        entry = register.type_central(session, receipt.id, " 4521 ", user.id, MORNING)
        assert register.type_central(session, receipt.id, "4522", user.id, MORNING) is entry
        assert (entry.number, entry.central_number) == (None, "4522")


def test_two_at_once_leave_no_gap_and_number_nothing_twice(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as session:
        office = Office(session)
        ids = [office.receipt().id for _ in range(6)]
        user = office.user().id
    engine.dispose()

    def work(n: int) -> None:
        own = open_engine(database_url)
        for receipt in ids[n::3]:
            with writing(own) as session:
                register.register_by_hand(session, receipt, True, user, MORNING)

    in_processes(work, 3)
    engine = open_engine(database_url)
    with writing(engine) as session:
        assert [row.number for row in register.entries(session, 2561)] == [1, 2, 3, 4, 5, 6]
    engine.dispose()
