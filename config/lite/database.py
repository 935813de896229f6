"""An SQLite file that many processes open, and that outlives forks, kills and damage."""

import fcntl
import logging
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

BUSY_TIMEOUT = 20.0  # seconds to wait while another process writes
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# One lock for all files of this process. Whoever forks holds it, because a fork inside SQLite
# would leave SQLite's own locks locked in the child for ever.
_lock = threading.RLock()
_databases: "weakref.WeakSet[Database]" = weakref.WeakSet()


class Database:
    """The SQLite file at `path`, made with its folder and `schema` when it is not there.

    It is opened when first used, by this thread or any other, and again after a fork, because a
    connection must not be carried into a child. A damaged file is set aside: the statement that
    met the damage fails, the next one finds a new file.

    Raises `sqlite3.DatabaseError` when the file can't be opened, read or written, or another
    process kept it locked for 20 seconds.
    """

    def __init__(self, path: Path, schema: str) -> None:
        if sqlite3.sqlite_version_info < (3, 35):
            raise RuntimeError(
                f"lite:// needs SQLite 3.35 or newer, this Python has {sqlite3.sqlite_version}."
                " Install a newer one, or set BROKER_URL=redis://…"
            )
        self.path = path
        self._schema = schema
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        _databases.add(self)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for a statement; no other thread of this process gets in between."""
        with _lock:
            try:
                yield self._open()
            except sqlite3.DatabaseError as error:
                if _is_damage(error):
                    self.close()
                    self._set_aside()
                raise

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction that nobody else can write in."""
        with self.reading() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with _lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None and self._inode != self._inode_now():
            self.close()  # deleted or set aside: what is written there now, nobody would ever read
        if self._connection is None:
            if not self.path.exists():
                self._make()
            self._connection = _connect(self.path)
            self._inode = self._inode_now()
        return self._connection

    def _make(self) -> None:
        """Make the file under another name, so that no process ever sees it half made."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self.path.exists():
                return  # another process was faster
            draft = self._beside(".new")
            for leftover in (draft, self._beside("-wal"), self._beside("-shm")):
                leftover.unlink(missing_ok=True)
            draft.touch()
            connection = _connect(draft)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {self._schema} COMMIT;")
            connection.close()
            draft.rename(self.path)

    def _set_aside(self) -> None:
        """Move a damaged file away, unless another process has by now."""
        with self._alone():
            if not self.path.exists() or _is_sound(self.path):
                return
            mark = f".damaged-{time.time_ns()}"
            # The main file last: without it, its log must not be found beside a new one.
            for suffix in ("-wal", "-shm", ""):
                if self._beside(suffix).exists():
                    self._beside(suffix).rename(self._beside(mark + suffix))
        logger.error("%s was damaged. It is now %s", self.path, self._beside(mark))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._beside(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _beside(self, suffix: str) -> Path:
        return Path(f"{self.path}{suffix}")

    def _inode_now(self) -> int:
        try:
            return self.path.stat().st_ino
        except FileNotFoundError:
            return 0


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT,
        isolation_level=None,
        check_same_thread=False,  # one thread at a time, by our lock
    )
    # What is committed survives the death of any process. Only a power cut can undo the last
    # moments, and then the rows that asked for the work are still there to be queued again.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _is_sound(path: Path) -> bool:
    try:
        connection = _connect(path)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            return False
        raise


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE


def _before_fork() -> None:
    _lock.acquire()
    for database in list(_databases):
        database.close()


os.register_at_fork(
    before=_before_fork, after_in_parent=_lock.release, after_in_child=_lock.release
)
