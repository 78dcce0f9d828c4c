"""What the objects of a target really refer to, by nm, objdump and addr2line.

Nothing here knows nostd-check. A name is *unresolved* when an object leaves it undefined and
no object of the whole target defines it; it is *hosted* when the index of the libc's archives
has it, *runtime* when that of libgcc has it. What is core by name stands in core.tsv.
"""

import functools
import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLONES = re.compile(r"(\.(part|isra|constprop|cold|lto_priv)(\.\d+)?)+$")


def output(*words, **options):
    return subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True,
                          errors="surrogateescape", **options).stdout


def core_names():
    names = set()
    for line in (HERE / "core.tsv").read_text().splitlines():
        if "\t" in line and not line.startswith("#"):
            names.update(line.split("\t")[1].split())
    return names


class Tools:
    """The binutils of one compiler, and the archives that it links."""

    def __init__(self, prefix, flags):
        self.prefix, self.flags = prefix, flags

    def tool(self, name):
        return self.prefix + name

    @functools.lru_cache(maxsize=None)
    def archive(self, name):
        return output(self.tool("gcc"), *self.flags, f"-print-file-name={name}").strip()

    @functools.lru_cache(maxsize=None)
    def index(self, *names):
        """The symbols of archives, by their index."""
        found = set()
        for name in names:
            text = output(self.tool("nm"), "-s", self.archive(name))
            found.update(re.findall(r"(?m)^(\S+) in \S", text))
        return found

    @functools.lru_cache(maxsize=None)
    def runtime(self):
        name = output(self.tool("gcc"), *self.flags, "-print-libgcc-file-name").strip()
        return set(re.findall(r"(?m)^(\S+) in \S", output(self.tool("nm"), "-s", name)))

    def hosted(self):
        return self.index("libc.a", "libm.a")


class Object:
    """One object file."""

    def __init__(self, tools, path):
        self.tools, self.path = tools, str(path)
        self.strong, self.weak, self.defined = set(), set(), set()
        for line in output(tools.tool("nm"), "-g", self.path).splitlines():
            kind, name = line.split()[-2:]
            group = {"U": self.strong, "w": self.weak, "v": self.weak}
            group.get(kind, self.defined).add(name)

    @functools.lru_cache(maxsize=None)
    def relocations(self):
        """(section, offset, symbol, type) of every named relocation of an allocated section."""
        section, rows = None, []
        for line in output(self.tools.tool("objdump"), "-r", "-w", self.path).splitlines():
            head = re.match(r"RELOCATION RECORDS FOR \[(.*)\]", line)
            if head:
                section = head[1]
            row = re.match(r"([0-9a-f]{8,}) (\S+) +(\S+)", line)
            if row and not re.match(r"\.(debug|stab|comment|gnu\.lto)", section):
                symbol = re.sub(r"[-+]0x[0-9a-f]+$", "", row[3])
                rows.append((section, int(row[1], 16), symbol, row[2]))
        return rows

    @functools.lru_cache(maxsize=None)
    def loads(self):
        """{(section, offset): [offsets of instructions that load this word]} on Arm."""
        found, section = {}, None
        text = output(self.tools.tool("objdump"), "-d", "--no-show-raw-insn", self.path)
        for line in text.splitlines():
            head = re.match(r"Disassembly of section (.*):", line)
            section = head[1] if head else section
            row = re.match(r" *([0-9a-f]+):\tldr\S*\t.*\[pc.*[;@] \(?([0-9a-f]+) <", line)
            if row:
                word = (section, int(row[2], 16))
                found.setdefault(word, []).append(int(row[1], 16))
        return found

    @functools.lru_cache(maxsize=None)
    def places(self, section, offsets):
        """(innermost function, file, line) of addresses in a section; line 0: none."""
        if not offsets:
            return []
        text = output(self.tools.tool("addr2line"), "-a", "-i", "-f", "-j", section,
                      "-e", self.path, *[hex(x) for x in offsets])
        found = []
        for part in re.split(r"(?m)^0x[0-9a-f]+\n", text)[1:]:
            function, place = part.split("\n")[:2]
            name, line = re.sub(r" \(discriminator \d+\)$", "", place).rsplit(":", 1)
            found.append((CLONES.sub("", function), os.path.basename(name),
                          int(line) if line.isdigit() else 0))
        return found


@functools.lru_cache(maxsize=None)
def read_object(tools, path):
    """An object that is not read twice."""
    return Object(tools, path)


class Target:
    """The objects of a target together."""

    def __init__(self, tools, paths):
        self.tools = tools
        self.objects = [read_object(tools, path) for path in paths]
        defined = set().union(*(x.defined for x in self.objects))
        self.unresolved = set().union(*(x.strong for x in self.objects)) - defined
        self.leaks = self.unresolved - core_names() - tools.runtime()

    def sites(self):
        """
        Where code refers to the leaks: {(symbol, function, file, line)}; and the
        (symbol, section) pairs of data that does.
        """
        code, data = set(), set()
        for one in self.objects:
            asked = {}
            for section, offset, symbol, kind in one.relocations():
                if symbol not in self.leaks:
                    continue
                if not section.startswith(".text"):
                    data.add((symbol, section))
                    continue
                word = kind == "R_ARM_ABS32"
                for at in one.loads().get((section, offset), []) if word else [offset]:
                    asked.setdefault(section, []).append((at, symbol))
            for section, rows in asked.items():
                places = one.places(section, tuple(at for at, _ in rows))
                code.update((symbol, *x) for (_, symbol), x in zip(rows, places))
        return code, data


def discarded(map_text):
    """{(section, file)} that a GNU ld map lists as discarded."""
    part = map_text.split("Discarded input sections", 1)[-1].split("Memory Configuration")[0]
    joined = re.sub(r"(?m)^( \.\S+)\n +0x", r"\1 0x", part)
    return set(re.findall(r"(?m)^ (\.\S+) +0x[0-9a-f]+ +0x[0-9a-f]+ (.*)$", joined))
