"""The trial itself: mail comes in, daemons die, servers die, databases go back; then all is counted."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from tests.crash.mails import FOLDERS, plan
from tests.crash.office import Databases, Office, PostgresDatabases, SqliteFiles
from tests.support.dovecot import Dovecot
from tests.support.postgres import running_server

# Lines of our own code from a mail's fetch to its receipt's commit, its small file and its job; and from the job to the last commit.
KEEPING_STEPS, READING_STEPS = 450, 400
PATIENCE = 12.0
SHORT_SECONDS, LONG_SECONDS = (0.5, 4.0), (4.0, 10.0)
# What else happens, each at least once, spread over the kills.
MISHAPS = ("imap killed", "database restarted", "jobs deleted", "mail deleted", "backed up", "set back")
ALL_ROLES = ("intake", "worker", "scheduler")


@dataclass
class Result:
    """What was done and what came of it. kills: of daemons, by step or at a random moment; in_work: runs not read by the end."""

    database: str
    mails: int = 0
    messages: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    mishaps: Counter[str] = field(default_factory=Counter)
    receipts: int = 0
    in_work: int = 0
    lost: int = 0
    doubled: int = 0
    used_twice: int = 0
    even: bool = False
    seconds: float = 0.0


def trial(
    database: str,
    mails: int,
    kills: int,
    *,
    seed: int = 1,
    patience: float = 600.0,
    limit: float = 86400.0,
    say: Callable[[str], None] = lambda line: None,
) -> Result:
    """One trial on `sqlite` (one daemon) or `postgresql` (an intake, three workers). patience: seconds to read the rest at the end.

    limit: seconds after which no more is killed, however many kills are left.
    """
    began = time.monotonic()
    with _office(database) as office:
        result = Result(database)
        chance = random.Random(seed)
        planned = list(plan(mails, seed))
        _first_look(office)
        for number in range(kills):
            share = len(planned) * (number + 1) // kills
            office.deliver(planned[len(office.delivered) : share])
            if time.monotonic() - began > limit:
                break
            result.kills[_kill(office, number, chance)] += 1
            office.note_numbers()
            if mishap := _mishap(office, number, kills):
                result.mishaps[mishap] += 1
            if number % 10 == 9:
                say(f"{database}: {number + 1} kills, {len(office.delivered)} mails, {office.counts()} receipts and open runs")
        _to_the_end(office, patience)
        office.note_numbers()
        result.mails, result.messages = len(office.delivered), len({mail.identity for mail in office.delivered})
        result.receipts, result.in_work = office.counts()
        result.lost, result.doubled = office.lost_and_doubled()
        result.used_twice, result.even = len(office.used_twice), office.account_is_even()
        result.seconds = time.monotonic() - began
    return result


def _first_look(office: Office) -> None:
    """Taking begins with what arrives from then on."""
    for name in office.roles:
        office.start(name)
    assert _wait(lambda: office.looked_at(len(FOLDERS)), 300), f"no daemon looked at the mailbox: {office.log.read_text()}"


def _kill(office: Office, number: int, chance: random.Random) -> str:
    """One kill: of an intake or a worker, at each step in turn or at a random moment under load. A worker needs time to come so far."""
    intake, worker = next(iter(office.roles)), chance.choice(list(office.roles)[-3:])
    if number % 10 == 9:
        return _at_a_random_moment(office, worker, chance.uniform(*LONG_SECONDS))
    if number % 10 == 8:
        return _at_a_step(office, worker, 1 + (number * 4 + chance.randrange(40)) % READING_STEPS, reading=True)
    if number % 2:
        return _at_a_random_moment(office, chance.choice((intake, worker)), chance.uniform(*SHORT_SECONDS))
    return _at_a_step(office, intake, 1 + (number * 7 + chance.randrange(14)) % KEEPING_STEPS, reading=False)


def _at_a_step(office: Office, name: str, steps: int, *, reading: bool) -> str:
    office.kill(name)  # so that it starts anew, with a step to die at
    for each in office.roles:
        office.start(each, die_after=steps if each == name else 0, reading=reading)
    _wait(lambda: not office.is_running(name), PATIENCE)
    kind = "at a step of reading" if reading else "at a step of keeping"
    return "late" if office.kill(name) else kind


def _at_a_random_moment(office: Office, name: str, seconds: float) -> str:
    for each in office.roles:
        office.start(each)
    time.sleep(seconds)
    return "at a random moment" if office.kill(name) else "died before"


def _mishap(office: Office, number: int, kills: int) -> str | None:
    """Every so often something else; set back only once there is something to go back to."""
    each = max(1, kills // len(MISHAPS))
    if number % each:
        return None
    mishap = MISHAPS[number // each % len(MISHAPS)]
    if mishap == "imap killed":
        office.mailbox.stop(SIGKILL)
        office.mailbox.start()
    elif mishap == "mail deleted":
        office.delete_a_mail_that_was_kept()
    elif mishap == "database restarted":
        office.databases.restart()
    else:
        _while_none_runs(office, {"jobs deleted": office.databases.delete_jobs, "backed up": office.databases.back_up}.get(mishap))
    return mishap


def _while_none_runs(office: Office, work: Callable[[], None] | None) -> None:
    office.kill_all()
    office.note_numbers()
    office.engine.dispose()
    if work:
        work()
    else:
        office.databases.set_back()
        office.recover()


def _to_the_end(office: Office, patience: float) -> None:
    for name in office.roles:
        office.start(name)
    _wait(lambda: office.lost_and_doubled()[0] == 0 and office.counts()[1] == 0, patience)
    office.kill_all()


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def _office(database: str) -> Iterator[Office]:
    with tempfile.TemporaryDirectory(prefix="saraban-crash-") as name, Dovecot() as mailbox, _databases(database, Path(name)) as databases:
        mailbox.create_folder(FOLDERS[1])
        one = database == "sqlite"
        roles = {"1": list(ALL_ROLES)} if one else {"intake": ["intake", "scheduler"], **{slot: ["worker"] for slot in ("1", "2", "3")}}
        office = Office(Path(name), mailbox, databases, roles, after="leave" if one else "move")
        try:
            yield office
        finally:
            office.close()


@contextmanager
def _databases(database: str, folder: Path) -> Iterator[Databases]:
    if database == "sqlite":
        (folder / "var").mkdir()
        yield SqliteFiles(folder / "var")
        return
    with running_server(synchronous_commit="on", full_page_writes="on") as server:
        yield PostgresDatabases(server)
