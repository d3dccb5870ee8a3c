"""A disk that is full, a store that cannot be written, a database that is away: said on the board and waited out. Nothing is given up."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from service.board import Board
from storage.store import StoreNotWritable
from storage.troubles import DATABASE, STORE

log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
_STORE_CODE, _DATABASE_CODE = "store-not-writable", "database-away"
_OUR_OWN_FAULT = (IntegrityError, DataError, NotSupportedError, ProgrammingError)
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class DatabaseOlder(Exception):
    """ฐานข้อมูลเก่ากว่าคลังเอกสาร (เช่น กู้คืนจากสำเนาสำรอง) จึงยังรับเอกสารไม่ได้ โปรดสั่ง saraban recover ก่อน"""

    code = "database-older"

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Stopped(BaseException):
    """The program ends while something is waited for. No `Exception`: nobody may take it for an outcome."""


def patiently(board: Board, stop: threading.Event, work: Callable[[], T]) -> T:
    """What `work` gives, however long store or database are away. work: safe to do again. Raises Stopped, and all other errors."""
    wait, waited = FIRST_WAIT, set[tuple[str, str]]()
    while True:
        try:
            if any(source == DATABASE for source, _ in waited):
                board.returning()
            result = work()
            break
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            log.warning("%s: %s; trying again in %.0f s", trouble[1], error, wait)
            waited.add(trouble)
            board.begins(*trouble, datetime.now(UTC))
        if stop.wait(wait):
            raise Stopped
        wait = min(wait * 2, LONGEST_WAIT)
    for trouble in waited:
        board.ends(*trouble)
    return result


def all_well(board: Board) -> None:
    """Store and database are at hand: what an earlier life of the program said of them is over."""
    board.ends(STORE, _STORE_CODE)
    board.ends(DATABASE, _DATABASE_CODE)


def trouble_of(error: Exception) -> tuple[str, str] | None:
    """Source and code of an error that will pass by itself once somebody has mended disk or database; None for all others."""
    if isinstance(error, StoreNotWritable) or (isinstance(error, OSError) and error.errno in _DISK):
        return STORE, _STORE_CODE
    if isinstance(error, DatabaseOlder):
        return DATABASE, error.code
    if isinstance(error, NoConnection) or (isinstance(error, DBAPIError) and not isinstance(error, _OUR_OWN_FAULT)):
        return DATABASE, _DATABASE_CODE
    return None
