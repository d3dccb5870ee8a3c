"""A form that a run found: its fields, the agency and circular that it belongs to, and whether a person is needed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rules.types import Decided, DecidedForm, FormDefinition
from storage import directory, search
from storage.belonging import find_circular
from storage.tables import Agency, Field, Form, Page, Receipt

MISSING = Decided(value="", read="", confidence=0.0, accepted=False)
TITLE = "title"


def write_form(session: Session, page: Page, receipt: Receipt, decided: DecidedForm, now: datetime, every_form_seen: bool) -> Form:
    """The form with all its fields; done at once where nothing is left to look at, and then in the directory."""
    agency = _agency(session, decided.agency_id)
    circular_id = find_circular(session, receipt, decided.definition.id, agency.id if agency else None)
    form = Form(
        page_id=page.id,
        receipt_id=receipt.id,
        definition=decided.definition.id,
        state="waiting",
        agency_id=agency.id if agency else None,
        circular_id=circular_id,
        made_at=now,
        fields=_fields(decided),
    )
    form.all_fields, form.sure_fields = len(form.fields), sum(field.sure for field in form.fields)
    session.add(form)
    if not every_form_seen and _complete(form, decided.definition):
        form.state, form.done_at = "done", now
    directory.enter(session, form, now)
    search.describe(session, form)
    return form


def _complete(form: Form, definition: FormDefinition) -> bool:
    """No field waits, and where the form asks for an agency, it is a known one."""
    names_agency = any(field.kind == "agency" for field in definition.fields)
    return all(field.state != "waiting" for field in form.fields) and (form.agency_id is not None or not names_agency)


def _fields(decided: DecidedForm) -> list[Field]:
    kinds = _kinds(decided.definition)
    return [_field(n, name, kinds[name], decided.fields.get(name, MISSING)) for n, name in enumerate(decided.definition.value_names(), 1)]


def _field(ordinal: int, name: str, kind: str, decided: Decided) -> Field:
    return Field(
        ordinal=ordinal,
        name=name,
        kind=kind,
        state=_state(decided),
        value=decided.value,
        read=decided.read,
        machine_value=decided.value,
        confidence=decided.confidence,
        hand=decided.hand,
        box=[float(side) for side in decided.box] if decided.box else None,
        others=list(decided.others),
        candidates=list(decided.candidates),
        proofs=list(decided.proofs),
        sure=decided.accepted,
    )


def _state(decided: Decided) -> str:
    if not decided.accepted:
        return "waiting"
    return "blank" if decided.blank else "accepted"


def _kinds(definition: FormDefinition) -> dict[str, str]:
    kinds = {field.name: field.kind for field in definition.fields}
    return kinds | {title: TITLE for field in definition.fields for title in definition.title_name(field)}


def _agency(session: Session, code: str | None) -> Agency | None:
    return session.scalar(select(Agency).where(Agency.code == code)) if code else None
