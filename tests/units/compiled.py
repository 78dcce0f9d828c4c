"""What the real compiler makes of a unit: objects, headers, calls, the machine.

In:   a Unit and an empty folder.
Out:  objects in it, with what the compiler wrote beside them; None where it refuses.
"""

import os
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

# How a unit is compiled: with lines and without, and for the calls, without optimisation.
WAYS = {"-g": ["-g"], "-g0": ["-g0"], "calls": ["-O0", "-g0", "-fcallgraph-info"]}
# ELF's machine and class: what a triple of it begins with.
TRIPLES = {
    (3, 1): ("i386-", "i486-", "i586-", "i686-"), (62, 2): ("x86_64-",),
    (40, 1): ("arm", "thumb"), (83, 1): ("avr",), (183, 2): ("aarch64-",),
    (243, 1): ("riscv32-",), (243, 2): ("riscv64-",),
}
EDGE = re.compile(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"(?: label: "([^"]*)")?')
BUILTIN = re.compile(r'node: \{ title: "([^"]*)" label: "__builtin_')
COMPILED = re.compile(r'node: \{ title: "([^"]*)" label: "[^"]*"(?! shape)')


@dataclass(frozen=True)
class Edge:
    """A call; without a place when no source line asked for it."""
    caller: str
    callee: str
    file: str
    line: int


def entry(unit, way, folder, name):
    """A row of a compile database."""
    target = folder / f"{name}.o"
    words = [*unit.words, "-w", *WAYS[way], "-MD", "-MF", str(target.with_suffix(".d")),
             "-c", "-o", str(target)]
    return {"directory": unit.folder, "file": unit.source, "arguments": words}


def object_of(row):
    return Path(row["arguments"][-1])


def compile_row(row):
    """Whether the compiler takes it."""
    done = subprocess.run(row["arguments"], cwd=row["directory"], capture_output=True,
                          check=False)
    return done.returncode == 0


def headers(row):
    """All files that were read."""
    text = object_of(row).with_suffix(".d").read_text(errors="surrogateescape")
    words = re.split(r"(?<!\\)\s+", text.replace("\\\n", " ").split(":", 1)[1].strip())
    return {os.path.realpath(os.path.join(row["directory"], word.replace("\\ ", " ")))
            for word in words}


def triple_begins(row):
    """What the triple of this object may begin with."""
    head = object_of(row).read_bytes()[:20]
    order = "<" if head[5] == 1 else ">"
    machine, = struct.unpack(order + "H", head[18:20])
    return TRIPLES[machine, head[4]]


def short(title):
    """Static functions have their file before their name, asm labels a star."""
    return title.rsplit(":", 1)[-1].lstrip("*")


def callgraph(row):
    """(edges of direct calls, functions that are compiled, callees that are builtins)."""
    text = object_of(row).with_suffix(".ci").read_text(errors="surrogateescape")
    edges = set()
    for caller, callee, label in EDGE.findall(text):
        if callee == "__indirect_call":
            continue
        file, line = "", 0
        if label:
            file, line, _ = label.rsplit(":", 2)
            file = os.path.realpath(os.path.join(row["directory"], file))
        edges.add(Edge(short(caller), short(callee), file, int(line)))
    return (edges, {short(title) for title in COMPILED.findall(text)},
            {short(title) for title in BUILTIN.findall(text)})


def defined(row):
    """Symbols of the optimised object of the same unit, static ones as well."""
    target = object_of(row)
    done = subprocess.run([row["arguments"][0].removesuffix("gcc") + "nm", "--defined-only",
                           "-P", target.parent.parent / "-g" / target.name],
                          capture_output=True, text=True, check=True)
    return {line.split()[0] for line in done.stdout.splitlines()}


def preprocessed(row):
    """(file, line) -> what gcc's preprocessor leaves there."""
    words = row["arguments"]
    done = subprocess.run([*words[:words.index("-MD")], "-E"], cwd=row["directory"],
                          capture_output=True, check=True)
    found, file, number = {}, "", 0
    for line in done.stdout.decode(errors="surrogateescape").splitlines():
        marker = re.match(r'# (\d+) "(.*)"', line)
        if marker:
            file = os.path.realpath(os.path.join(row["directory"], marker[2]))
            number = int(marker[1])
            continue
        found[file, number] = found.get((file, number), "") + " " + line
        number += 1
    return found


def dumps(row):
    """
    Two of gcc's dumps at -O0, function -> text: as it was parsed, and as it is before it
    becomes instructions.
    """
    base = object_of(row).with_suffix(".dump")
    names = [f"{base}.original", f"{base}.optimized"]
    subprocess.run([*row["arguments"], f"-fdump-tree-original={names[0]}",
                    f"-fdump-tree-optimized={names[1]}"], cwd=row["directory"],
                   capture_output=True, check=True)
    found = []
    for name in names:
        parts = re.split(r"^;; Function (\S+) .*$", Path(name).read_text(errors="replace"),
                         flags=re.MULTILINE)
        found.append(dict(zip(parts[1::2], parts[2::2])))
    return found
