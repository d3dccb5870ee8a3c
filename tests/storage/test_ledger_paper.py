"""Paper without the wanted form, by the number that it came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.engine import writing
from storage.ledger import ledger
from storage.tables import Circular, Receipt
from tests.support.office import MORNING, Office

NUMBER = "+6653000001"


class Fixture:
    """An agency with a fax number of its own, and a receipt that came from it."""

    def __init__(self, office: Office, pages_claimed: int | None = None) -> None:
        self.office = office
        self.circular: Circular = office.circular(office.agency("ก", "provincial", "", ("fax", NUMBER)))
        self.receipt: Receipt = office.receipt()
        office.message(self.receipt, NUMBER, pages_claimed)

    def state(self) -> str:
        (line,) = ledger(self.office.session, self.circular.id).lines
        return line.state


def test_another_form_is_a_wrong_form_and_missing_pages_are_incomplete(database: Engine) -> None:
    with writing(database) as session:
        case = Fixture(Office(session), pages_claimed=1)
        run = case.office.run(case.receipt)
        case.office.page(case.receipt, run, "form", "aside", "other-form")
        assert case.state() == "wrong-form"
        assert case.receipt.message
        case.receipt.message.pages_claimed = 2
        session.flush()
        assert case.state() == "incomplete"


def test_only_the_last_run_counts(database: Engine) -> None:
    with writing(database) as session:
        case = Fixture(Office(session))
        case.office.page(case.receipt, case.office.run(case.receipt), "form", "aside", "other-form")
        case.office.page(case.receipt, case.office.run(case.receipt, ordinal=2), "letter", "aside", "no-form")
        assert case.state() == "unanswered"


def test_paper_that_a_person_must_look_at_is_received_until_it_is_settled(database: Engine) -> None:
    with writing(database) as session:
        case = Fixture(Office(session))
        case.office.run(case.receipt)
        case.office.document(case.receipt, "unreadable")
        assert case.state() == "received"
        case.receipt.settled_at = MORNING
        session.flush()
        assert case.state() == "unanswered"


def test_a_form_goes_before_any_other_paper(database: Engine) -> None:
    with writing(database) as session:
        case = Fixture(Office(session))
        case.office.page(case.receipt, None, "form", "aside", "other-form")
        case.office.form(case.circular, case.circular.addressees[0].agency)
        assert case.state() == "checked"


@pytest.mark.parametrize("why", ["shared number", "not ours", "before the circular", "after it was closed"])
def test_what_says_nothing_of_the_agency(database: Engine, why: str) -> None:
    with writing(database) as session:
        case = Fixture(Office(session))
        case.office.page(case.receipt, None, "form", "waiting", "no-form")
        assert case.state() == "wrong-form"
        if why == "shared number":
            case.office.agency("ข", "provincial", "", ("phone", NUMBER))
        elif why == "not ours":
            case.receipt.not_ours = "newsletter"
        elif why == "before the circular":
            case.receipt.taken_at = MORNING - timedelta(days=30)
        else:
            case.circular.closed_at = MORNING
        session.flush()
        assert case.state() == "unanswered"
