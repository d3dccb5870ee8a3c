"""Two papers of one agency beside each other, the old and the new, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.form_model import Strip
from review.form_view import label, strip_of
from review.routes import Route, page, post
from review.values import shown
from review.visit import STAFF, Visit
from storage import directory
from storage.access import looked
from storage.columns import papers, second_paper
from storage.engine import writing
from storage.second_papers import RELATIONS
from storage.tables import Field, Form, SecondPaper
from storage.take_back import RELATION, remember

DECIDED = "บันทึกแล้ว ทำเนียบปรับตามนี้"


@dataclass(frozen=True, slots=True)
class Side:
    """A field on one of the papers."""

    field_id: int
    text: str
    state: str
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A field on both papers. differs: they say otherwise."""

    label: str
    old: Side | None
    new: Side | None

    @property
    def differs(self) -> bool:
        return (self.old.text if self.old else "") != (self.new.text if self.new else "")


def show(visit: Visit) -> Response:
    """This form (`?with=` another of the same agency, else the one before it) and that, field by field."""
    form_id, asked = visit.number("form_id"), visit.query("with")
    known = papers(visit.office.engine, form_id)
    at = next((n for n, (form, _) in enumerate(known) if form.id == form_id), None)
    if at is None:
        raise HTTPException(404)
    other = next((n for n, (form, _) in enumerate(known) if str(form.id) == asked and n != at), at - 1 if at else min(1, len(known) - 1))
    old, new = known[min(at, other)], known[max(at, other)]
    for form, _ in (old, new):
        looked(visit.office.engine, visit.user.id, "papers", form.id)
    second = second_paper(visit.office.engine, new[0].id)
    relations = RELATIONS if second is not None and old[0].id != new[0].id else ()
    lines = _compared(visit, old[0], new[0])
    return visit.page("side_by_side.html", known=known, old=old, new=new, lines=lines, second=second, relations=relations)


def decide(visit: Visit) -> Response:
    """Say what the newer paper is to the older one; the directory follows."""
    form_id, relation, now = visit.number("form_id"), visit.text("relation"), datetime.now(UTC)
    try:
        with writing(visit.office.engine) as session:
            row = session.get(SecondPaper, form_id)
            before = {"decided": row.decided, "decided_by": row.decided_by} if row else {}
            directory.decide(session, form_id, relation, visit.user.id, now)
            remember(session, RELATION, form_id, visit.user.id, now, before)
    except (LookupError, ValueError) as error:
        raise HTTPException(404) from error
    return visit.go(f"/forms/{form_id}/papers", DECIDED, f"/undo/relation/{form_id}")


def _compared(visit: Visit, old: Form, new: Form) -> list[Compared]:
    definition = next((known for known in visit.office.settings.forms if known.id == new.definition), None)
    before, after = ({field.name: _side(field, form) for field in form.fields} for form in (old, new))
    return [Compared(label(definition, name), before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after])]


def _side(field: Field, form: Form) -> Side:
    return Side(field.id, shown(field.value, field.kind, field.others), field.state, strip_of(field, form.page))


ROUTES: tuple[Route, ...] = (
    page("/forms/{form_id:int}/papers", show, *STAFF),
    post("/forms/{form_id:int}/papers", decide, *STAFF),
)
