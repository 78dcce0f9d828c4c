"""The hand-written tables of the telemetry fixture.

In:  expected.tsv (what must be reported) and silent.tsv (what must not), and the sources.
Out: rows, with the lines that their tags stand on.
A tag is a comment "leak: NAME" in the file of its row: so a table stays right when lines
move. Nothing but this module reads tags.
"""

import re
from pathlib import Path
from typing import NamedTuple

from firmware import Failure

TAG = re.compile(r"/\* leak: ([\w-]+) \*/")
LEVELS = ("map", "objects", "sources", "all")
COLUMNS = (
    "rule symbol function file tags object tier flash ram group_flash group_ram "
    "map objects sources all"
).split()
SEVERITIES, STATES = ("error", "warning", "note"), ("referenced", "extracted", "live", "")


class Verdict(NamedTuple):
    severity: str
    state: str  # "": not compared


class Row(NamedTuple):
    rule: str
    symbol: str
    function: str
    file: str
    lines: tuple  # of every call site
    object: str
    tier: str
    retained: tuple  # (flash, ram), or None
    group: tuple
    verdicts: dict  # level -> Verdict; a level that must be silent is not in it

    def __str__(self):
        return f"{self.rule} {self.symbol or '-'} in {self.function or self.file or '-'}"


class Silent(NamedTuple):
    kind: str  # core, own, helper, hook: symbols; name: words in sources; host: a tool
    name: str
    file: str
    text: str  # stands in that file


def read_lines(path, columns):
    if not path.is_file():
        raise Failure(f"{path}: no such file")
    text = path.read_text(encoding="utf-8").splitlines()
    if not text or text[0].split("\t") != columns:
        raise Failure(f"{path}:1: expected the columns {' '.join(columns)}")
    for number, line in enumerate(text[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(columns):
            raise Failure(
                f"{path}:{number}: {len(fields)} fields, expected {len(columns)}"
            )
        yield number, ["" if f == "-" else f for f in fields]


def tags(fixture):
    """{tag: (file, line)} of every tag in the sources; a tag stands in one place only."""
    found = {}
    for path in sorted(Path(fixture).rglob("*.[ch]")):
        file = path.relative_to(fixture).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for tag in TAG.findall(line):
                if tag in found:
                    raise Failure(
                        f"{file}:{number}: tag {tag} stands at "
                        f"{found[tag][0]}:{found[tag][1]} as well"
                    )
                found[tag] = (file, number)
    return found


def load(fixture):
    """The rows of expected.tsv."""
    path, places, used, rows = Path(fixture) / "expected.tsv", tags(fixture), set(), []
    for number, fields in read_lines(path, COLUMNS):
        row = dict(zip(COLUMNS, fields))
        lines = []
        for tag in filter(None, row["tags"].split(",")):
            if places.get(tag, ("", 0))[0] != row["file"]:
                raise Failure(f"{path}:{number}: no tag {tag} in {row['file']}")
            lines.append(places[tag][1])
            used.add(tag)
        verdicts = {
            level: parse_verdict(path, number, row[level])
            for level in LEVELS
            if row[level]
        }
        rows.append(
            Row(
                row["rule"],
                row["symbol"],
                row["function"],
                row["file"],
                tuple(sorted(lines)),
                row["object"],
                row["tier"],
                price(row["flash"], row["ram"]),
                price(row["group_flash"], row["group_ram"]),
                verdicts,
            )
        )
    unused = sorted(set(places) - used)
    if unused:
        raise Failure(f"{path}: no row for the tags {', '.join(unused)}")
    return rows


def parse_verdict(path, number, text):
    severity, _, state = text.partition("/")
    state = "" if state == "-" else state
    if severity not in SEVERITIES or state not in STATES:
        raise Failure(f"{path}:{number}: {text}: expected severity/state")
    return Verdict(severity, state)


def price(flash, ram):
    return (int(flash), int(ram)) if flash else None


def load_silent(fixture):
    """The rows of silent.tsv; each one's text is proven to stand in its file."""
    path, rows = Path(fixture) / "silent.tsv", []
    for number, fields in read_lines(path, "kind name file text why".split()):
        row = Silent(*fields[:4])
        if row.text not in (Path(fixture) / row.file).read_text(encoding="utf-8"):
            raise Failure(f"{path}:{number}: {row.file} does not hold: {row.text}")
        rows.append(row)
    return rows
