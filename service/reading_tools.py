"""What the reading child calls for each file, with what it needs kept from one file to the next."""

from __future__ import annotations

from functools import lru_cache

from rules.decide import Knowledge
from rules.decoding.known import Known
from rules.forms import builtin_forms
from rules.lists import load_lists
from rules.roster import Agency, Roster
from rules.senders import learned
from service.one_fax import Tools, read_file
from service.reader_child import Request
from storage.types import FileResult


def read_request(request: Request) -> FileResult:
    """Reads one file with the built-in forms, the lists, and the agencies of the request."""
    known = _known(request.agencies)
    knowledge = Knowledge(known.roster, known.lists, *learned(request.senders), known=known)
    tools = Tools(builtin_forms(), knowledge, error_allowed=request.error_allowed)
    return read_file(request.content, request.name, request.work, tools)


@lru_cache(maxsize=1)
def _known(agencies: tuple[Agency, ...]) -> Known:
    return Known(Roster(agencies) if agencies else None, load_lists())
