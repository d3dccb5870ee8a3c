"""The one list of everything here that holds personal data, in the database and in the store, and how long it is kept.

A column that is in neither list makes a test fail: whoever adds one decides here. Erasing works through this list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Retention:
    """years: how long it is kept, from the moment that `since` names; None: as long as the program is in use."""

    years: int | None
    since: str


RETENTIONS: Mapping[str, Retention] = MappingProxyType(
    {
        # Regulation of the Office of the Prime Minister on Correspondence, clause 57: ten years, if nothing else is set
        "paper": Retention(10, "the receipt was kept"),
        "register": Retention(None, "the entry was made"),
        "directory": Retention(1, "the row ended"),
        "contact": Retention(1, "the agency went out of use"),
        "mail-out": Retention(1, "the mail was sent"),
        "access": Retention(2, "the look"),
        "staff": Retention(None, "the person's account was made"),
    }
)

# table → columns with personal data → retention class
PERSONAL: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "receipts": {"file_name": "paper", "source": "paper", "settled_by": "staff"},
        "sightings": {"source": "paper"},
        "messages": dict.fromkeys(("message_id", "subject", "from_address", "sender_number", "sender_station"), "paper"),
        "documents": {"name": "paper"},
        "problems": {"document": "paper"},
        "covering_letters": {"sender": "paper", "subject": "paper"},
        "fields": dict.fromkeys(("value", "read", "machine_value", "others", "candidates"), "paper"),
        "forms": {"done_by": "staff", "sought": "paper"},
        "corrections": {"user_id": "staff"},
        "correction_values": {"old": "paper", "new": "paper"},
        "coordinator_values": {"value": "directory"},
        "coordinators": {"line_group_by": "staff"},
        "agency_contacts": {"value": "contact"},
        "circulars": {"call": "staff"},
        "due_changes": {"reason": "register", "user_id": "staff"},
        "addressee_marks": {"reason": "register", "user_id": "staff"},
        "contact_lines": {"spoke_with": "contact", "note": "contact", "user_id": "staff"},
        "office_days": {"user_id": "staff"},
        "second_papers": {"decided_by": "staff"},
        "register_entries": {
            **dict.fromkeys(("from_whom", "to_whom", "subject", "handling", "note", "cancelled_why"), "register"),
            **dict.fromkeys(("registered_by", "cancelled_by"), "staff"),
        },
        "users": {"login": "staff", "name": "staff", "password_hash": "staff"},
        "access_log": {"user_id": "access", "subject_id": "access"},
        "events": {"user_id": "staff"},
        "outbox": {"recipients": "mail-out", "last_error": "mail-out"},
        "leases": {"user_id": "staff"},
        "told_values": {"value": "paper", "others": "paper", "said_by": "paper", "user_id": "staff"},
        "asked_again": {"user_id": "staff"},
        "undos": {"before": "paper", "user_id": "staff"},
        "blind_keys": {"value": "paper", "others": "paper", "against": "paper", "user_id": "staff", "settled_by": "staff"},
        "switches": {"user_id": "staff"},
    }
)

# table → columns without personal data: ids, codes, states, times, hashes, and what describes an agency or a picture
WITHOUT: Mapping[str, str] = MappingProxyType(
    {
        "receipts": "id year number raw_sha256 size channel taken_at kept_at same_paper_as mark not_ours settled_at",
        "sightings": "id receipt_id first mailbox uid_validity uid seen_at",
        "runs": "id receipt_id ordinal reader opened_at closed_at error_code error_reason",
        "messages": "receipt_id documents_sha256 gateway pages_claimed automatic",
        "attachments": "receipt_id ordinal sha256",
        "documents": "id receipt_id ordinal media_type sha256 size state reason_code reason",
        "problems": "id run_id code reason",
        "pages": "id document_id run_id number image_sha256 reading_sha256 width height dpi scale_x scale_y turn kind state"
        " reason_code reason",
        "covering_letters": "page_id number dated circular",
        "forms": "id page_id receipt_id definition state agency_id circular_id version made_at done_at all_fields sure_fields"
        " restricted_at",
        "fields": "id form_id ordinal name kind state confidence hand box proofs sure incomplete",
        "corrections": "id field_id at action form_version",
        "correction_values": "correction_id",
        "coordinators": "id agency_id circular_id form_id since until line_group_at restricted_at",
        "coordinator_values": "coordinator_id name field_id",
        "agencies": "id code name kind district ordinal active merged_into",
        "agency_aliases": "id agency_id name",
        "agency_contacts": "id agency_id kind learned_from",
        "circulars": "id code number dated subject due_on form send_to urgency made_at closed_at",
        "due_changes": "id circular_id old new at",
        "addressees": "id circular_id agency_id asked through_id group ordinal",
        "addressee_marks": "id addressee_id kind answered_at at",
        "contact_lines": "id circular_id agency_id at promised_for next_call",
        "office_days": "day working note at",
        "second_papers": "form_id earlier_id proposed decided decided_at",
        "quoted_numbers": "receipt_id number",
        "register_entries": "id year number central_number receipt_id registered_at letter_number letter_dated cancelled_at",
        "counters": "series year n",
        "mailbox_positions": "mailbox uid_validity last_uid since seen_at passed_over",
        "withheld_mails": "mailbox uid_validity uid since",
        "troubles": "id source code since until",
        "worker_slots": "slot seen_at",
        "users": "id duty session_epoch active made_at",
        "access_log": "id at kind",
        "events": "id at kind receipt_id details",
        "outbox": "id kind key message_id content_sha256 state number attempts next_at doubts made_at sent_at",
        "leases": "receipt_id until",
        "told_values": "field_id said_at",
        "asked_again": "id receipt_id page_id form_id agency_id why at settled_at",
        "undos": "id kind subject_id version at",
        "blind_keys": "id field_id at sampled empty agrees truth settled_at",
        "switches": "name value at",
    }
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kind of file in the store. column: `table.column` with its hash; retention: its class."""

    column: str
    retention: str


FILES: Mapping[str, StoredFile] = MappingProxyType(
    {
        "original": StoredFile("receipts.raw_sha256", "paper"),
        "receipt.json": StoredFile("receipts.raw_sha256", "paper"),  # beside the original: number, source, times
        "document": StoredFile("documents.sha256", "paper"),
        "page image": StoredFile("pages.image_sha256", "paper"),
        "reading": StoredFile("pages.reading_sha256", "paper"),
        "mail sent": StoredFile("outbox.content_sha256", "mail-out"),
    }
)
# Hashes that only compare, and name no file of their own
COMPARED = frozenset({"messages.documents_sha256", "attachments.sha256"})


def personal_columns() -> Iterator[tuple[str, str]]:
    """Every (`table.column`, retention class)."""
    for table, columns in PERSONAL.items():
        for column, retention in columns.items():
            yield f"{table}.{column}", retention


def other_columns() -> Iterator[str]:
    """Every `table.column` without personal data."""
    for table, columns in WITHOUT.items():
        yield from (f"{table}.{column}" for column in columns.split())
