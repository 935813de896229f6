"""The file is made, shared, found again, and set aside when it is damaged."""

import os
import sqlite3
import subprocess
import sys

import pytest

from config.lite.database import Database

SCHEMA = "CREATE TABLE word (word TEXT);"


def add(database: Database, word: str) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO word VALUES (?)", (word,))


def words(database: Database) -> list[str]:
    with database.reading() as connection:
        return [word for (word,) in connection.execute("SELECT word FROM word")]


def damage(path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * 8192)


def test_file_and_folders_are_made(tmp_path):
    path = tmp_path / "a" / "folder with ?#%20 and ü" / "queue.sqlite3"

    add(Database(path, SCHEMA), "one")

    assert words(Database(path, SCHEMA)) == ["one"]


def test_file_is_written_ahead_and_not_synced_at_every_commit(tmp_path):
    database = Database(tmp_path / "queue.sqlite3", SCHEMA)

    with database.reading() as connection:
        modes = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        ]

    assert modes == ["wal", 1]


def test_processes_that_start_together_make_one_file(tmp_path):
    path = tmp_path / "queue.sqlite3"
    program = (
        "import sys; from pathlib import Path; from config.lite.database import Database\n"
        "with Database(Path(sys.argv[1]), sys.argv[2]).writing() as connection:\n"
        "    connection.execute('INSERT INTO word VALUES (1)')\n"
    )

    starting = [subprocess.Popen([sys.executable, "-c", program, path, SCHEMA]) for _ in range(8)]

    assert [process.wait() for process in starting] == [0] * 8
    assert len(words(Database(path, SCHEMA))) == 8


def test_writing_that_fails_changes_nothing(tmp_path):
    database = Database(tmp_path / "queue.sqlite3", SCHEMA)

    with pytest.raises(ZeroDivisionError):
        _add_and_fail(database)

    assert words(database) == []


def _add_and_fail(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO word VALUES ('half')")
        _ = 1 / 0


def test_file_left_half_made_by_a_killed_process_is_made_anew(tmp_path):
    path = tmp_path / "queue.sqlite3"
    (tmp_path / "queue.sqlite3.new").write_text("half a file")
    (tmp_path / "queue.sqlite3-wal").write_text("the log of a file that is gone")

    add(Database(path, SCHEMA), "one")

    assert words(Database(path, SCHEMA)) == ["one"]


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_file_that_is_no_database_is_set_aside(tmp_path, caplog, content):
    path = tmp_path / "queue.sqlite3"
    path.write_bytes(content)
    database = Database(path, SCHEMA)

    with pytest.raises(sqlite3.DatabaseError):
        add(database, "lost")
    add(database, "one")

    assert words(database) == ["one"]
    assert [file.read_bytes() for file in tmp_path.glob("*.damaged-*")] == [content]
    assert len(caplog.messages) == 1


def test_file_damaged_while_in_use_is_set_aside_for_everyone(tmp_path):
    path = tmp_path / "queue.sqlite3"
    one, other = Database(path, SCHEMA), Database(path, SCHEMA)
    add(one, "before")
    add(other, "before")
    damage(path)

    with pytest.raises(sqlite3.DatabaseError):
        words(Database(path, SCHEMA))
    add(one, "after")
    add(other, "after")
    other.close()

    assert words(one) == ["after", "after"]
    assert words(Database(path, SCHEMA)) == ["after", "after"]


def test_file_deleted_while_in_use_is_made_again(tmp_path):
    path = tmp_path / "queue.sqlite3"
    one, other = Database(path, SCHEMA), Database(path, SCHEMA)
    add(one, "before")
    add(other, "before")
    path.unlink()

    add(one, "after")
    add(other, "after")
    other.close()

    assert words(Database(path, SCHEMA)) == ["after", "after"]


def test_fork_closes_the_connection_in_parent_and_child(tmp_path):
    database = Database(tmp_path / "queue.sqlite3", SCHEMA)
    add(database, "parent")

    child = os.fork()
    if not child:
        os._exit(database._connection is not None)

    assert os.waitpid(child, 0)[1] == 0
    assert words(database) == ["parent"]


def test_sqlite_too_old_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")

    with pytest.raises(
        RuntimeError, match=r"needs SQLite 3\.35 or newer, this Python has 3\.34\.1"
    ):
        Database(tmp_path / "queue.sqlite3", SCHEMA)
