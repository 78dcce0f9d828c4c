#!/usr/bin/env python3
"""Write a large map in the layout of GNU ld 2.40, for measuring speed and memory.

usage: gen_big_map.py [--seed N] [--bytes N] > big.map

The numbers that matter are those of a real link of 5,000 archive members built with
-ffunction-sections and linked with --gc-sections and --cref: a third of the sections is
discarded, two thirds of the lines are cross references, every symbol has one definition
and three references on average. The same seed and size give the same bytes.
"""
import argparse
import random
import sys

WORDS = ("init read write open close flush alloc free queue timer event buffer packet "
         "header table cache state config update handle parse format send receive lock "
         "unlock start stop reset poll dispatch register lookup insert remove find").split()
KINDS = ("text", "text", "text", "text", "rodata", "data", "bss")


class Map:
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
        while made < self.size:
            library = "build/modules/core%d/lib/libcore%d.a" % (number // 100, number // 100)
            path = "%s(%s_%d.c.obj)" % (library, self.rng.choice(WORDS), number)
            rows = list(self.names(number))
            made += sum(4 * (len(path) + 51) + 3 * len(name) + 160 for name, _ in rows)
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

    def write(self):
        members = list(self.members())
        kept = {kind: [] for kind in KINDS}
        gone = []
        for path, rows in members:
            for symbol, kind in rows:
                size = self.rng.randrange(4, 400)
                one = (symbol, ".%s.%s" % (kind, symbol), size, path)
                (gone if self.rng.random() < 0.33 else kept[kind]).append(one)
        self.out.write("Archive member included to satisfy reference by file (symbol)\n\n")
        puller = "build/main.c.obj"
        for path, rows in members:
            self.out.write("%s\n%30s%s (%s)\n" % (path, "", puller, rows[0][0]))
            puller = path
        self.out.write("\nDiscarded input sections\n\n")
        for _, section, size, path in gone:
            self.row(section, 0, size, path)
        self.out.write("\nMemory Configuration\n\n")
        self.out.write("%-16s %-18s %-18s %s\n" % ("Name", "Origin", "Length", "Attributes"))
        self.out.write("%-16s 0x%016x 0x%016x xr\n" % ("FLASH", 0x8000000, 0x8000000))
        self.out.write("%-16s 0x%016x 0x%016x xrw\n" % ("RAM", 0x20000000, 0x8000000))
        self.out.write("%-16s 0x%016x 0x%016x\n" % ("*default*", 0, 2**64 - 1))
        self.out.write("\nLinker script and memory map\n\nLOAD build/main.c.obj\nSTART GROUP\n")
        for library in sorted({path.split("(")[0] for path, _ in members}):
            self.out.write("LOAD %s\n" % library)
        self.out.write("END GROUP\n")
        for kind, address in (("text", 0x8000000), ("rodata", 0xa000000),
                              ("data", 0x20000000), ("bss", 0x24000000)):
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bytes", type=int, default=100 << 20)
    options = parser.parse_args()
    Map(sys.stdout, options.bytes, options.seed).write()


if __name__ == "__main__":
    main()
