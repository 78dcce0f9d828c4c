#!/usr/bin/env python3
"""What a leak really costs: cut it out of the objects, link again, compare.

    relink.py BUILD --list                          every reference to an undefined name
    relink.py BUILD --cut [OBJECT:]FUNCTION:SYMBOL  what one finding retains
    relink.py BUILD --symbol SYMBOL                 what a symbol's findings retain
    relink.py BUILD --drop-undefined NAME           what -u NAME on the link line retains

All options may be given together and repeated: everything they name is cut in one relink.
OBJECT is the end of a path, or archive(member); FUNCTION is empty outside functions.

In:  a build folder whose link command is known (linkline.py).
Out: the bytes of flash and RAM that leave the image, negative if it grows. If the cut
     image does not link, the undefined names.

The cut is binary: in each object the relocations of (source function, symbol) are set to
type NONE, an undefined symbol that lost its last one becomes weak, archives get the cut
member. Own code stays byte for byte. The source function is the STT_FUNC range without
the suffix of a clone, then the innermost inlined subroutine that addr2line reports.

Flash is what has a load address, the image of .data included; RAM is what is writable at
run time, except output sections without any input section: stack and heap belong to
nobody.
"""

import argparse
import posixpath
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import mapfile
from archive import ArchiveError, is_archive, members
from elf import (
    PT_LOAD,
    SHF_ALLOC,
    SHF_WRITE,
    SHN_UNDEF,
    SHT_NOBITS,
    STB_LOCAL,
    Elf,
    ElfError,
    source_name,
)
from linkline import LinkError, LinkFailed, LinkLine, find_link

# objdump: "  1c:	4b05      	ldr	r3, [pc, #20]	; (34 <kernel_end+0x34>)"
LITERAL_LOAD = re.compile(r"\s+([0-9a-f]+):\t.*\bv?ldr\S*\s.*\[pc, .*[;@] \(?([0-9a-f]+) <")


class Cost(NamedTuple):
    flash: int
    ram: int

    def __sub__(self, other):
        return Cost(self.flash - other.flash, self.ram - other.ram)


class Reference(NamedTuple):
    """One relocation to a symbol that others see, with the words that name its place."""

    word: str  # of the link command
    member: str  # of the archive; "" for an object
    function: str
    symbol: str
    section: str
    offset: int
    place: str  # file:line
    relocation: object

    @property
    def file(self):
        return f"{self.word}({self.member})" if self.member else self.word


class Image:
    """A build folder's image and the own files it is linked from."""

    def __init__(self, build, image=None):
        """`build`: a folder, of whose links `image` names one; or the link itself."""
        is_link = isinstance(build, LinkLine)
        self.line = build if is_link else find_link(build, image)
        self.paths = self.line.inputs()  # word of the command -> path
        self.files = {}  # word -> bytes
        self.objects = {}  # (word, member or "") -> Elf
        for word, path in self.paths.items():
            self._read(word, path)
        self._references = None
        self._base = None

    def has(self, file):
        """Whether the command names this object, or the archive of archive(member)."""
        return any(
            names_file(file, f"{word}({member})" if member else word)
            for word, member in self.objects
        )

    def _read(self, word, path):
        data = path.read_bytes()
        self.files[word] = data
        if not is_archive(data):
            self.objects[word, ""] = Elf(data, str(path))
            return
        for member in members(data, str(path)):
            body = data[member.offset : member.offset + member.size]
            if body[:4] == b"\x7fELF":
                self.objects[word, member.name] = Elf(body, f"{path}({member.name})")

    def references(self):
        """Every reference from an allocated section to a symbol that others see."""
        if self._references is None:
            self._references = [
                r for key, elf in self.objects.items() for r in self._of_object(key, elf)
            ]
        return self._references

    def _of_object(self, key, elf):
        found = []
        for relocation in elf.relocations:
            symbol = elf.symbols[relocation.symbol]
            if (
                symbol.name
                and (symbol.section == SHN_UNDEF or symbol.bind != STB_LOCAL)
                and elf.is_allocated(relocation.section)
            ):
                found.append((relocation, symbol.name))
        loads = self._loads(elf, [relocation for relocation, _ in found])
        places = [
            (relocation, name, offset)
            for relocation, name in found
            for offset in loads.get(relocation, [relocation.offset])
        ]
        frames = self._inline_frames(elf, [(r, offset) for r, _, offset in places])
        known = set()
        for (relocation, name, offset), (inlined, place, alone) in zip(places, frames):
            function = elf.function_at(relocation.section, relocation.offset)
            if alone and inlined and inlined != function:
                # Where each section begins at 0, DWARF 2 of avr-gcc 5.4 does not tell them
                # apart, and the answer is of another one.
                inlined, place = "", "??:?"
            function = (inlined or function) if function else ""
            if (relocation, function) in known:
                continue
            known.add((relocation, function))
            section = elf.sections[relocation.section].name
            yield Reference(
                *key, function, name, section, relocation.offset, place, relocation
            )

    def _loads(self, elf, relocations):
        """
        {relocation: offsets} of words in literal pools: the instructions that load them,
        which can be of several inlined functions.
        """
        found = {}
        for section in {r.section for r in relocations if elf.is_literal(r)}:
            words = {
                r.offset: r for r in relocations if r.section == section and elf.is_literal(r)
            }
            for at, to in self._literal_loads(elf, elf.sections[section].name):
                if to in words:
                    found.setdefault(words[to], []).append(at)
        return found

    def _literal_loads(self, elf, section):
        """(offset of the instruction, offset of the word) as objdump reads the code."""
        with tempfile.NamedTemporaryFile(suffix=".o") as file:
            file.write(elf.data)
            file.flush()
            out = subprocess.run(
                [self.line.tool("objdump"), "-d", "-j", section, file.name],
                check=True,
                capture_output=True,
                text=True,
                errors="surrogateescape",
            ).stdout
        for line in out.splitlines():
            match = LITERAL_LOAD.match(line)
            if match:
                yield int(match.group(1), 16), int(match.group(2), 16)

    def _inline_frames(self, elf, places):
        """What _ask() says of each (relocation, offset of the instruction)."""
        answers = {}
        with tempfile.NamedTemporaryFile(suffix=".o") as file:
            file.write(elf.data)
            file.flush()
            for section in {r.section for r, _ in places}:
                here = [place for place in places if place[0].section == section]
                asked = self._ask(
                    file.name, elf.sections[section].name, [offset for _, offset in here]
                )
                answers.update(zip(here, asked, strict=True))
        return [answers[place] for place in places]

    def _ask(self, path, section, offsets):
        """
        (innermost function, file:line, whether nothing is inlined) of each offset, by
        addr2line: -a heads each answer with its address.
        """
        out = subprocess.run(
            [
                self.line.tool("addr2line"),
                "-a",
                "-i",
                "-f",
                "-e",
                path,
                "-j",
                section,
                *map(hex, offsets),
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        answers = re.split(r"^0x[0-9a-f]+\n", out, flags=re.M)[1:]
        for answer in answers:
            function, place, *outer = answer.splitlines()
            # Without DWARF the answer is the symbol, with a clone's suffix.
            name = "" if function == "??" else source_name(function)
            yield name, place.split(" (")[0], not outer

    def cost(self, folder, cuts=(), dropped=()):
        """The Cost of the image linked into `folder` without the references in `cuts`."""
        replaced = self._write_cut(folder / "cut", cuts)
        image, map_file, _ = self.line.run(folder, replaced, dropped)
        return measure(image, map_file)

    def base(self, folder):
        """The Cost of the image linked again from untouched copies of its files."""
        if self._base is None:
            self._base = self.cost(folder)
        return self._base

    def _write_cut(self, folder, cuts):
        """Copies of all own inputs, the cut ones cut. Returns {word: copy}."""
        doomed = {}
        for reference in cuts:
            doomed.setdefault((reference.word, reference.member), []).append(
                reference.relocation
            )
        replaced = {}
        for index, (word, data) in enumerate(self.files.items()):
            copy = folder / str(index) / self.paths[word].name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(self._cut_file(word, data, doomed))
            replaced[word] = copy
        return replaced

    def _cut_file(self, word, data, doomed):
        if not is_archive(data):
            elf = self.objects[word, ""]
            return elf.cut(doomed.get((word, ""), ()))
        whole = bytearray(data)
        for member in members(data, word):
            if (word, member.name) in doomed:
                elf = self.objects[word, member.name]
                whole[member.offset : member.offset + member.size] = elf.cut(
                    doomed[word, member.name]
                )
        return bytes(whole)

    def select(self, function=None, symbol=None, file=None):
        """The references that fit; None fits all. `file` is the end of a path."""
        return [
            r
            for r in self.references()
            if (symbol is None or r.symbol == symbol)
            and (function is None or r.function == function)
            and (file is None or names_file(file, r.file))
        ]


def names_file(wanted, file):
    """
    Whether `wanted` is `file`, or names its end from a slash on. A report may have a role,
    {system}/, for a folder of this machine.
    """
    wanted = posixpath.normpath(re.sub(r"^\{[a-z]+\}/", "", wanted.replace("\\", "/")))
    file = posixpath.normpath(file.replace("\\", "/"))
    return file == wanted or file.endswith("/" + wanted) or wanted.endswith("/" + file)


def measure(image, map_file):
    """Flash and RAM of a linked image. The map tells reserved room from contents."""
    elf = Elf(image.read_bytes(), str(image))
    empty = mapfile.read(map_file).reserved()
    flash = ram = 0
    for section in elf.sections:
        if not section.flags & SHF_ALLOC:
            continue
        if section.type != SHT_NOBITS:
            flash += section.size
        moved = _load_address(elf, section) != section.address
        if (section.flags & SHF_WRITE or moved) and section.name not in empty:
            ram += section.size
    return Cost(flash, ram)


def _load_address(elf, section):
    for segment in elf.segments():
        inside = segment.address <= section.address < segment.address + segment.size
        if segment.type == PT_LOAD and inside:
            return section.address - segment.address + segment.load_address
    return section.address


def price(image, cuts, dropped=()):
    """(Cost that leaves, "") or (None, names that would be undefined)."""
    with tempfile.TemporaryDirectory(prefix="relink.") as temp:
        before = image.base(Path(temp) / "base")
        try:
            return before - image.cost(Path(temp) / "new", cuts, dropped), ""
        except LinkFailed as failure:
            return None, str(failure)


def _chosen(image, options):
    """The references that the options name; each option must name at least one."""
    cuts = []
    for text in options.cut:
        parts = text.rsplit(":", 2)
        if len(parts) < 2:
            raise LinkError(f"--cut {text}: expected [OBJECT:]FUNCTION:SYMBOL")
        file = parts[0] if len(parts) == 3 else None
        found = image.select(parts[-2], parts[-1], file)
        if not found:
            raise LinkError(f"--cut {text}: no such reference; see --list")
        cuts += found
    for symbol in options.symbol:
        found = image.select(symbol=symbol)
        if not found:
            raise LinkError(f"--symbol {symbol}: no such reference; see --list")
        cuts += found
    for name in options.drop_undefined:
        if name not in image.line.undefined_options():
            raise LinkError(f"--drop-undefined {name}: the link line has no -u {name}")
    return list(dict.fromkeys(cuts))


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument(
        "--image", help="file name of the image, if the build has several"
    )
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--cut", action="append", default=[], metavar="[O:]F:S")
    parser.add_argument("--symbol", action="append", default=[])
    parser.add_argument("--drop-undefined", action="append", default=[], metavar="NAME")
    return parser.parse_args()


def main():
    options = _arguments()
    try:
        image = Image(options.build, options.image)
        if options.list:
            for r in image.references():
                print("\t".join((r.file, r.section, r.function, r.symbol, r.place)))
            return 0
        cuts = _chosen(image, options)
        for r in cuts:
            print(f"cut {r.file}: {r.function or '(data)'}: {r.symbol} at {r.place}")
        saved, names = price(image, cuts, options.drop_undefined)
    except (LinkError, ElfError, ArchiveError, LinkFailed) as error:
        print(f"relink: {error}", file=sys.stderr)
        return 2
    if saved is None:
        print(f"the cut image does not link: {names}")
        return 1
    print(f"flash {saved.flash} ram {saved.ram}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
