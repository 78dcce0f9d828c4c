#!/usr/bin/env python3
"""The store's file from outside: its views, damage, other people's files, many processes.

usage: test_store_file.py DRIVER [SEED] [KILLS]

DRIVER is test_store_driver; the file is looked at with python3's sqlite3 only. KILLS is how
many times eight writers are killed in the middle (default 12).
"""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

DRIVER = sys.argv[1]
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 12
rnd = random.Random(SEED)
failures = []
tests = []


def test(function):
    tests.append(function)
    return function


def check(condition, text):
    if not condition:
        failures.append(text)
        print("FAIL:", text)


def driver(*args, env=None):
    done = subprocess.run([DRIVER, *args], capture_output=True, text=True, check=False,
                          env={**os.environ, **(env or {})})
    check(done.returncode == 0, f"{args}: exit {done.returncode}: {done.stderr[-2000:]}")
    lines = done.stdout.splitlines()
    return ([line for line in lines if not line.startswith("diag: ")],
            [line[6:] for line in lines if line.startswith("diag: ")])


def rows(db, sql, *args):
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return connection.execute(sql, args).fetchall()
    finally:
        connection.close()


def change(db, sql, *args):
    connection = sqlite3.connect(db)
    with connection:
        count = connection.execute(sql, args).rowcount
    connection.close()
    return count


def is_sound(db, where):
    answer = rows(db, "PRAGMA integrity_check")
    check(answer == [("ok",)], f"{where}: integrity {answer[:3]}")


def files_of(folder, count):
    paths = []
    for number in range(count):
        paths.append(os.path.join(folder, f"m{number}.c"))
        with open(paths[-1], "w", encoding="utf-8") as out:
            out.write(f"unit {number}\n" * 10)
    return paths


# -- what other programs read -------------------------------------------------------------------


@test
def views_show_a_run_its_findings_chains_and_sizes(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "2")
    check(sorted(os.listdir(top)) == ["a.sqlite"], f"left beside the file: {os.listdir(top)}")
    is_sound(db, "views")
    check(rows(db, "PRAGMA journal_mode") == [("delete",)], "a closed store has a log")
    check(rows(db, "SELECT run, revision, version, verdict, exit_code, full, target, tier, units,"
                   " objects, bss FROM runs")
          == [(1, "x/0", "1.0", "findings", 1, 1, "boot", None, 12, 0, None),
              (2, "x/1", "1.0", "findings", 1, 1, "boot", None, 12, 0, None)], "runs")
    check(rows(db, "SELECT abs(strftime('%s', time) - ?) < 3600 FROM runs", time.time())
          == [(1,), (1,)], "time of runs")
    check(rows(db, "SELECT run, target, rule, state, symbol, file, line, column, message, flash,"
                   " ram, suppression FROM findings ORDER BY run, symbol")
          == [(1, "boot", "NSC101", "live", "malloc", "main.c", 3, 5, "x/0", 0, None, None),
              (2, "boot", "NSC101", "live", "malloc", "main.c", 3, 5, "x/1", 0, None, None),
              (2, "boot", "NSC101", "live", "printf", "main.c", 3, 5, "x/1", 0, None, None)],
          "findings")
    ids = rows(db, "SELECT id FROM findings WHERE run = 2 AND symbol = 'printf'")
    check(len(ids) == 1 and len(ids[0][0]) == 32, f"id {ids}")
    check(rows(db, "SELECT run, id, step, node, edge, file, line FROM why ORDER BY step")
          == [(2, ids[0][0], 1, "main", "call", "main.c", 3),
              (2, ids[0][0], 2, "printf", None, None, 0)], "why")
    check(rows(db, "SELECT run, target, kind, name, flash, ram, retained_flash, retained_ram"
                   " FROM sizes WHERE run = 1")
          == [(1, "boot", "component", "libc", 1, 2, 3, None)], "sizes")


@test
def a_reader_without_rights_to_write_reads_it(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "1")
    os.chmod(db, 0o444)
    os.chmod(top, 0o555)
    command = ["/usr/bin/python3", "-c", "import sqlite3, sys; print(sqlite3.connect("
               "sys.argv[1]).execute('SELECT count(*) FROM runs').fetchone()[0])", db]
    if os.geteuid() == 0:
        os.chmod(os.path.dirname(top), 0o755)
        command = ["setpriv", "--reuid", "65534", "--clear-groups"] + command
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    os.chmod(top, 0o755)
    check(done.stdout == "1\n", f"another user reads {done.stdout!r} {done.stderr!r}")


@test
def an_unchanged_image_is_not_written_again(top):
    db = os.path.join(top, "a.sqlite")
    driver("image", db)
    check(rows(db, "SELECT count(*), sum(state = 3) FROM image_reference") == [(20000, 6666)],
          "references")
    check(change(db, "DELETE FROM image_reference WHERE state = 1") > 0, "nothing to delete")
    driver("image", db)
    check(rows(db, "SELECT count(*) FROM image_reference WHERE state = 1") == [(0,)],
          "an image with the same digest was written again")


# -- the cache ----------------------------------------------------------------------------------


@test
def a_digest_is_reused_only_of_a_file_at_rest(top):
    db = os.path.join(top, "a.sqlite")
    path, = files_of(top, 1)
    os.utime(path, (time.time() + 3600,) * 2)  # not at rest, however slow this machine is
    driver("digest", db, path)
    check(rows(db, "SELECT count(*) FROM file") == [(0,)], "a look at a fresh file was kept")
    os.utime(path, (time.time() - 3600,) * 2)
    time.sleep(2.1)
    (true,), _ = driver("digest", db, path)
    check(rows(db, "SELECT path, lower(hex(digest)) FROM file") == [(path, true)], "kept look")
    false = "0123456789abcdef0123456789abcdef"
    change(db, "UPDATE file SET digest = x'%s'" % false)
    check(driver("digest", db, path)[0] == [false], "the file was read although nothing changed")
    for column in ("size", "inode", "mtime", "ctime"):
        change(db, f"UPDATE file SET {column} = {column} + 1")
        check(driver("digest", db, path)[0] == [true], f"{column} differs, and yet not read")
        change(db, "UPDATE file SET digest = x'%s'" % false)
    for column in ("mtime", "ctime"):
        change(db, f"UPDATE file SET looked = {column} + 1999999999")
        check(driver("digest", db, path)[0] == [true], f"{column} too near, and yet not read")
        change(db, "UPDATE file SET digest = x'%s'" % false)


@test
def records_and_units_are_hit_in_a_later_run(top):
    db, folder = os.path.join(top, "a.sqlite"), os.path.join(top, "src")
    os.mkdir(folder)
    paths = files_of(folder, 5)
    driver("write", db, "x", "1", *paths)
    check(driver("get", db, *paths)[0] == ["hit hit"] * 5, "later run")
    with open(paths[2], "a", encoding="utf-8") as out:
        out.write("more\n")
    check(driver("get", db, *paths)[0] == ["hit hit"] * 2 + ["miss miss"] + ["hit hit"] * 2,
          "one changed")
    is_sound(db, "hits")


@test
def a_record_with_a_flipped_bit_is_not_used(top):
    db = os.path.join(top, "a.sqlite")
    paths = files_of(top, 3)
    driver("write", db, "x", "1", *paths)
    flip = "UPDATE {} SET {} = CAST(substr({}, 1, 1) || 'X' || substr({}, 3) AS BLOB) WHERE id = {}"
    for table, column, number in (("fact", "record", 1), ("unit", "record", 1), ("fact", "seal", 2),
                                  ("unit", "inputs", 2), ("unit", "seal", 3)):
        check(change(db, flip.format(table, column, column, column, number)) == 1, table)
    hits, said = driver("get", db, *paths)
    check(sorted(" ".join(hits).split()) == ["hit"] + ["miss"] * 5, f"{hits}")
    check(said == ["found a damaged record: it is made anew"], f"{said}")


@test
def old_entries_go_when_the_file_is_over_its_limit(top):
    db = os.path.join(top, "a.sqlite")
    for day in range(1, 9):
        folder = os.path.join(top, f"d{day}")
        os.mkdir(folder)
        for number, path in enumerate(files_of(folder, 40)):
            with open(path, "a", encoding="utf-8") as out:
                out.write(f"day {day} {number}\n")
    limit = 600000
    for day in range(1, 9):
        folder = os.path.join(top, f"d{day}")
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        _, said = driver("--limit", str(limit), "write", db, f"day{day}", "1", *paths,
                         env={"NSC_TODAY": f"2026-01-0{day}"})
        check(said == [], f"day {day}: {said}")
        if day == 3:
            first = [os.path.join(top, "d1", name) for name in os.listdir(os.path.join(top, "d1"))]
            driver("get", db, *first, env={"NSC_TODAY": "2026-01-03"})
    is_sound(db, "pruned")
    check(os.path.getsize(db) <= limit, f"{os.path.getsize(db)} bytes")

    def hits(day):
        folder = os.path.join(top, f"d{day}")
        paths = [os.path.join(folder, name) for name in os.listdir(folder)]
        return " ".join(driver("get", db, *paths, env={"NSC_TODAY": "2026-01-08"})[0]).count("hit")

    check(hits(8) == 80, f"today's entries: {hits(8)}")
    check(hits(2) == 0, f"the oldest entries: {hits(2)}")
    named = rows(db, "SELECT (SELECT count(*) FROM input), (SELECT count(*) FROM unit)")[0]
    check(named[0] == named[1], f"inputs that no unit names: {named}")
    check(len(rows(db, "SELECT DISTINCT run FROM runs")) == 8, "runs were dropped too early")


@test
def runs_but_the_last_hundred_go_when_nothing_else_helps(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "250")
    check(len(rows(db, "SELECT DISTINCT run FROM runs")) == 250, "runs before")
    driver("--limit", "50000", "write", db, "y", "1")
    kept = rows(db, "SELECT min(run), max(run), count(*) FROM runs")
    check(kept == [(152, 251, 100)], f"runs kept: {kept}")
    check(rows(db, "SELECT count(DISTINCT run), min(run) FROM findings") == [(100, 152)], "findings")
    check(rows(db, "SELECT count(*) FROM findings WHERE message IS NULL") == [(0,)], "texts lost")
    check(rows(db, "SELECT count(*) FROM text WHERE text = 'x/3'") == [(0,)], "texts left over")
    check(rows(db, "SELECT count(DISTINCT node) FROM why") == [(2,)], "chains lost")
    is_sound(db, "runs")


# -- files that are not what they should be ------------------------------------------------------


def same_bytes(db, before, where):
    with open(db, "rb") as file:
        check(file.read() == before, f"{where}: the file was changed")


@test
def a_file_that_is_no_store_is_left_alone_unless_the_place_is_ours(top):
    db = os.path.join(top, "notes.txt")
    for content in (b"my notes\n" * 100, b"x", os.urandom(5000), b"SQLite format 3\0 not really" * 50):
        with open(db, "wb") as out:
            out.write(content)
        lines, said = driver("look", db)
        check(lines == ["off"] and len(said) == 1 and "no store of nostd-check" in said[0], f"{said}")
        same_bytes(db, content, "no store")
        lines, said = driver("--own", "look", db)
        check(lines == ["usable"] and len(said) == 1 and "moved aside" in said[0], f"{said}")
        with open(db + ".damaged", "rb") as file:
            check(file.read() == content, "what was moved aside is not what was there")
        is_sound(db, "made anew")
        os.remove(db)


@test
def a_database_of_another_program_or_a_later_version_is_left_alone(top):
    other, later = os.path.join(top, "o.db"), os.path.join(top, "l.db")
    change(other, "CREATE TABLE theirs (x)")
    driver("write", later, "x", "1")
    change(later, "PRAGMA user_version = 2")
    for db, word in ((other, "another program"), (later, "later version")):
        with open(db, "rb") as file:
            before = file.read()
        for own in ([], ["--own"]):
            lines, said = driver(*own, "write", db, "x", "1")
            check(lines == [] and len(said) == 1 and word in said[0], f"{db} {lines} {said}")
            same_bytes(db, before, db)


@test
def a_store_of_an_earlier_version_is_moved_aside(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "1")
    change(db, "PRAGMA user_version = 0")
    lines, said = driver("write", db, "y", "1")
    check(lines == ["y/0"] and len(said) == 1 and "earlier version" in said[0], f"{lines} {said}")
    check(rows(db + ".damaged", "SELECT revision FROM runs") == [("x/0",)], "the old one")
    check(rows(db, "SELECT revision FROM runs") == [("y/0",)], "the new one")


@test
def damage_anywhere_never_ends_a_run(top):
    """Bytes overwritten at random: a run says it, or does not notice, and a later one works."""
    good = os.path.join(top, "good.sqlite")
    paths = files_of(top, 8)
    driver("write", good, "x", "3", *paths)
    size = os.path.getsize(good)
    noticed = 0
    for number in range(40):
        db = os.path.join(top, f"{number}.sqlite")
        shutil.copy(good, db)
        with open(db, "r+b") as out:
            if number % 4 == 3:
                out.truncate(rnd.randrange(1, size))
            for _ in range(rnd.randrange(1, 30)):
                out.seek(rnd.randrange(100, size))
                out.write(os.urandom(rnd.randrange(1, 600)))
        said = driver("get", db, *paths)[1] + driver("write", db, "y", "2", *paths)[1]
        noticed += bool(said)
        lines, said = driver("write", db, "z", "1", *paths)
        if not said:
            check(lines == ["z/0"], f"{number}: {lines}")
    check(noticed > 20, f"damage was noticed in {noticed} of 40 files only")


@test
def what_cannot_be_written_is_said_once(top):
    locked = os.path.join(top, "locked")
    os.mkdir(locked)
    db = os.path.join(locked, "a.sqlite")
    driver("write", db, "x", "1")
    command = [DRIVER]
    if os.geteuid() == 0:
        # As somebody else, who may not get at the build folder.
        os.chmod(top, 0o755)
        command = ["setpriv", "--reuid", "65534", "--clear-groups", shutil.copy(DRIVER, top)]
    os.chmod(db, 0o444)
    os.chmod(locked, 0o555)
    for path, word in ((db, "may not be written"), (os.path.join(locked, "b.sqlite"), "no way to open"),
                       (os.path.join(locked, "c", "b.sqlite"), "no way to make"),
                       (os.path.join(db, "b.sqlite"), "no way to make")):
        done = subprocess.run(command + ["write", path, "y", "1"], capture_output=True, text=True,
                              check=False)
        said = done.stdout.splitlines()
        check(done.returncode == 0 and len(said) == 1 and word in said[0],
              f"{path}: {said} {done.stderr[-500:]}")
    os.chmod(locked, 0o755)
    folder = os.path.join(top, "folder")
    os.mkdir(folder)
    lines, said = driver("look", folder)
    check(lines == ["off"] and len(said) == 1, f"a folder: {lines} {said}")


@test
def a_full_disk_is_said_and_leaves_the_store_as_it_was(top):
    db = os.path.join(top, "a.sqlite")
    paths = files_of(top, 60)
    driver("write", db, "x", "1")
    limit = os.path.getsize(db) // 1024 + 20
    # A limit on the size of files stands for a full disk: SQLite gets EFBIG.
    done = subprocess.run(["bash", "-c", f"trap '' XFSZ; ulimit -f {limit}; exec \"$@\"", "-", DRIVER,
                           "write", db, "y", "1", *paths], capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    check(done.returncode == 0 and len(said) == 1 and "diag:" in said[0], f"{said} {done.stderr[-300:]}")
    is_sound(db, "full disk")
    check(rows(db, "SELECT revision FROM runs") == [("x/0",)], "runs after a full disk")


# -- many processes, and killed ones ---------------------------------------------------------------


def check_runs(db, told, where):
    """Every run that was told is whole, and none is there in part."""
    there = {row[0]: row[1:] for row in rows(
        db, "SELECT revision, run, (SELECT count(*) FROM findings AS f WHERE f.run = r.run),"
            " (SELECT count(*) FROM sizes AS s WHERE s.run = r.run), target FROM runs AS r")}
    for revision in told:
        check(revision in there, f"{where}: {revision} was told, and is not there")
    for revision, (_, findings, sizes, target) in there.items():
        expected = int(revision.split("/")[1]) % 7 + 1
        check((findings, sizes, target) == (expected, 1, "boot"),
              f"{where}: {revision} has {findings} findings, expected {expected}")
    return len(there)


@test
def eight_writers_at_once_lose_nothing(top):
    db = os.path.join(top, "a.sqlite")
    paths = files_of(top, 10)
    writers = [subprocess.Popen([DRIVER, "write", db, f"w{number}", "15", *paths],
                                stdout=subprocess.PIPE, text=True) for number in range(8)]
    told = []
    for writer in writers:
        out = writer.communicate()[0].splitlines()
        check(writer.returncode == 0, f"a writer ended with {writer.returncode}")
        check(not [line for line in out if line.startswith("diag")], f"said {out}")
        told += out
    check(len(told) == 120, f"{len(told)} of 120 runs were written")
    is_sound(db, "eight writers")
    check(check_runs(db, told, "eight writers") == 120, "runs in the file")
    check(sorted(name for name in os.listdir(top) if name.startswith("a.")) == ["a.sqlite"],
          f"left over: {os.listdir(top)}")


@test
def a_reader_that_does_not_end_is_given_up_on_with_one_sentence(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "6")
    reader = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    cursor = reader.execute("SELECT * FROM findings")
    cursor.fetchone()
    lines, said = driver("look", db)
    check(lines == ["usable"] and said == [], f"reading beside a reader: {lines} {said}")
    lines, said = driver("write", db, "y", "1")
    check(lines == [] and len(said) == 1 and "in use by another process" in said[0], f"{lines} {said}")
    while cursor.fetchone():
        pass
    reader.close()
    lines, said = driver("write", db, "z", "1")
    check(lines == ["z/0"] and said == [], f"after a reader: {lines} {said}")
    is_sound(db, "after a reader")


@test
def a_store_that_stays_locked_is_given_up_with_one_sentence(top):
    db = os.path.join(top, "a.sqlite")
    driver("write", db, "x", "1")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    done = subprocess.run([DRIVER, "write", db, "y", "1"], capture_output=True, text=True, check=False)
    other.execute("COMMIT")
    other.close()
    said = done.stdout.splitlines()
    check(done.returncode == 0 and len(said) == 1 and "in use by another process" in said[0], f"{said}")
    check(rows(db, "SELECT revision FROM runs") == [("x/0",)], "runs of a locked store")


@test
def killed_writers_lose_their_run_and_no_other(top):
    db = os.path.join(top, "a.sqlite")
    paths = files_of(top, 10)
    told = []
    for number in range(KILLS):
        writers = [subprocess.Popen([DRIVER, "write", db, f"k{number}-{w}", "1000", *paths],
                                    stdout=subprocess.PIPE, text=True) for w in range(8)]
        first = writers[0].stdout.readline()
        time.sleep(rnd.uniform(0, 0.3))
        for writer in rnd.sample(writers, 8):
            writer.send_signal(signal.SIGKILL)
            if rnd.random() < 0.5:
                time.sleep(rnd.uniform(0, 0.02))
        for writer in writers:
            out = (first if writer is writers[0] else "") + writer.communicate()[0]
            # The last line may be cut off in the middle of its text.
            told += [line for line in out.splitlines() if not line.startswith("diag") and line + "\n" in out]
        driver("look", db)
    is_sound(db, "killed")
    count = check_runs(db, told, "killed")
    check(len(told) >= KILLS, f"only {len(told)} runs were told: nothing was tried")
    lines, said = driver("write", db, "after", "1", *paths)
    check(lines == ["after/0"] and said == [], f"afterwards: {lines} {said}")
    print(f"  {KILLS} times eight writers killed: {len(told)} runs told, {count} in the file")


@test
def killed_while_it_is_made_it_is_made_by_the_next(top):
    for number in range(KILLS):
        db = os.path.join(top, f"{number}.sqlite")
        writer = subprocess.Popen([DRIVER, "write", db, "x", "1"], stdout=subprocess.DEVNULL)
        time.sleep(rnd.uniform(0, 0.06))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        lines, said = driver("write", db, "y", "1")
        check(lines == ["y/0"] and said == [], f"{number}: {lines} {said}")
        is_sound(db, f"made anew {number}")


def main():
    for function in tests:
        with tempfile.TemporaryDirectory(prefix="nsc-store-") as top:
            before = len(failures)
            begin = time.time()
            function(top)
            print(f"{'ok' if len(failures) == before else 'FAILED'}  {function.__name__}"
                  f"  ({time.time() - begin:.1f} s)")
    print(f"seed {SEED}: {len(tests)} tests, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
