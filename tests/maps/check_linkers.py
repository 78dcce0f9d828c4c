#!/usr/bin/env python3
"""Link random programs with gold, lld and mold and compare the maps with the facts.

usage: check_linkers.py MAP_DUMP [--seed N] [--links N] [--linker NAME] [--keep FOLDER]

For each link: which files have sections (the linker's -t), every section that takes memory
(readelf -S of the objects, less what --print-gc-sections says), output sections (readelf -S
of the image), symbols (nm of the image); of gold also why members came in (nm of the
objects) and what was dropped. Then the map cut at random places.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import gen_program
import maplib
from check_links import Objects, check_pulls, plain

# name -> target, command
LINKERS = {
    "gold": ("x86_64", ["ld.gold"]),
    "lld": ("x86_64", ["ld.lld"]),
    "lld-arm": ("arm", ["ld.lld"]),
    "mold": ("x86_64", ["mold", "--no-fork"]),  # else what it says may be lost
}
# Sections that linkers place as they are, whatever else they merge or make themselves.
KEPT = re.compile(r"\.(text|data|bss|rodata(?!\.(str|cst)))\b|"
                  + "|".join(re.escape(name) for name in gen_program.SECTIONS))


class Link:
    def __init__(self, program, rng, linker):
        self.program = program
        self.target, self.tool = LINKERS[linker]
        self.linker = linker
        self.inputs = [path for path, _ in program.objects]
        self.whole = rng.choice(program.archives) if rng.random() < 0.2 else None
        self.options = ["--trace", "-e", program.entry()]
        if program.gc:
            self.options += ["--gc-sections", "--print-gc-sections"]
        if rng.random() < 0.5 and linker != "mold":
            self.options.append("--cref")
        if rng.random() < 0.3 and linker != "mold":
            self.options.append("--no-demangle")
        if rng.random() < 0.2:
            self.options.append("-s")
        plain_names = [n for n, cxx in program.defined if not cxx]
        if rng.random() < 0.3 and plain_names:
            self.options += ["-u", rng.choice(plain_names)]
        if rng.random() < 0.3:
            self.options.append("--defsym=given_1=0x1234")

    def run(self):
        words = []
        for name in self.program.archives:
            words += (["--whole-archive", name, "--no-whole-archive"] if name == self.whole
                      else [name])
        self.command = (self.tool + self.options + ["-Map=plain.map", "-o", "plain.elf"] +
                        self.inputs + words)
        run = subprocess.run(self.command, cwd=self.program.folder, capture_output=True)
        if run.returncode:
            raise RuntimeError("%s\n%s" % (" ".join(self.command), run.stderr.decode()))
        self.said = (run.stdout + run.stderr).decode(errors="replace").splitlines()
        # As ld -t -t writes members, for check_pulls().
        self.loaded = [plain(re.sub(r"^trace: ", "", line)) for line in self.said
                       if re.search(r"\.o\)?$", line) and "unused section" not in line]
        self.trace = [re.sub(r"^(.*)\(([^()]*)\)$", r"(\1)\2", line) for line in self.said
                      if re.search(r"\.o\)$", line)]
        return os.path.join(self.program.folder, "plain.map")

    def removed(self):
        """(file, section) of what was collected."""
        return maplib.removed_sections(self.said, plain)


def check_sections(checks, link, objects, facts):
    removed = link.removed()
    expected, found = [], []
    if link.linker == "mold":  # it also traces members that it looks at and does not take
        taken = ({plain(maplib.file_text(row)) for row in facts["sections"] if maplib.file_text(row)}
                 | {file for file, _ in removed})
        link.loaded = [name for name in link.loaded if name in taken]
    for name in link.loaded:
        for section, size in objects.sections.get(name, []):
            if size and KEPT.match(section) and (name, section) not in removed:
                expected.append((name, section, size))
    for row in facts["sections"]:
        name = maplib.file_text(row)
        if not name or not row["output"]:
            continue
        checks.true(plain(name) in link.loaded, "%s has sections, and was not loaded" % name)
        if row["size"] and KEPT.match(row["name"]):
            found.append((plain(name), row["name"], row["size"]))
    checks.same_list(sorted(found), sorted(expected), "sections that take memory")
    if link.linker == "gold":
        discarded = {(plain(maplib.file_text(row)), row["name"]) for row in facts["discarded"]}
        checks.true(removed <= discarded, "dropped, and not told: %r"
                    % sorted(removed - discarded))
    else:
        checks.equal(facts["discarded"], [], "discarded sections")


def check_outputs(checks, link, facts):
    expected = set()
    for line in link.program.run("readelf", "-SW", "plain.elf").splitlines():
        match = re.match(r" *\[ *\d+\] (\S+) +[A-Z_0-9]+ +([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+) ",
                         line)
        if match:
            row = match.groups()
            expected.add((row[0], int(row[1], 16), int(row[2], 16)))
    found = {(o["name"], int(o["address"], 16), o["size"]) for o in facts["outputs"]
             if o["name"] not in ("EHDR", "PHDR", "SHDR")}  # mold: the headers of the file
    checks.equal(sorted(row for row in found ^ expected if row[2]), [],
                 "output sections that only one side has")


def check_symbols(checks, link, facts):
    if "-s" in link.options:
        return
    mask = ~1 if link.target == "arm" else ~0
    demangle = [] if "--no-demangle" in link.options else ["-C"]
    image = {}
    for line in link.program.run(link.program.prefix + "nm", *demangle,
                                 "plain.elf").splitlines():
        match = re.match(r"([0-9a-f]+) ([A-Za-z]) (.*)$", line)
        if match:
            image.setdefault(match.group(3), set()).add(int(match.group(1), 16) & mask)
    placed = 0
    for symbol in facts["symbols"]:
        if symbol["kind"] == "placed":
            placed += 1
            checks.true(int(symbol["address"], 16) & mask in image.get(symbol["name"], ()),
                        "%s at %s, in the image at %r" % (symbol["name"], symbol["address"],
                                                          image.get(symbol["name"])))
    checks.true(placed, "no symbol in the map")


def check_cuts(checks, program, rng, path, facts):
    text = open(path, "rb").read()
    for _ in range(6):
        at = rng.randrange(len(text) // 20, len(text) - 1)
        with open(path + ".cut", "wb") as out:
            out.write(text[:at])
        code, other, told = maplib.dump(program, path + ".cut")
        if code == 0:  # in the cross references, or behind the last row's text
            checks.true(other["sections"] == facts["sections"],
                        "cut at byte %d, and nothing is told" % at)
        else:
            # Before gold's own heading its map is one of old GNU ld.
            checks.true(code in (1, 2) and told and
                        (code == 2 or any("the map ends here" in line for line in told)),
                        "cut at byte %d: exit code %d, told %r" % (at, code, told))


def check_link(checks, program, link, rng):
    path = link.run()
    code, facts, told = maplib.dump(program, path)
    checks.equal((code, told), (0, []), "exit code and diagnostics")
    checks.equal(facts["format"], link.linker.split("-")[0], "format")
    if link.linker == "gold":  # it demangles symbols in the cross references alone
        demangles = "--no-demangle" not in link.options
        link.options += ["--no-demangle"] * demangles
        check_pulls(checks, link, Objects(link), facts)
        link.options = link.options[:-1] if demangles else link.options
    objects = Objects(link)
    check_sections(checks, link, objects, facts)
    check_outputs(checks, link, facts)
    check_symbols(checks, link, facts)
    check_cuts(checks, program, rng, path, facts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--links", type=int, default=8)
    parser.add_argument("--linker", choices=sorted(LINKERS))
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    linkers = [options.linker] if options.linker else sorted(LINKERS)
    print("seed %d" % options.seed)
    checks = maplib.Checks()
    for i in range(options.links):
        seed = options.seed + i
        linker = linkers[i % len(linkers)]
        rng = random.Random(seed)
        folder = options.keep or tempfile.mkdtemp(prefix="nsc-linkers-")
        os.makedirs(folder, exist_ok=True)
        made = gen_program.Program(rng, LINKERS[linker][0], folder)
        made.build(may_be_thin=False)
        link = Link(made, rng, linker)
        checks.about = "--seed %d --links 1 --linker %s" % (seed, linker)
        check_link(checks, program, link, rng)
        print("%s: %s" % (checks.about, " ".join(link.command)))
        if not options.keep:
            shutil.rmtree(folder)
    checks.finish()


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    main()
