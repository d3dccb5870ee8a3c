"""Keeping what comes in: bytes to the store, then one transaction for receipt and first run, then the small file beside them.

The small file holds the number, which exists only once the transaction has it, and nothing slow may happen inside that.
So the order is: 1. the original is on the disk; 2. the transaction; 3. the small file; and only when `keep` has returned may
the mail on the server be touched. Killed after 1: an original without receipt, the mail is found again. Killed after 2:
the mail is found again by its UID or bytes and step 3 made up for, or `mend` does it at the next start. Not writable at 1:
nothing is numbered. `storage.rebuild` makes receipts from the small files, should the database be lost or set back.
Each step is taken for many arrivals at once, where many are at hand: a disk takes many waits for it as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from storage import identity, small_file
from storage.arrival import Arrival
from storage.engine import one_at_a_time, reading, writing
from storage.new_receipts import SERIES, New, close_erased, free, make, make_all, sighting
from storage.runs import last_run
from storage.store import Store
from storage.tables import Receipt, Sighting
from storage.thai_text import bangkok_date

__all__ = ["SERIES", "Arrival", "Kept", "keep", "keep_all", "mend"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt that an arrival has now. fresh: it was made by this call; run_id: its last run."""

    receipt_id: int
    year: int
    number: int
    fresh: bool
    run_id: int
    kept_at: datetime
    taken_at: datetime | None


def keep(engine: Engine, store: Store, arrival: Arrival) -> Kept:
    """Keep an arrival: a new receipt, or a further sighting of one (DESIGN.md, identity). Safe to call again with the same.

    On return all is on the disk, and the mail may be touched. Raises StoreNotWritable: nothing may be done to the mail.
    """
    return keep_all(engine, store, [arrival])[0]


def keep_all(engine: Engine, store: Store, arrivals: Sequence[Arrival]) -> list[Kept]:
    """As `keep`, of several: in their order, all or none of them."""
    shas = store.put_all([arrival.raw for arrival in arrivals])
    known = {sha: number for sha in shas if (number := small_file.number(store, sha))}
    new = [New(sha, len(arrival.raw), arrival) for sha, arrival in zip(shas, arrivals, strict=True)]
    with writing(engine) as session:
        one_at_a_time(session, "keep")  # so that the same mail in two hands is one receipt
        kept, facts = _receipts_of(session, new, known, {sha for sha in shas if store.erased(sha)})
    if facts:
        store.put_receipts(facts)
    return kept


def mend(engine: Engine, store: Store) -> int:
    """Write the small files that a crash or a full disk prevented; gives how many. For the start of the program."""
    there = store.receipts()
    with reading(engine) as session:
        missing = [receipt for receipt in session.scalars(select(Receipt)) if receipt.raw_sha256 not in there]
        facts = {receipt.raw_sha256: small_file.facts_of(session, receipt) for receipt in missing}
    for sha, each in facts.items():
        store.put_receipt(sha, each)
    return len(facts)


_Numbers = dict[str, tuple[int, int]]
_Facts = dict[str, dict[str, Any]]


def _receipts_of(session: Session, new: Sequence[New], known: _Numbers, erased: set[str]) -> tuple[list[Kept], _Facts]:
    """What each has become, and the small files that are to be written.

    known: numbers of those that have theirs already. erased: originals erased on purpose; where the receipt of one was lost with
    the database, the mailbox has the mail still.
    """
    kept: list[Kept] = []
    facts: _Facts = {}
    unheard = identity.unheard(session, [(each.sha, each.arrival) for each in new])
    judged = [(is_new and each.sha not in known and each.sha not in erased, each) for is_new, each in zip(unheard, new, strict=True)]
    for (all_new, _), some in groupby(judged, key=lambda each: (each[0], bangkok_date(each[1].arrival.seen_at).year)):
        group = [each for _, each in some]
        if all_new:
            made = make_all(session, group)
            kept += [_kept(receipt, run, fresh=True) for receipt, run in made]
            facts |= {each.sha: small_file.facts(receipt, each.arrival) for each, (receipt, _) in zip(group, made, strict=True)}
            continue
        for each in group:
            receipt, fresh = _receipt_of(session, each, known.get(each.sha))
            if fresh and each.sha in erased:
                close_erased(session, receipt)
            kept.append(_kept(receipt, last_run(session, receipt.id).id, fresh=fresh))
            if each.sha not in known or receipt.raw_sha256 != each.sha:
                facts[receipt.raw_sha256] = small_file.facts_of(session, receipt)
    return kept, facts


def _kept(receipt: Receipt, run_id: int, *, fresh: bool) -> Kept:
    return Kept(receipt.id, receipt.year, receipt.number, fresh, run_id, receipt.kept_at, receipt.taken_at)


def _receipt_of(session: Session, new: New, known: tuple[int, int] | None) -> tuple[Receipt, bool]:
    sha, arrival = new.sha, new.arrival
    seen = identity.sighting(session, arrival.mailbox, arrival.uid_validity, arrival.uid)
    if seen and identity.is_same(session, seen.receipt, sha, arrival.message_id, arrival.fingerprint):
        return seen.receipt, False
    if seen:  # the mailbox was set back to an older state and dealt this UID again: the old sighting's place is no longer true
        seen.uid_validity = seen.uid = None
        session.flush()
    receipt = identity.same_message(session, sha, arrival.message_id, arrival.fingerprint)
    if receipt:
        session.execute(insert(Sighting), [sighting(receipt.id, arrival, first=False)])
        return receipt, False
    # Its small file stands though its receipt does not: the database was set back. It is given its own number again.
    return make(session, new, free(session, known)), True
