"""Forms of which nobody knows yet from which agency they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from storage.engine import reading
from storage.tables import Field, Form, Message, Page, Receipt

MOST = 100


@dataclass(frozen=True, slots=True)
class Unknown:
    """A form without an agency: what its agency field says (none: the form has no such field), and the receipt that it came in."""

    form: Form
    page: Page
    field: Field | None
    receipt: Receipt
    message: Message | None

    @property
    def came_at(self) -> datetime:
        """When the gateway or first mail server took it, else when we did."""
        return self.receipt.taken_at or self.receipt.kept_at


def unknown_forms(engine: Engine) -> tuple[int, Sequence[Unknown]]:
    """How many there are, and the oldest of them; paper that is not ours left out."""
    live = (Form.agency_id.is_(None), Form.state != "withdrawn", Receipt.not_ours.is_(None))
    rows = select(Form, Page, Field, Receipt, Message).join(Page, Page.id == Form.page_id).join(Receipt, Receipt.id == Form.receipt_id)
    rows = rows.outerjoin(Field, (Field.form_id == Form.id) & (Field.kind == "agency")).outerjoin(Message, Message.receipt_id == Receipt.id)
    count = select(func.count(Form.id)).join(Receipt, Receipt.id == Form.receipt_id).where(*live)
    with reading(engine) as session:
        found = session.execute(rows.where(*live).order_by(Form.receipt_id, Form.id).limit(MOST))
        return session.scalar(count) or 0, tuple(Unknown(*row) for row in found)
