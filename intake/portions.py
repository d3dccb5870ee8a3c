"""New mail in portions that are fetched with one question and kept with one commit: a backlog is taken fast, memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imapclient import IMAPClient

from intake import imap
from intake.imap import FAULTS
from intake.mail_rule import Rule
from intake.sources import MOST_BYTES, Arrival, together

_ASKED = 500  # sizes at a time


def portions(client: IMAPClient, uids: Sequence[int], singly: set[int]) -> Iterator[list[int]]:
    """The UIDs in their order, as many together as are fetched at once; a large mail is a portion of its own.

    singly: those that have to be, for asking for them with others failed; it grows here. FAULTS.
    """
    for start in range(0, len(uids), _ASKED):
        asked = uids[start : start + _ASKED]
        sizes = _sizes(client, [uid for uid in asked if uid not in singly], singly)
        yield from together((uid, sizes.get(uid, MOST_BYTES)) for uid in asked)


def fetch(client: IMAPClient, source: str, uidvalidity: int, uids: Sequence[int], rule: Rule) -> tuple[list[Arrival], int]:
    """Those of these mails that are there and that the rule takes, in order; and how many it passed over. FAULTS."""
    heads = imap.fetch_heads(client, uids) if rule.asks_head else {}
    wanted = [uid for uid in uids if not rule.asks_head or (uid in heads and rule.takes_head(heads[uid]))]
    fetched = imap.fetch(client, wanted)
    taken = [uid for uid in wanted if uid in fetched and rule.takes(fetched[uid].content)]
    passed = len(heads) - len(wanted) if rule.asks_head else 0
    arrivals = [
        Arrival(fetched[uid].content, source, f"{uidvalidity}-{uid}.eml", uidvalidity, uid, fetched[uid].arrived_at) for uid in taken
    ]
    return arrivals, passed + len(fetched) - len(taken)


def _sizes(client: IMAPClient, uids: list[int], singly: set[int]) -> dict[int, int]:
    try:
        return imap.sizes(client, uids) if len(uids) > 1 else {}
    except FAULTS:
        singly.update(uids)
        raise
