"""What nm, objdump, addr2line, readelf and the linker's map say of a case.

In:   a build (its objects, image and map), and words of the column `proof`:

    u:NAME    an object leaves NAME undefined           !u:NAME  none does
    d:NAME    the image defines NAME                    !d:NAME  it does not
    m:MEMBER  the map has this archive member           !m:...   it has not
    x:NAME    the map lists a section of NAME as discarded
    s:NAME    the image has a section of this name with bytes in it
    i:HEADER  the compiler opens this header
    r:IN:NAME a relocation in the code of function IN names NAME
    p:MEMBER:NAME  a relocation in MEMBER of an archive in the map names NAME

Out:  what does not hold, as a sentence.
"""

import functools
import os
import re
import subprocess
from pathlib import Path

import truth


class Proof:
    """The binutils on one build."""

    def __init__(self, build):
        self.build, self.tools = build, build.chain.tools
        self.objects = [truth.Object(self.tools, build.folder / name)
                        for name in build.objects]

    @functools.cached_property
    def undefined(self):
        return set().union(*(x.strong | x.weak for x in self.objects))

    @functools.cached_property
    def defined(self):
        text = truth.output(self.tools.tool("nm"), str(self.build.folder / "app.elf"))
        return {line.split()[-1] for line in text.splitlines()
                if len(line.split()) == 3 and line.split()[1] not in "Uwv"}

    @functools.cached_property
    def map(self):
        return (self.build.folder / "app.map").read_text(errors="replace")

    @functools.cached_property
    def headers(self):
        return "".join((self.build.folder / name).with_suffix(".d").read_text()
                       for name in self.build.objects
                       if (self.build.folder / name).with_suffix(".d").exists())

    def fault(self, word):
        """None, or the sentence."""
        kind, _, what = word.partition(":")
        holds = {"u": self.is_undefined, "d": self.is_defined, "m": self.has_member,
                 "x": self.is_discarded, "s": self.has_section, "i": self.opens,
                 "r": self.refers, "p": self.pulls}[kind.lstrip("!")]
        return None if holds(what) != kind.startswith("!") else \
            f"proof {word} does not hold"

    def is_undefined(self, name):
        return name in self.undefined

    def is_defined(self, name):
        return name in self.defined

    def has_member(self, member):
        return f"{member}\n" in self.map.split("Discarded input sections")[0] or \
            re.search(rf"(?m)^ \S*(\n)? +0x\S+ +0x[1-9a-f]\S* \S*{re.escape(member)}$",
                      self.map) is not None

    def is_discarded(self, name):
        return any(section.endswith("." + name) for section, _ in truth.discarded(self.map))

    def has_section(self, name):
        text = truth.output(self.tools.tool("readelf"), "-SW",
                            str(self.build.folder / "app.elf"))
        rows = re.findall(r"\] (\.\S+) +\S+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)", text)
        return any(section == name and int(size, 16) for section, size in rows)

    def opens(self, header):
        return f"/{header} " in re.sub(r"\\\n|\n", " ", self.headers) + " "

    def refers(self, what):
        function, name = what.split(":")
        return any(place[0] == function for place in self.places(name))

    def pulls(self, what):
        return self.refers_in(*what.split(":"))

    def names_of(self, file, name):
        """The names that a file has for what it calls `name`: fiprintf is fprintf."""
        taken = self.find(file)
        text = truth.output(self.tools.tool("nm"), "-g", str(taken)) if taken else ""
        rows = [line.split() for line in text.splitlines() if len(line.split()) == 3]
        at = {row[0] for row in rows if row[2] == name and row[1] in "TtWwDdBbRrVvi"}
        return [name, *(row[2] for row in rows if row[0] in at and row[1] not in "U")]

    def refers_in(self, file, name):
        """Does code or data of a file of the link, archive(member) or object, name it?"""
        taken = self.find(file)
        return taken is not None and any(
            symbol == name and not section.startswith((".debug", ".eh_frame"))
            for section, _, symbol, _ in truth.Object(self.tools, taken).relocations())

    def find(self, file):
        """A file of the link, as the report calls it; None: it is not there."""
        archive, _, member = file.rstrip(")").partition("(")
        if (self.build.folder / file).exists():
            return self.build.folder / file
        path = re.search(rf"(?m)^(?:LOAD )?(/\S*/{re.escape(archive)})(?:\(|$)", self.map)
        if path is None:
            return None
        return self.take(path[1], member) if member else Path(path[1])

    def take(self, archive, member):
        taken = self.build.folder / f"taken.{member}"
        if not taken.exists():
            taken.write_bytes(subprocess.run(
                [self.tools.tool("ar"), "p", archive, member],
                check=True, stdout=subprocess.PIPE).stdout)
        return taken

    def places(self, name):
        """(function, file, line) of the code that refers to `name`."""
        found = set()
        for one in self.objects:
            for section, offset, symbol, _ in one.relocations():
                if symbol == name and section.startswith(".text"):
                    # Of a word between functions: the instructions that load it.
                    loads = one.loads() if self.tools.prefix.startswith("arm") else {}
                    at = loads.get((section, offset), [offset])
                    found.update(self.frame_of_own(one, section, tuple(at)))
        return found

    def frame_of_own(self, one, section, offsets):
        """As `places`, but out of what a header's functions are inlined into."""
        found = one.places(section, offsets)
        own = {path.name for path in self.build.folder.iterdir()}
        if all(place[1] in own for place in found):
            return found
        text = truth.output(self.tools.tool("addr2line"), "-i", "-f", "-j", section,
                            "-e", one.path, *map(hex, offsets))
        frames = zip(*[iter(text.splitlines())] * 2)
        places = [(function, *place.split(" ")[0].rsplit(":", 1))
                  for function, place in frames]
        return [(truth.CLONES.sub("", function), os.path.basename(file), int(line))
                for function, file, line in places
                if os.path.basename(file) in own and line.isdigit()]

    def in_section(self, symbol, function):
        return any(row[2] == symbol and re.fullmatch(rf"\.text(\.startup)?\.{function}", row[0])
                   for one in self.objects for row in one.relocations())

    def fault_of_finding(self, line):
        """A finding with a symbol and a line has this place in an object."""
        if line.startswith("diag "):
            return None
        _, rule, _, symbol, function, place = line.split(" ")
        if rule in ("NSC108", "NSC303"):  # asked for by the libc, not by this place
            return None if self.is_defined(symbol) else f"the image does not define {symbol}"
        name, _, number = place.partition(":")
        if not number or symbol == "-" or rule == "NSC102" or function == "-":
            return None
        if (function, name, int(number)) in self.places(symbol):
            return None
        # avr-addr2line leaves relocations of line tables to the linker; no binutils here
        # know AArch64.
        if self.build.chain.name.startswith(("avr.", "aarch64.")) and \
                self.in_section(symbol, function):
            return None
        return f"no relocation of {symbol} at {place} in {function}: " \
               f"{sorted(self.places(symbol))}"
