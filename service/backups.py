"""`saraban backup` and `restore`: a folder with the rows of the database, the files of the store, and the settings.

saraban-backup.json    of when it is, its schema, which file holds the rows; written last, so that it is true
rows-<when>.jsonl.gz   storage/backup/rows.py
store/                 as the store itself; what is there already is not copied again
settings/              what was set, the files that settings name, the key of the log-ins
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import make_url, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from service.failure import Failure
from service.locks import Taken, held
from service.parts import Parts, open_store
from service.private_file import write_private
from service.settings import PREFIX, Settings, given
from storage import high_water
from storage.backup import rows
from storage.backup.files import copy_files, copy_whole, tidy
from storage.engine import open_engine, reading
from storage.person.erase import replay
from storage.store import Store
from storage.tables import Receipt

MANIFEST = "saraban-backup.json"
FORMAT = 1
Progress = Callable[[int, int], None]
_SECRET_FILES = ("smtp_password_file", "smtp_oauth_file")
_BESIDE = ("cookies.key", "tokens", "erasures")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a folder holds. of: the moment of its rows; files: how many were copied by this run."""

    of: datetime
    rows_file: str
    files: int = 0


def back_up(parts: Parts, folder: Path, progress: Progress = lambda done, of: None) -> Backup:
    """Bring the backup in `folder` up to date, while the daemon runs. Killed at any step, the backup before is whole, and the next
    run goes on. Raises Failure."""
    _check_place(parts.settings, folder)
    with _alone(folder):
        for left in (*folder.glob("rows-*.writing"), *folder.glob(".*.copying")):
            left.unlink()
        tidy(folder / "store")
        of = datetime.now(UTC)
        name = f"rows-{of:%Y%m%dT%H%M%S%f}.jsonl.gz"
        writing = folder / f"{name}.writing"
        rows.dump(parts.engine, writing)
        _sync(writing)
        writing.replace(folder / name)
        copied = copy_files(parts.store.root, folder / "store", progress)
        if (parts.store.root / high_water.FILE).exists():
            copy_whole(parts.store.root / high_water.FILE, folder / "store" / high_water.FILE)
        _keep_settings(parts.settings, folder / "settings")
        _write_manifest(folder, of, name)
        for old in folder.glob("rows-*.jsonl.gz"):
            if old.name != name:
                old.unlink()
    return Backup(of, name, copied)


def read_backup(folder: Path) -> Backup:
    """What the manifest says. Raises Failure where there is no whole backup."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Failure("no-backup", f"ไม่พบสำเนาสำรองที่สมบูรณ์ใน {folder} โปรดระบุโฟลเดอร์ที่สร้างด้วย saraban backup") from error
    if said["format"] != FORMAT:
        raise Failure("backup-unusable", f"สำเนาสำรองใน {folder} เป็นรูปแบบที่โปรแกรมรุ่นนี้ไม่รู้จัก โปรดใช้โปรแกรมรุ่นใหม่กว่านี้")
    return Backup(datetime.fromisoformat(said["of"]), said["rows"])


def restore(
    settings: Settings, folder: Path, *, replace: bool = False, erasures: Sequence[Path] = (), progress: Progress = lambda done, of: None
) -> Backup:
    """Put the backup where the settings say. replace: also over a database that holds receipts; erasures: records of what was erased
    since, where the data folder is lost. Files that are in the store stay.

    No daemon may run. Raises Failure. Afterwards nothing is taken in until `saraban recover`.
    """
    backup = read_backup(folder)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _no_daemon(settings):
        if not replace and _holds_receipts(settings):
            sentence = "ฐานข้อมูลปลายทางมีรายการรับเข้าอยู่แล้ว หากต้องการแทนที่ด้วยสำเนาสำรอง โปรดสั่งซ้ำพร้อม --replace"
            raise Failure("database-not-empty", sentence)
        store = Store(settings.store)
        store.root.mkdir(parents=True, exist_ok=True)
        copy_files(folder / "store", store.root, progress, newer=False)
        if store.facts(high_water.FILE) is None and (folder / "store" / high_water.FILE).exists():
            copy_whole(folder / "store" / high_water.FILE, store.root / high_water.FILE)
        for name in _BESIDE:
            _bring_back(folder / "settings" / name, settings.data_dir / name)
        high_water.note_restored(store, backup.of)  # before the rows: broken off here, nothing is taken in either
        _load(settings, folder / backup.rows_file)
        _erase_again(settings, backup.of, erasures)
    return backup


def _load(settings: Settings, file: Path) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        engine = open_engine(url)
        rows.load_into(engine, file)
        engine.dispose()
        return
    path = Path(url.database or "")
    fresh = path.with_suffix(".restoring")
    for left in path.parent.glob(f"{fresh.name}*"):
        left.unlink()
    engine = open_engine(url.set(database=str(fresh)))
    rows.load_into(engine, file)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    fresh.replace(path)


def _erase_again(settings: Settings, of: datetime, records: Sequence[Path]) -> None:
    """What was erased since the backup is erased from it too."""
    for record in records:
        copy_whole(record, settings.erasures / record.name)
    engine = open_engine(settings.database)
    try:
        replay(engine, open_store(settings), settings.erasures, of, datetime.now(UTC))
    finally:
        engine.dispose()


def _holds_receipts(settings: Settings) -> bool:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False
    engine = open_engine(url)
    try:
        with reading(engine) as session:
            return session.scalar(select(Receipt.id).limit(1)) is not None
    except (OperationalError, ProgrammingError):  # no table, or an unreachable server: loading says so
        return False
    finally:
        engine.dispose()


def _keep_settings(settings: Settings, folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    lines = "".join(f"{name}={value}\n" for name, value in sorted(given().items()) if name.startswith(PREFIX))
    write_private(folder / "saraban.env", lines.encode())
    boxes = [file for box in settings.imap.values() for file in (box.password_file, box.oauth_file)]
    for file in (*boxes, *(getattr(settings, name) for name in _SECRET_FILES)):
        if file is not None and file.is_file():
            copy_whole(file, folder / "files" / file.absolute().relative_to("/"))
    for name in _BESIDE:
        _bring_back(settings.data_dir / name, folder / name, again=True)


def _bring_back(source: Path, target: Path, *, again: bool = False) -> None:
    files = [source] if source.is_file() else [file for file in source.rglob("*") if file.is_file()]
    for file in files:
        to = target / file.relative_to(source) if file != source else target
        if again or not to.exists():
            copy_whole(file, to)


def _write_manifest(folder: Path, of: datetime, rows_file: str) -> None:
    write_private(folder / MANIFEST, json.dumps({"format": FORMAT, "of": of.isoformat(), "rows": rows_file}, indent=1).encode())


def _sync(path: Path) -> None:
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _check_place(settings: Settings, folder: Path) -> None:
    place, data = folder.absolute().resolve(), settings.data_dir.absolute().resolve()
    if place == data or data in place.parents:
        raise Failure("backup-place", f"โปรดเก็บสำเนาสำรองนอก {data} (ดิสก์อื่นหรือเครื่องอื่น)")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = (folder / MANIFEST).exists() or (folder / ".lock").exists()
    if not known and any(folder.iterdir()):
        raise Failure("backup-place", f"โฟลเดอร์ {folder} มีสิ่งอื่นอยู่ โปรดระบุโฟลเดอร์ว่าง หรือโฟลเดอร์ของสำเนาสำรองเดิม")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with held(folder, ""):
            yield
    except Taken as error:
        raise Failure("backup-running", f"มีการสำรองข้อมูลไปยัง {folder} อยู่แล้ว โปรดรอให้เสร็จก่อน") from error


@contextmanager
def _no_daemon(settings: Settings) -> Iterator[None]:
    """Holds what the roles of a daemon hold."""
    with ExitStack() as stack:
        names = ["scheduler", *(unquote(path.name.removesuffix(".lock")) for path in settings.locks.glob("*.lock"))]
        try:
            for name in dict.fromkeys(names):
                stack.enter_context(held(settings.locks, name))
            yield
        except Taken as error:
            raise Failure("daemon-running", "โปรแกรมหลัก (saraban run) กำลังทำงาน โปรดหยุดก่อนแล้วจึงกู้คืน") from error
