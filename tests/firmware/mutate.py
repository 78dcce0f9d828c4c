#!/usr/bin/env python3
"""Copy the telemetry fixture under another name, with other names in it, on other lines.

    mutate.py [--seed N] [--fixture DIR] COPY

The copy is the same program, so every verdict on it must be the same:
  * functions of the firmware, static ones too, get other names of equal length, and so do
    its source files, the header files with them;
  * blank lines and comments, some with words such as malloc in them, are put between
    lines.
Names that the libc, libgcc or the start-up conventions know stay: renaming _sbrk or
memmove would change the program. Strings stay, for they are what the node prints.
expected.tsv and silent.tsv are renamed in the same way; their tags find the new lines.

Out: the copy, and COPY/renames.tsv (function or file, old name, new name). The seed is
     printed.
"""

import argparse
import random
import re
import shutil
import string
import subprocess
from pathlib import Path

from firmware import FIXTURE, Failure, need, run_main

# A comment, a string, a character, a word, or what is between them.
TOKEN = re.compile(
    r'''/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*|'''
    r'''[^/"'A-Za-z_]+|.''',
    re.S,
)
WORD = re.compile(r"[A-Za-z_]\w*")
CODE = (".c", ".h", ".ld")
FOLDERS = ("app", "drivers", "protocol")
NOISE = [
    "/* reviewed */",
    "/* no malloc, no printf here */",
    "/* rand(), strtod(): later */",
    "/* see the data sheet */",
    "/* time and free are names of ours */",
]
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def toolchain_names():
    """Every name that the libraries of the toolchain define or need."""
    need("arm-none-eabi-gcc", "arm-none-eabi-nm")
    names = {"main"}
    for library in ("libc_nano.a", "libc.a", "libm.a", "libgcc.a", "libnosys.a"):
        path = subprocess.run(
            [
                "arm-none-eabi-gcc",
                "-mcpu=cortex-m3",
                "-mthumb",
                f"-print-file-name={library}",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        out = subprocess.run(
            ["arm-none-eabi-nm", "-P", path], check=True, capture_output=True, text=True
        ).stdout
        names.update(line.split(" ")[0] for line in out.splitlines() if " " in line)
    return names


def functions(text):
    """Names of the functions that a source defines: NAME(...), then { in column 0."""
    text = COMMENT.sub("", text)
    found = set()
    for match in re.finditer(
        r"^[A-Za-z_][^;{}#\n]*?\b(\w+)\(([^;{}]*)\)\n\{", text, re.M
    ):
        found.add(match.group(1))
    return found


class Renaming:
    """Old names to new ones. `taken` are all words that a new name must not be."""

    def __init__(self, pick, taken):
        self.pick, self.taken, self.names = pick, set(taken), {}

    def add(self, old):
        """A new name as long as the old one, which begins with q and ends in a digit."""
        for _ in range(1000):
            middle = "".join(
                self.pick.choices(string.ascii_lowercase + string.digits, k=len(old) - 2)
            )
            new = "q" + middle + self.pick.choice(string.digits)
            if new not in self.taken:
                self.taken.add(new)
                self.names[old] = new
                return
        raise Failure(f"no new name of {len(old)} letters is left for {old}")


def rename_words(text, names):
    """Each whole word that has a new name, wherever it stands."""
    return WORD.sub(lambda m: names.get(m[0], m[0]), text)


def rename_code(text, names):
    """Each whole word of C code and comments that has a new name; strings stay."""
    return TOKEN.sub(
        lambda m: m[0] if m[0][0] in "\"'" else rename_words(m[0], names), text
    )


def rename_paths(text, stems):
    """app/log.c and libdrivers.a(ring.c.obj) by the new names of the files."""
    return re.sub(r"\b(\w+)(\.[ch]\b)", lambda m: stems.get(m[1], m[1]) + m[2], text)


def move_lines(text, pick):
    """Blank lines and comments between lines, never inside a comment or a macro."""
    out, inside = [], False
    for line in text.splitlines():
        out.append(line)
        opened, closed = line.rfind("/*"), line.rfind("*/")
        inside = opened > closed or (inside and closed < 0)
        if not inside and not line.endswith("\\") and pick.random() < 0.2:
            out += [pick.choice(["", *NOISE]) for _ in range(pick.randrange(1, 4))]
    return "\n".join(out) + "\n"


def plan(fixture, pick):
    """(new names of functions, new stems of files)."""
    sources = [p for f in FOLDERS for p in sorted((fixture / f).glob("*.[ch]"))]
    texts = [p.read_text(encoding="utf-8") for p in sources]
    hosted = toolchain_names()
    words = {w for t in texts for w in re.findall(r"\w+", t)}
    renaming = Renaming(pick, hosted | words)
    for name in sorted(set().union(*map(functions, texts)) - hosted):
        renaming.add(name)
    files = Renaming(pick, {p.stem for p in sources} | renaming.taken)
    for stem in sorted({p.stem for p in sources}):
        files.add(stem)
    return renaming.names, files.names


def mutate(fixture, copy, pick):
    names, stems = plan(fixture, pick)
    if copy.exists():
        raise Failure(f"{copy}: exists already")
    shutil.copytree(fixture, copy)
    for path in sorted(copy.rglob("*")):
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".tsv":
            text = rename_words(text, names)
        elif path.suffix in CODE:
            text = rename_code(text, names)
        text = rename_paths(text, stems)
        if path.suffix in (".c", ".h") and path.parent.name in FOLDERS:
            text = move_lines(text, pick)
        path.write_text(text, encoding="utf-8")
        if path.suffix in (".c", ".h") and path.parent.name in FOLDERS:
            path.rename(path.with_name(stems[path.stem] + path.suffix))
    rows = [
        f"{kind}\t{old}\t{new}\n"
        for kind, table in (("function", names), ("file", stems))
        for old, new in sorted(table.items())
    ]
    (copy / "renames.tsv").write_text("".join(rows), encoding="utf-8")
    return len(names), len(stems)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(1 << 32)
    )
    parser.add_argument("--fixture", type=Path, default=FIXTURE)
    parser.add_argument("copy", type=Path)
    options = parser.parse_args()
    print(f"mutate: --seed {options.seed}")
    functions_, files = mutate(options.fixture, options.copy, random.Random(options.seed))
    print(f"{options.copy}: {functions_} functions and {files} files have new names")
    return 0


if __name__ == "__main__":
    run_main(main)
