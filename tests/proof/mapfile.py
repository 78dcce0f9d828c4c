"""A GNU ld link map, as far as the proofs need it.

In:  the text of one map.
Out: pull rows, output sections, input sections in order, padding.
Independent of nostd-check: written from the linker's output alone. It reads maps that the
proofs have made themselves, so a line it does not know is skipped.
"""

import re
from typing import NamedTuple

NUMBER = r"0x[0-9a-f]+"
OUTPUT = re.compile(rf"(\S+)\s+({NUMBER})\s+({NUMBER})(?:\s+load address ({NUMBER}))?$")
INPUT = re.compile(rf" (\S+)\s+({NUMBER})\s+({NUMBER}) (\S.*)$")
FILL = re.compile(rf" \*fill\*\s+({NUMBER})\s+({NUMBER})")
BEFORE = re.compile(rf"\s+({NUMBER}) \(size before relaxing\)$")
# A name of C++ is printed as it is written, blanks and brackets in it.
PULL = re.compile(r"(.*?)(?:\s+|^)\((.*)\)$")
HEADINGS = (
    "Archive member included",
    "Discarded input sections",
    "Memory Configuration",
    "Linker script and memory map",
    "Cross Reference Table",
    "Allocating common symbols",
    "As-needed library",
    "Merging program properties",
)


class Pull(NamedTuple):
    member: str
    by: str  # "" if nobody refers to it
    symbol: str


class Row(NamedTuple):
    """One input section."""

    output: str
    name: str
    address: int
    size: int  # bytes it takes up: 0 if all of its strings are merged elsewhere
    file: str
    before: int  # size before merging or relaxing


class Map:
    def __init__(self):
        self.pulls = []
        self.outputs = {}  # name -> (address, size)
        self.rows = []  # in the order of the map
        self.fills = []  # (output, bytes)
        self.dropped = []  # discarded input sections

    def reserved(self):
        """Output sections that hold no input section: room that a script set aside."""
        used = {row.output for row in self.rows if row.size}
        return {name for name, (_, size) in self.outputs.items() if size} - used

    def padding(self, outputs):
        """Bytes between input sections, and behind them, in some output sections."""
        sizes = sum(size for name, (_, size) in self.outputs.items() if name in outputs)
        return sizes - sum(row.size for row in self.rows if row.output in outputs)


def read(path):
    """The Map of a file."""
    parts = _split(path.read_text(errors="surrogateescape"))
    result = Map()
    result.pulls = list(_pulls(parts.get("Archive member included", [])))
    _layout(_unwrap(parts.get("Linker script and memory map", [])), result)
    _clamp(result)
    result.dropped = _discarded(_unwrap(parts.get("Discarded input sections", [])))
    return result


def _split(text):
    parts, current = {}, []
    for line in text.splitlines():
        heading = next((h for h in HEADINGS if line.startswith(h)), None)
        if heading:
            current = parts.setdefault(heading, [])
        else:
            current.append(line)
    return parts


def _pulls(lines):
    member = None
    for line in lines:
        if not line.strip():
            continue
        if line.startswith(" "):
            yield _pull(member, line.strip())
        elif re.search(r"\)\s+\S.*\)$", line) or re.search(r"\)\s{2,}\(", line):
            member, rest = re.match(r"(.*?\))\s+(.*)$", line).groups()
            yield _pull(member, rest)
        else:
            member = line.strip()


def _pull(member, text):
    found = PULL.match(text)
    if not found:
        raise ValueError(f"a reason for {member} of another form: {text}")
    return Pull(member, found.group(1), found.group(2))


def _unwrap(lines):
    """Names that are too long stand alone; put them in front of the next line."""
    held = ""
    for line in lines:
        if re.fullmatch(r" ?[^\s*]\S*", line):
            if held:
                yield held
            held = line
            continue
        if held and re.match(rf"\s+{NUMBER}", line):
            line = held + " " + line.strip()
        elif held:
            yield held
        held = ""
        yield line


def _layout(lines, result):
    output = None
    for line in lines:
        if OUTPUT.match(line):
            name, address, size, _ = OUTPUT.match(line).groups()
            output = name
            result.outputs[name] = (int(address, 16), int(size, 16))
        elif FILL.match(line):
            result.fills.append((output, int(FILL.match(line).group(2), 16)))
        elif BEFORE.match(line) and result.rows:
            before = int(BEFORE.match(line).group(1), 16)
            result.rows[-1] = result.rows[-1]._replace(before=before)
        elif INPUT.match(line) and output:
            result.rows.append(_row(output, INPUT.match(line)))


def _clamp(result):
    """
    A section whose strings are all found elsewhere keeps its size in the map (ld 2.40),
    but the next row begins at the same address: what a row takes up ends where the next
    begins.
    """
    ends = {name: address + size for name, (address, size) in result.outputs.items()}
    for index in range(len(result.rows) - 1, -1, -1):
        row = result.rows[index]
        size = max(0, min(row.size, ends[row.output] - row.address))
        ends[row.output] = row.address
        result.rows[index] = row._replace(size=size)


def _discarded(lines):
    return [_row("", INPUT.match(line)) for line in lines if INPUT.match(line)]


def _row(output, match):
    name, address, size, file = match.groups()
    return Row(output, name, int(address, 16), int(size, 16), file, int(size, 16))
