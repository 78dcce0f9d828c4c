#!/usr/bin/env python3
"""Confirm the fixture's tables with the linker, its map, nm and addr2line.

    check_table.py FIXTURE LEAKY_BUILD CLEAN_BUILD

nostd-check has no part in it. What is checked of expected.tsv and silent.tsv:
  * every undefined name of an own object is own, the script's, in expected.tsv or in
    silent.tsv: the tables are complete;
  * each row's symbol is referred to by that function, in that object, on those lines and
    on no others (relocations, addr2line);
  * without optimisation, so without inlining, each unit has these references and no
    others: that is what the sources say;
  * the states: whether the referring section is in the image, and what the map says of
    the section that defines the symbol;
  * the prices, by relinking without the references;
  * NSC102: the unit compiles without the include. NSC401: no unit is freestanding;
  * the clean twin needs none of the symbols, and all its units are freestanding.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from firmware import PROOF, Failure, need, run_main

sys.path.insert(0, str(PROOF))

import table
from elf import Elf
from linkline import LinkError, LinkFailed
from mapfile import read as read_map
from relink import Image, names_file, price

HOSTED = re.compile(r"/lib(c|g|m)(_nano)?\.a\(")


class Build:
    """The leaky build as binutils see it."""

    def __init__(self, folder):
        self.folder, self.image = folder, Image(folder)
        self.map = read_map(folder / "telemetry.map")
        self.cross = cross_references(folder / "telemetry.map")
        own = set().union(*(e.defined() for e in self.image.objects.values()))
        self.undefined = {}  # name -> own files that need it
        for (word, member), elf in self.image.objects.items():
            for name in elf.undefined():
                if name not in own:
                    file = f"{word}({member})" if member else word
                    self.undefined.setdefault(name, set()).add(file)

    def definer(self, symbol):
        """The file that defines a symbol: the first of its cross references."""
        return self.cross.get(symbol, [""])[0]

    def is_live(self, file, section):
        return any(r.file == file and r.name == section for r in self.map.rows)

    def definition_state(self, symbol):
        """live if the section that defines a symbol is in the map with a size."""
        file = self.definer(symbol)
        sections = [
            s for s, names in defined_in(self.image.line, file).items() if symbol in names
        ]
        live = any(
            r.file == file and r.name in sections and r.before for r in self.map.rows
        )
        dead = any(r.file == file and r.name in sections for r in self.map.dropped)
        return "live" if live else "extracted" if dead else ""

    def dead_state(self, symbol):
        """A dead reference: extracted if it alone brought the definition, which is dead."""
        return "extracted" if self.definition_state(symbol) == "extracted" else "referenced"


def cross_references(path):
    """{symbol: files} of a map; the first file defines it."""
    found, name = {}, None
    lines = path.read_text(errors="surrogateescape").split("Cross Reference Table", 1)[1]
    for line in lines.splitlines()[3:]:
        match = re.match(r"(\S+)?\s+(\S.*)$", line)
        if line.strip() and not line.startswith(" ") and " " not in line:
            name = line.strip()
        elif match:
            name = match.group(1) or name
            found.setdefault(name, []).append(match.group(2))
    return found


def defined_in(line, file):
    """{section: symbols} of an archive(member), by objdump."""
    match = re.fullmatch(r"(.+)\(([^()]+)\)", file)
    path = line.folder / match.group(1)
    text = subprocess.run(
        [line.tool("objdump"), "-t", "-w", path],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found, inside = {}, False
    for row in text.splitlines():
        if ":     file format" in row:
            inside = row.split(":")[0] == match.group(2)
        symbol = re.match(r"[0-9a-f]+ .{7} (\S+)\t[0-9a-f]+ (?:\.\w+ )?(.*)$", row)
        if inside and symbol and symbol.group(1) != "*UND*":
            found.setdefault(symbol.group(1), set()).add(symbol.group(2))
    return found


def check_complete(build, rows, silent):
    told = {r.symbol for r in rows} | {
        s.name for s in silent if s.kind in ("core", "own", "helper")
    }
    for name, files in sorted(build.undefined.items()):
        if (
            name in told
            or HOSTED.search(build.definer(name)) is None
            and script(build, name)
        ):
            continue
        raise Failure(f"{name}, needed by {', '.join(sorted(files))}, is in no table")
    for row in silent:
        if row.kind in ("core", "helper") and row.name not in build.undefined:
            raise Failure(f"silent.tsv: no own object needs {row.name}")
        if row.kind in ("hook", "own"):
            users = [f for f in build.cross.get(row.name, ()) if HOSTED.search(f)]
            if HOSTED.search(build.definer(row.name)) or not users:
                raise Failure(f"silent.tsv: {row.name}: the libc uses no own definition")


def script(build, name):
    """Whether the linker script defines a name."""
    return re.search(
        rf"\b{re.escape(name)} = ", (build.folder / "telemetry.map").read_text()
    )


def check_references(build, row):
    """The row's object, function and lines, and that nothing else fits its function."""
    found = build.image.select(row.function, row.symbol)
    if not found:
        raise Failure(f"{row}: no such reference")
    for reference in found:
        if not names_file(row.object, reference.file):
            raise Failure(f"{row}: also in {reference.file}")
    lines = {tuple(r.place.rsplit(":", 1)) for r in found}
    wanted = {(row.file, str(n)) for n in row.lines}
    if {(f, n) for f, n in lines if not f.endswith("/" + row.file)} or {
        n for _, n in lines
    } != {n for _, n in wanted}:
        raise Failure(f"{row}: lines {sorted(lines)}, the table has {sorted(wanted)}")
    live = any(build.is_live(r.file, r.section) for r in found)
    state = "live" if live else build.dead_state(row.symbol)
    if row.verdicts["all"].state != state:
        raise Failure(
            f"{row}: {state} by the map, the table has {row.verdicts['all'].state}"
        )
    if row.verdicts["all"].severity != ("error" if live else "note"):
        raise Failure(
            f"{row}: a reference that is {state} is no " f"{row.verdicts['all'].severity}"
        )


def check_map_column(build, row):
    state = build.definition_state(row.symbol)
    want = table.Verdict("error" if state == "live" else "note", state)
    if not any(names_file(row.object, f) for f in build.cross[row.symbol][1:]):
        raise Failure(f"{row}: the map knows no reference from {row.object}")
    if row.verdicts.get("map") != want:
        raise Failure(
            f"{row}: the map says {want}, the table has {row.verdicts.get('map')}"
        )


def check_root_option(build, row):
    """A -u: on the link line, in no object, and blamed on the libc by the map."""
    if row.symbol not in build.image.line.undefined_options():
        raise Failure(f"{row}: the link line has no -u {row.symbol}")
    if row.symbol in build.undefined:
        raise Failure(f"{row}: own objects refer to it")
    blamed = [p.by for p in build.map.pulls if p.symbol == row.symbol]
    if "map" in row.verdicts or not all(HOSTED.search(by) for by in blamed):
        raise Failure(f"{row}: the map blames {blamed}")
    if build.definition_state(row.symbol) != row.verdicts["all"].state:
        raise Failure(f"{row}: {build.definition_state(row.symbol)} by the map")


def check_prices(build, rows):
    for row in (r for r in rows if r.retained):
        dropped = {row.symbol} & build.image.line.undefined_options()
        if row.rule == "ALL":
            symbols = {r.symbol for r in rows if r.function}
            alone = group = [r for r in build.image.references() if r.symbol in symbols]
            dropped = build.image.line.undefined_options()
        else:
            alone = build.image.select(row.function, row.symbol)
            group = build.image.select(symbol=row.symbol)
        for what, want, cuts in (
            ("alone", row.retained, alone),
            ("group", row.group, group),
        ):
            got, names = price(build.image, cuts, dropped)
            if got != want:
                raise Failure(
                    f"{row}: {what}: relinked {tuple(got or (names,))}, "
                    f"the table has {want}"
                )
            print(f"ok   {row}: {what}: {got.flash} flash, {got.ram} ram")


def commands(folder):
    """(source, words) of each unit of a compile database."""
    entries = json.loads((folder / "compile_commands.json").read_text())
    return [(Path(e["file"]), shlex.split(e["command"])) for e in entries]


def check_header(fixture, build, row):
    """The unit compiles without the include, so nothing of the header is used."""
    source = fixture / row.file
    text = source.read_text().splitlines()
    line = row.lines[0] - 1
    if f"#include <{row.symbol}>" not in text[line]:
        raise Failure(f"{row}: line {row.lines[0]} includes something else")
    text[line] = ""
    words = next(
        w
        for file, w in commands(build.folder)
        if file.as_posix().endswith("/" + row.file)
    )
    words = words[: words.index("-o")] + ["-x", "c", "-fsyntax-only", "-Werror", "-"]
    done = subprocess.run(words, input="\n".join(text), capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{row}: the unit needs the header: {done.stderr}")


def check_level_columns(row):
    """A name that is core by itself (NSC111) needs an archive to be found out."""
    want = None if row.rule == "NSC111" else table.Verdict("error", "referenced")
    for level in ("objects", "sources"):
        if row.verdicts.get(level) != want:
            raise Failure(
                f"{row}: {level}: expected {want}, got {row.verdicts.get(level)}"
            )


def check_sources(build, rows):
    """(function, symbol) of every unit compiled with -O0 are those of the table."""
    wanted = {(r.function, r.symbol) for r in rows if r.function}
    symbols, found = {r.symbol for r in rows if r.function}, set()
    with tempfile.TemporaryDirectory(prefix="sources.") as temp:
        for source, words in commands(build.folder):
            if "arm-none-eabi" not in words[0]:
                continue
            out = Path(temp) / "unit.o"
            words[words.index("-o") + 1] = str(out)
            subprocess.run([*words, "-O0"], check=True, cwd=build.folder)
            elf = Elf(out.read_bytes(), str(source))
            for relocation in elf.relocations:
                name = elf.symbols[relocation.symbol].name
                if name in symbols:
                    found.add(
                        (elf.function_at(relocation.section, relocation.offset), name)
                    )
    if found != wanted:
        raise Failure(
            f"in the sources, not in the table: {sorted(found - wanted)}; in the "
            f"table alone: {sorted(wanted - found)}"
        )


def check_freestanding(folder, wanted):
    """Whether every target unit has the flag, or none; host tools are not asked."""
    for source, words in commands(folder):
        target = "arm-none-eabi" in words[0]
        if target and ("-ffreestanding" in words) != wanted:
            raise Failure(f"{source}: -ffreestanding in {folder.name}: expected {wanted}")
        if not target and source.parent.name != "tools":
            raise Failure(f"{source}: compiled by {words[0]}")
    hosts = [s for s, w in commands(folder) if "arm-none-eabi" not in w[0]]
    if len(hosts) != 1:
        raise Failure(f"{folder}: expected one host tool in the database, got {hosts}")


def check_clean(folder, rows):
    """The clean twin needs no symbol of the table and no libc function beyond core."""
    build = Build(folder)
    check_freestanding(folder, True)
    if "-nodefaultlibs" not in build.image.line.words:
        raise Failure(f"{folder}: linked without -nodefaultlibs")
    leaks = {r.symbol for r in rows} & (set(build.undefined) | set(build.cross))
    if leaks:
        raise Failure(f"{folder}: the clean twin has {', '.join(sorted(leaks))}")
    core = {"memcpy", "memset", "memcmp", "memchr", "strlen", "strcmp"}
    taken = {n for n, f in build.cross.items() if HOSTED.search(f[0])}
    beyond = {n for n in taken & set(build.undefined)} - core
    if beyond or build.image.line.undefined_options():
        raise Failure(f"{folder}: takes {', '.join(sorted(beyond))} from the libc")


def check(fixture, leaky, clean):
    rows, silent = table.load(fixture), table.load_silent(fixture)
    build = Build(leaky)
    check_complete(build, rows, silent)
    for row in rows:
        if row.rule == "NSC102":
            check_header(fixture, build, row)
        elif row.rule == "NSC401":
            check_freestanding(leaky, False)
        elif row.rule == "ALL":
            pass  # a price and nothing else
        elif not row.function:
            check_root_option(build, row)
        else:
            check_references(build, row)
            check_map_column(build, row)
            check_level_columns(row)
        print(f"ok   {row}")
    check_sources(build, rows)
    check_prices(build, rows)
    check_clean(clean, rows)
    print(
        f"{len(rows)} rows, {len(silent)} near misses, "
        f"{len(build.undefined)} undefined names"
    )
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fixture", type=Path)
    parser.add_argument("leaky", type=Path)
    parser.add_argument("clean", type=Path)
    options = parser.parse_args()
    need("arm-none-eabi-gcc", "arm-none-eabi-nm")
    try:
        return check(
            options.fixture.resolve(), options.leaky.resolve(), options.clean.resolve()
        )
    except (LinkError, LinkFailed) as error:
        raise Failure(str(error)) from error


if __name__ == "__main__":
    run_main(main)
