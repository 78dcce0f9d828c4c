#!/usr/bin/env python3
"""Write a large map, for measuring speed and memory.

usage: gen_big_map.py [--format NAME] [--seed N] [--bytes N] > big.map

NAME is that of a reader: gnu-ld (as 2.40 writes it), gold, lld (19), lld-cref, mold
(1.10), wasm-ld (19), ld64 (ld64.lld 19), armlink (6.22), iar-ilink (8).

The numbers that matter are those of a real link of 5,000 archive members built with
-ffunction-sections and linked with --gc-sections and --cref: a third of the sections is
discarded, two thirds of the lines of GNU ld's map are cross references, every symbol has
one definition and three references on average. The same seed and size give the same
bytes; the size is met within a few percent.
"""
import argparse
import random
import sys

WORDS = ("init read write open close flush alloc free queue timer event buffer packet "
         "header table cache state config update handle parse format send receive lock "
         "unlock start stop reset poll dispatch register lookup insert remove find").split()
KINDS = ("text", "text", "text", "text", "rodata", "data", "bss")


BASES = {"text": 0x8000000, "rodata": 0xa000000, "data": 0x20000000, "bss": 0x24000000}


class Map:
    """Members with their symbols, and GNU ld's map of them."""

    # Bytes of the map for a symbol: so often its member's path, so often its name, and more.
    cost = (4, 3, 364)

    def __init__(self, out, size, seed):
        self.out = out
        self.size = size
        self.rng = random.Random(seed)

    def names(self, member):
        """The symbols of one member, with the section that holds each."""
        prefix = "%s_%s" % (self.rng.choice(WORDS), self.rng.choice(WORDS))
        for i in range(self.rng.randrange(8, 48)):
            words = self.rng.choices(WORDS, k=self.rng.randrange(1, 4))
            yield "%s_%d_%s_%d" % (prefix, member, "_".join(words), i), self.rng.choice(KINDS)

    def members(self):
        """Members until the text they will make reaches the size that was asked for."""
        made = 0
        number = 0
        paths, names, more = self.cost
        while made < self.size:
            library = "build/modules/core%d/lib/libcore%d.a" % (number // 100, number // 100)
            path = "%s(%s_%d.c.obj)" % (library, self.rng.choice(WORDS), number)
            rows = list(self.names(number))
            made += sum(paths * len(path) + names * len(name) + more for name, _ in rows)
            number += 1
            yield path, rows

    def row(self, name, address, size, path):
        if len(name) >= 14:
            self.out.write(" %s\n%16s0x%016x %10s %s\n" % (name, "", address, hex(size), path))
        else:
            self.out.write(" %-15s0x%016x %10s %s\n" % (name, address, hex(size), path))

    def output(self, name, address, rows):
        total = sum(size for _, _, size, _ in rows)
        if len(name) >= 15:
            self.out.write("\n%s\n%16s" % (name, ""))
        else:
            self.out.write("\n%-16s" % name)
        self.out.write("0x%016x %10s\n *(%s %s.*)\n" % (address, hex(total), name, name))
        for symbol, section, size, path in rows:
            self.row(section, address, size, path)
            self.out.write("%16s0x%016x%16s%s\n" % ("", address, "", symbol))
            address += size

    def sections(self, members):
        """Rows (symbol, section, size, path): what is kept, by kind, and what is not."""
        kept = {kind: [] for kind in KINDS}
        gone = []
        for path, rows in members:
            for symbol, kind in rows:
                size = self.rng.randrange(4, 400)
                one = (symbol, ".%s.%s" % (kind, symbol), size, path)
                (gone if self.rng.random() < 0.33 else kept[kind]).append(one)
        return kept, gone

    def placed(self, kept):
        """The same with an address in front, by kind."""
        for kind, address in BASES.items():
            rows = []
            for symbol, section, size, path in kept[kind]:
                rows.append((address, symbol, section, size, path))
                address += size
            yield kind, rows

    def pulls(self, members, because):
        self.out.write("Archive member included %s file (symbol)\n\n" % because)
        puller = "build/main.c.obj"
        for path, rows in members:
            self.out.write("%s\n%30s%s (%s)\n" % (path, "", puller, rows[0][0]))
            puller = path

    def discarded(self, gone):
        self.out.write("\nDiscarded input sections\n\n")
        for _, section, size, path in gone:
            self.row(section, 0, size, path)

    def write(self):
        members = list(self.members())
        kept, gone = self.sections(members)
        self.pulls(members, "to satisfy reference by")
        self.discarded(gone)
        self.out.write("\nMemory Configuration\n\n")
        self.out.write("%-16s %-18s %-18s %s\n" % ("Name", "Origin", "Length", "Attributes"))
        self.out.write("%-16s 0x%016x 0x%016x xr\n" % ("FLASH", 0x8000000, 0x8000000))
        self.out.write("%-16s 0x%016x 0x%016x xrw\n" % ("RAM", 0x20000000, 0x8000000))
        self.out.write("%-16s 0x%016x 0x%016x\n" % ("*default*", 0, 2**64 - 1))
        self.out.write("\nLinker script and memory map\n\nLOAD build/main.c.obj\nSTART GROUP\n")
        for library in sorted({path.split("(")[0] for path, _ in members}):
            self.out.write("LOAD %s\n" % library)
        self.out.write("END GROUP\n")
        for kind, address in BASES.items():
            self.output("." + kind, address, kept[kind])
        self.out.write("OUTPUT(build/big.elf elf32-littlearm)\n")
        self.cref(members)

    def cref(self, members):
        self.out.write("\nCross Reference Table\n\n%-50s%s\n" % ("Symbol", "File"))
        paths = [path for path, _ in members]
        symbols = sorted((symbol, path) for path, rows in members for symbol, _ in rows)
        for symbol, path in symbols:
            self.out.write("%-49s %s\n" % (symbol, path))
            for _ in range(self.rng.randrange(0, 7)):
                self.out.write("%50s%s\n" % ("", self.rng.choice(paths)))


class Gold(Map):
    def output(self, name, address, rows):
        total = sum(size for _, _, size, _ in rows)
        self.out.write("\n%-15s 0x%016x %10s\n" % (name, address, hex(total)))
        for symbol, section, size, path in rows:
            self.row(section, address, size, path)
            self.out.write("%16s0x%016x%16s%s\n" % ("", address, "", symbol))
            address += size

    def write(self):
        members = list(self.members())
        kept, gone = self.sections(members)
        self.pulls(members, "because of")
        self.discarded(gone)
        self.out.write("\nMemory map\n\n")
        self.row("** file header", 0x400000, 0x40, "")
        for kind, address in BASES.items():
            self.output("." + kind, address, kept[kind])
        self.out.write("\n.shstrtab       0x0000000000000000      0x100\n")
        self.row("** string table", 0, 0x100, "")
        self.cref(members)


class Lld(Map):
    cost = (2 / 3, 4 / 3, 102)
    title = "VMA              LMA     Size Align Out     In      Symbol"
    width = 16
    has_cref = False

    def line(self, address, size, align, text):
        self.out.write("%16x %16x %8x %5d %s\n" % (address, address, size, align, text))

    def end(self):
        self.line(0, 0x40, 1, ".shstrtab")
        self.line(0, 0x40, 1, "        <internal>:(.shstrtab)")

    def write(self):
        members = list(self.members())
        kept, _ = self.sections(members)
        self.out.write("%s%s\n" % (" " * (self.width - 3), self.title))
        for kind, rows in self.placed(kept):
            self.line(BASES[kind], sum(row[3] for row in rows), 4, "." + kind)
            for address, symbol, section, size, path in rows:
                self.line(address, size, 4, "        %s:(%s)" % (path, section))
                self.line(address, size, 1, "                " + symbol)
        self.end()
        if self.has_cref:
            self.cref(members)


class LldCref(Lld):
    cost = (4, 3, 310)
    has_cref = True


class Mold(Lld):
    cost = (2 / 3, 4 / 3, 84)
    title = "VMA       Size Align Out     In      Symbol"
    width = 18

    def line(self, address, size, align, text):
        self.out.write("%18s %10d %5d %s\n" % (hex(address), size, align, text))

    def end(self):
        self.line(0, 0x40, 8, "SHDR")


class WasmLd(Lld):
    cost = (2 / 3, 4 / 3, 72)
    title = "Addr      Off     Size Out     In      Symbol"
    width = 8

    def write(self):
        kept, _ = self.sections(list(self.members()))
        self.out.write("    %s\n" % self.title)
        for kind, rows in self.placed(kept):
            total = sum(row[3] for row in rows)
            if kind == "text":
                self.out.write("       - %8x %8x CODE\n" % (0x1000, total))
            elif kind == "rodata":
                self.out.write("       - %8x %8x DATA\n" % (0x400000, 0x400000))
            if kind != "text":
                self.out.write("%8x %8x %8x .%s\n" % (BASES[kind], 0, total, kind))
            for address, symbol, section, size, path in rows:
                where = "       -" if kind == "text" else "%8x" % address
                name = symbol if kind == "text" else section
                offset = address - BASES["text"]
                self.out.write("%s %8x %8x         %s:(%s)\n"
                               % (where, offset, size, path, name))
                self.out.write("%s %8x %8x                 %s\n"
                               % (where, offset, size, symbol))
        self.out.write("       - %8x %8x CUSTOM(name)\n" % (0x900000, 0x100))


class Ld64(Map):
    cost = (0, 1, 32)
    SECTIONS = {"text": "__TEXT\t__text", "rodata": "__TEXT\t__const",
                "data": "__DATA\t__data", "bss": "__DATA\t__bss"}

    def write(self):
        members = list(self.members())
        kept, gone = self.sections(members)
        number = {path: i + 1 for i, (path, _) in enumerate(members)}
        self.out.write("# Path: o.out\n# Arch: arm64\n# Object files:\n"
                       "[  0] linker synthesized\n")
        for path, _ in members:
            self.out.write("[%3d] %s\n" % (number[path], path))
        placed = list(self.placed(kept))
        self.out.write("# Sections:\n# Address\tSize    \tSegment\tSection\n")
        for kind, rows in placed:
            self.out.write("0x%08X\t0x%08X\t%s\n"
                           % (BASES[kind], sum(row[3] for row in rows), self.SECTIONS[kind]))
        self.out.write("# Symbols:\n# Address\tSize    \tFile  Name\n")
        for _, rows in placed:
            for address, symbol, _, size, path in rows:
                self.out.write("0x%08X\t0x%08X\t[%3d] _%s\n"
                               % (address, size, number[path], symbol))
        self.out.write("# Dead Stripped Symbols:\n#        \tSize    \tFile  Name\n")
        for symbol, _, size, path in gone:
            self.out.write("<<dead>>\t0x%08X\t[%3d] _%s\n" % (size, number[path], symbol))


class Armlink(Map):
    cost = (0, 9, 420)
    ROW = "=" * 78
    TYPES = {"text": ("Thumb Code", "Code", "RO"), "rodata": ("Data", "Data", "RO"),
             "data": ("Data", "Data", "RW"), "bss": ("Data", "Zero", "RW")}

    def part(self, heading):
        self.out.write("\n%s\n\n%s\n\n" % (self.ROW, heading))

    def refers(self, kept):
        """Three references to each symbol, from any section, in the order of files."""
        symbols = [row for kind in BASES for row in kept[kind]]
        for symbol, section, _, path in sorted(symbols, key=lambda row: row[3]):
            for _ in range(self.rng.randrange(0, 7)):
                to = self.rng.choice(symbols)
                self.out.write("    %s(%s) refers to %s(%s) for %s\n"
                               % (self.member(path), section, self.member(to[3]), to[1], to[0]))

    @staticmethod
    def member(path):
        return path.split("(")[1][:-1]

    def symbols(self, placed, local):
        self.out.write("    %s Symbols\n\n    Symbol Name%30s Value     Ov Type        Size"
                       "  Object(Section)\n\n" % ("Local" if local else "Global", ""))
        for kind, rows in placed:
            for address, symbol, section, size, path in rows:
                if (size % 8 == 0) == local:
                    self.out.write("    %-40s 0x%08x   %-10s %5d  %s(%s)\n"
                                   % (symbol, address | (kind == "text"), self.TYPES[kind][0],
                                      size, self.member(path), section))
        self.out.write("\n")

    def region(self, name, placed):
        base = placed[0][1][0][0]
        self.out.write("    Execution Region %s (Exec base: 0x%08x, Load base: 0x%08x, Size: "
                       "0x%08x, Max: 0x10000000, ABSOLUTE)\n\n    Exec Addr    Load Addr    "
                       "Size         Type   Attr      Idx    E Section Name        Object\n\n"
                       % (name, base, base, sum(row[3] for _, rows in placed for row in rows)))
        index = 0
        for kind, rows in placed:
            _, what, attribute = self.TYPES[kind]
            for address, _, section, size, path in rows:
                index += 1
                load = "-         " if kind == "bss" else "0x%08x" % address
                self.out.write("    0x%08x   %s   0x%08x   %-6s %-2s %12d    %-19s %s\n"
                               % (address, load, size, what, attribute, index, section,
                                  path.split("/")[-1]))
        self.out.write("\n")

    def write(self):
        kept, gone = self.sections(list(self.members()))
        placed = list(self.placed(kept))
        self.out.write("Component: Arm Compiler for Embedded 6.22 Tool: armlink [5ee90200]\n")
        self.part("Section Cross References")
        self.refers(kept)
        self.part("Removing Unused input sections from the image.")
        for _, section, size, path in gone:
            self.out.write("    Removing %s(%s), (%d bytes).\n"
                           % (self.member(path), section, size))
        self.out.write("\n%d unused section(s) (total %d bytes) removed from the image.\n"
                       % (len(gone), sum(row[2] for row in gone)))
        self.part("Image Symbol Table")
        self.symbols(placed, True)
        self.symbols(placed, False)
        self.part("Memory Map of the image")
        self.out.write("  Image Entry point : 0x08000001\n\n  Load Region LR (Base: 0x08000000, "
                       "Size: 0x10000000, Max: 0x10000000, ABSOLUTE)\n\n")
        self.region("ER_ROM", placed[:2])
        self.region("ER_RAM", placed[2:])
        self.part("Image component sizes")
        self.out.write("\n%s\n" % self.ROW)


class IarIlink(Map):
    cost = (0, 2, 100)
    KINDS = {"text": "ro code", "rodata": "const", "data": "inited", "bss": "zero"}

    @staticmethod
    def grouped(number):
        digits = "%x" % number
        return "0x%s'%s" % (digits[:-4] or "0", digits[-4:].rjust(4, "0"))

    def heading(self, words):
        self.out.write("\n%s\n*** %s\n***\n\n" % ("*" * 79, words))

    def objects(self, path):
        library, member = path[:-1].split("(")
        name = library.split("/")[-1]
        return "%s [%d]" % (member, self.libraries.setdefault(name, len(self.libraries) + 1))

    def write(self):
        self.libraries = {}
        kept, _ = self.sections(list(self.members()))
        placed = list(self.placed(kept))
        self.out.write("%s\n#\n# IAR ELF Linker V8.32.1.169/W32 for ARM"
                       "                 01/Jan/2020  00:00:00\n"
                       "# Copyright 2007-2018 IAR Systems AB.\n#\n%s\n" % ("#" * 79, "#" * 79))
        self.heading("PLACEMENT SUMMARY")
        self.out.write('"P1":  place in [from 0x800\'0000 to 0xfff\'ffff] { ro };\n'
                       '"P2":  place in [from 0x2000\'0000 to 0x2fff\'ffff] { rw };\n\n'
                       "  Section            Kind         Address    Size  Object\n"
                       "  -------            ----         -------    ----  ------\n")
        for number, (kind, rows) in enumerate(placed):
            if number % 2 == 0:
                self.out.write('\n"P%d":%43s\n' % (number // 2 + 1, "0x1000"))
            for address, symbol, _, size, path in rows:
                self.out.write("  .%-18s%-7s  %s  %6s  %s\n"
                               % (kind, self.KINDS[kind], self.grouped(address), hex(size),
                                  self.objects(path)))
        self.heading("ENTRY LIST")
        self.out.write("Entry                       Address   Size  Type      Object\n"
                       "-----                       -------   ----  ----      ------\n")
        for kind, rows in placed:
            what = "Code" if kind == "text" else "Data"
            for address, symbol, _, size, path in rows:
                text = symbol + "\n%25s" % "" if len(symbol) > 23 else "%-25s" % symbol
                self.out.write("%s%s  %5s  %s  Gb  %s\n" % (text, self.grouped(address),
                                                           hex(size), what, self.objects(path)))
        self.out.write("\n\n")
        for library, number in self.libraries.items():
            self.out.write("[%d] = %s\n" % (number, library))
        self.out.write("\n  1'000 bytes of readonly  code memory\n\nErrors: none\n"
                       "Warnings: none\n")


FORMATS = {"gnu-ld": Map, "gold": Gold, "lld": Lld, "lld-cref": LldCref, "mold": Mold,
           "wasm-ld": WasmLd, "ld64": Ld64, "armlink": Armlink, "iar-ilink": IarIlink}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=list(FORMATS), default="gnu-ld")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bytes", type=int, default=100 << 20)
    options = parser.parse_args()
    FORMATS[options.format](sys.stdout, options.bytes, options.seed).write()


if __name__ == "__main__":
    main()
