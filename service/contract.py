"""A file's result in the words of the contract (DESIGN.md, *Contracts*): one JSON object a file."""

from __future__ import annotations

from typing import Any

from intake.types import Document, Problem, Sender
from rules.completeness import NOTES
from rules.types import Decided, DecidedForm
from storage.types import FileResult, PageResult

Json = dict[str, Any]


def as_json(file: str, result: FileResult, seconds: float) -> Json:
    """The contract's object for one file. `seconds`: wall-clock time that it took."""
    unpacked = result.unpacked
    return {
        "file": file,
        "error": unpacked.error.reason if unpacked.error else None,
        "code": unpacked.error.code if unpacked.error else None,
        "seconds": round(seconds, 2),
        "sender": _sender(unpacked.sender),
        "documents": [_document(document) for document in unpacked.documents if not document.is_body],
        "forms": [_form(page.page.number, page.form) for page in result.pages if page.form],
        "other_pages": [_other(page) for page in result.pages if page.other] + [_problem(p) for p in problems(result)],
    }


def problems(result: FileResult) -> list[Problem]:
    """Every document that gave no page, and what else was wrong with the message, each once."""
    of_documents = [document.problem for document in result.unpacked.documents if document.problem]
    return list(dict.fromkeys([*of_documents, *result.unpacked.problems]))


def _sender(sender: Sender) -> Json:
    return {"number": sender.number, "station": sender.station, "address": sender.address, "gateway": sender.gateway}


def _document(document: Document) -> Json:
    return {"name": document.name, "sha256": document.sha256, "bytes": document.size, "pages": len(document.pages)}


def _form(page: int, form: DecidedForm) -> Json:
    fields = {name: _field(decided) for name, decided in form.fields.items()}
    return {"page": page, "form": form.definition.id, "agency_id": form.agency_id, "fields": fields}


def _field(decided: Decided) -> Json:
    return {
        "value": decided.value,
        "read": decided.read,
        "confidence": round(decided.confidence, 4),
        "accepted": decided.accepted,
        "hand": decided.hand,
        "box": [round(edge) for edge in decided.box] if decided.box else None,
        "others": list(decided.others),
        "proofs": list(decided.proofs),
    }


def _other(page: PageResult) -> Json:
    assert page.other is not None
    return {"page": page.page.number, "kind": page.other.kind, "code": page.other.code, "reason": page.other.reason}


def _problem(problem: Problem) -> Json:
    kind = "note" if problem.code in NOTES else "document"
    return {"page": None, "document": problem.document, "kind": kind, "code": problem.code, "reason": problem.reason}
