#!/usr/bin/env python3
"""Link random programs with GNU ld and compare the maps, as they are read, with the facts.

usage: check_links.py MAP_DUMP [--seed N] [--links N] [--target NAME] [--keep FOLDER]

For each link: members and their order (ld -t -t), pull reasons (nm of the objects),
discarded sections (--print-gc-sections), every input section (readelf -S of every object
that was loaded), output sections with addresses (objdump -h of the image), symbols (nm of
the image), cross references (nm of the objects), the files of the link line. Then the same
link in another language, with other line ends, and cut at random places.
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

# What ld takes from an object without placing it, or makes anew; of .stabstr sections it
# shows the first, which has all the rest in it.
NOT_PLACED = re.compile(r"\.(symtab|strtab|shstrtab|rela?(\..*)?|group)$")
STRINGS_OF_STABS = ".stabstr"


def languages():
    """Languages that ld speaks here."""
    root = "/usr/share/locale"
    return sorted(name for name in (os.listdir(root) if os.path.isdir(root) else [])
                  if os.path.exists("%s/%s/LC_MESSAGES/ld.mo" % (root, name)))


class Link:
    """One program, linked once; and what independent tools say of it."""

    def __init__(self, program, rng, target):
        self.program = program
        self.rng = rng
        self.target = target
        self.script = target != "avr" and rng.random() < 0.4
        self.relocatable = not self.script and rng.random() < 0.15
        self.options = self.choose()
        self.inputs = [path for path, _ in program.objects]
        self.whole = rng.choice(program.archives) if rng.random() < 0.2 else None
        self.group = rng.random() < 0.3

    def choose(self):
        rng = self.rng
        options = ["-t", "-t"]
        if self.program.gc and not self.relocatable:
            options += ["--gc-sections", "--print-gc-sections"]
        if rng.random() < 0.7:
            options.append("--cref")
        if rng.random() < 0.3:
            options.append("--no-demangle")
        if rng.random() < 0.3 and self.program.defined:
            plain = [n for n, cxx in self.program.defined if not cxx]
            options += ["-u", rng.choice(plain)] if plain else []
        if rng.random() < 0.3:
            options.append("--defsym=given_%d=0x1234" % rng.randrange(9))
        if rng.random() < 0.2 and not self.script and not self.relocatable:
            options.append("-Ttext=0x10000")
        if rng.random() < 0.2 and not self.relocatable:
            options.append("-q")
        if self.script:
            options += ["-T", os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                           "regions.ld")]
        if self.relocatable:
            options.append("-r")
        else:
            options += ["-e", self.program.entry()]
        return options

    def archives(self):
        if self.group:
            names = self.program.archives[:]
            self.rng.shuffle(names)
            return ["--start-group"] + names + ["--end-group"]
        words = []
        for name in self.program.archives:
            words += (["--whole-archive", name, "--no-whole-archive"] if name == self.whole
                      else [name])
        return words

    def command(self, stem):
        return ([self.program.prefix + "ld.bfd" if self.target == "x86_64"
                 else self.program.prefix + "ld"] + self.program.ldflags + self.options +
                ["-Map=%s.map" % stem, "-o", stem + ".elf"] + self.inputs + self.words)

    def run(self):
        self.words = self.archives()
        return self.run_as("plain", {"LC_ALL": "C"})

    def run_as(self, stem, variables):
        run = subprocess.run(self.command(stem), cwd=self.program.folder, capture_output=True,
                             env=dict(os.environ, **variables))
        if run.returncode:
            raise RuntimeError("%s\n%s" % (" ".join(self.command(stem)), run.stderr.decode()))
        self.trace = run.stdout.decode().splitlines()
        self.warned = run.stderr.decode(errors="replace").splitlines()
        return os.path.join(self.program.folder, stem + ".map")


def plain(name):
    """One spelling for a file: members of thin archives are paths with ".." in a map."""
    return name if name.endswith(")") else os.path.normpath(name)


class Objects:
    """What readelf and nm say of every object that takes part in a link."""

    def __init__(self, link):
        self.link = link
        self.sections = {}  # file -> [(name, size)]
        self.defined = {}   # file -> names
        self.undefined = {}
        for name in link.inputs:
            self.read(name)
        for name in link.program.archives:
            for part in link.program.thin.get(name, [name]):
                self.read(part)

    def read(self, name):
        prefix, run = self.link.program.prefix, self.link.program.run
        member = name
        for line in run(prefix + "readelf", "-SW", name).splitlines():
            match = re.match(r"File: (.*)$", line)
            if match:
                member = match.group(1).replace("[", "(").replace("]", ")")
                continue
            match = re.match(r" *\[ *\d+\] (.*?) +[A-Z_0-9]+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) ",
                             line)
            if match and match.group(1) and not NOT_PLACED.match(match.group(1)):
                self.sections.setdefault(plain(member), []).append(
                    (match.group(1), int(match.group(2), 16)))
        self.symbols(name)

    def symbols(self, name):
        prefix, run = self.link.program.prefix, self.link.program.run
        demangle = [] if "--no-demangle" in self.link.options else ["-C"]
        for line in run(prefix + "nm", "-A", *demangle, name).splitlines():
            where, kind, symbol = re.match(r"(.*?): *[0-9a-f]* ([A-Za-z?-]) (.*)$",
                                           line).groups()
            if where.startswith(name + ":"):
                where = "%s(%s)" % (name, where[len(name) + 1:])
            where = plain(where)
            if kind in "Uwv":
                self.undefined.setdefault(where, set()).add(symbol)
            elif kind.isupper() or kind == "u":
                self.defined.setdefault(where, set()).add(symbol)


def check_pulls(checks, link, objects, facts):
    members = []
    for line in link.trace:
        match = re.match(r"\((.*)\)([^()/]*\.o)$", line)
        if match:
            members.append("%s(%s)" % match.groups())
        elif line not in link.inputs and line.endswith(".o"):
            members.append(line)
    checks.same_list([row[0] for row in maplib.pulls(facts)], members, "members by ld -t")
    for member, puller, symbol in maplib.pulls(facts):
        if symbol == "--whole-archive":
            checks.true(link.whole and member.startswith(link.whole + "(") or
                        plain(member) in link.program.thin.get(link.whole, ()),
                        "%s is not of the whole archive" % member)
            continue
        checks.true(symbol in objects.defined.get(plain(member), ()),
                    "%s does not define %s" % (member, symbol))
        if puller:
            checks.true(symbol in objects.undefined.get(plain(puller), ()) or
                        symbol.startswith("common_"), "%s does not need %s" % (puller, symbol))
        else:
            checks.true(symbol in link.options, "nobody asked for %s" % symbol)
    return members


def check_sections(checks, link, objects, facts, loaded):
    """Every section of every file that was loaded stands in the map, once."""
    found = {}
    for row in facts["sections"] + facts["discarded"]:
        name = maplib.file_text(row)
        if name and row["name"] != "COMMON":
            found.setdefault(plain(name), []).append(row["name"])
    for name in loaded:
        expected = sorted(n for n, _ in objects.sections.get(name, [])
                          if n != STRINGS_OF_STABS)
        # ld adds sections of its own to the first object: .got, .plt, .rela.text ...
        have = [n for n in found.get(name, []) if n != STRINGS_OF_STABS]
        extra = [n for n in have if n not in expected]
        checks.equal(sorted(n for n in have if n in expected), expected,
                     "sections of %s" % name)
        checks.true(all(re.match(r"\.(rela?|i?got|i?plt|iplt|note|glue|sframe|riscv|stack|"
                                 r"vfp11|v4_bx|text$|data$|bss$)", n) for n in extra),
                    "%s has sections %r that it has not" % (name, extra))


def check_discarded(checks, link, facts):
    discarded = {(row["name"], maplib.file_text(row)) for row in facts["discarded"]}
    for line in link.warned:
        match = re.search(r"[Rr]emoving unused section '(.*?)' (?:in|from) file '(.*?)'", line)
        if match:
            checks.true(match.groups() in discarded, "%s of %s is not discarded"
                        % match.groups())


def check_outputs(checks, link, facts):
    expected = []
    text = link.program.run(link.program.prefix + "objdump", "-hw", "plain.elf")
    for line in text.splitlines():
        match = re.match(r" *\d+ (\S+) +([0-9a-f]+)  ([0-9a-f]+)  ([0-9a-f]+)  ", line)
        if match and not NOT_PLACED.match(match.group(1)):
            expected.append((match.group(1),) + tuple(int(x, 16) for x in match.groups()[1:]))
    found = [(o["name"], o["size"], int(o["address"], 16), int(o["load_address"], 16))
             for o in facts["outputs"]]
    # Empty sections may be dropped after the map was laid out, and have no load address.
    checks.equal(sorted(row for row in found if row[1]),
                 sorted(row for row in expected if row[1]), "output sections")
    checks.true({row[0] for row in expected} <= {row[0] for row in found},
                "the map has not all output sections")
    for output, pieces in maplib.pieces_of_outputs(facts):
        checks.equal(maplib.covered(output, pieces), output["size"],
                     "bytes of %s that its pieces cover" % output["name"])


def check_symbols(checks, link, facts):
    demangle = [] if "--no-demangle" in link.options else ["-C"]
    image = {}
    for line in link.program.run(link.program.prefix + "nm", *demangle,
                                 "plain.elf").splitlines():
        match = re.match(r"([0-9a-f]+) ([A-Za-z]) (.*)$", line)
        if match and (match.group(2).isupper() or match.group(2) == "u"):
            image.setdefault(match.group(3), set()).add(int(match.group(1), 16))
    placed = set()
    for symbol in facts["symbols"]:
        if symbol["kind"] == "placed":
            placed.add(symbol["name"])
            checks.true(int(symbol["address"], 16) in image.get(symbol["name"], ()),
                        "%s at %s, in the image at %r" % (symbol["name"], symbol["address"],
                                                          image.get(symbol["name"])))
        elif symbol["kind"] in ("assigned", "provided"):
            placed.add(symbol["name"])
    # Common symbols of a relocatable image are in no section.
    missing = set(image) - placed
    checks.true(link.relocatable or missing <= {"_GLOBAL_OFFSET_TABLE_", "__global_pointer$"},
                "symbols of the image that the map has not: %r" % sorted(missing))


def check_cref(checks, link, objects, facts, loaded):
    if "--cref" not in link.options:
        checks.equal(facts["cref"], [], "cross references")
        return
    found = {(row["symbol"], plain(maplib.file_text(row))) for row in facts["cref"]}
    expected = set()
    for name in loaded:
        for symbol in objects.defined.get(name, set()) | objects.undefined.get(name, set()):
            expected.add((symbol, name))
    # The image itself, and ld's own objects, stand for what ld defines; so does the first
    # object for the table that ld makes in its name.
    found = {row for row in found
             if row[1] in loaded and row[0] != "_GLOBAL_OFFSET_TABLE_"}
    checks.equal(sorted(found ^ expected), [], "cross references that only one side has")
    for row in facts["cref"]:
        name = plain(maplib.file_text(row))
        if row["role"] == "defines":
            checks.true(row["symbol"] in objects.defined.get(name, ()), "%s does not define %s"
                        % (name, row["symbol"]))


def check_loads(checks, program, link, path):
    """The files of the link line; --text has them in order, the JSON form has not."""
    text = subprocess.run([program, "--text", path], capture_output=True).stdout
    text = text.decode(errors="surrogateescape")
    block = re.search(r"^files of the link, in order \(\d+\)\n((?:  .*\n)*)", text, re.M)
    found = [line.strip() for line in block.group(1).splitlines()]
    words = [w for w in link.words if not w.endswith("whole-archive")]
    found = [w for w in found if w != "linker stubs"]
    checks.equal(found, link.inputs + words, "files of the link")


def check_language(checks, program, link, facts):
    speak = languages()
    if not speak or link.target == "avr":
        return  # Debian 12's avr-ld 2.26 dies in some languages: "stack smashing detected"
    language = link.rng.choice(speak)
    path = link.run_as("other", {"LC_ALL": "C.UTF-8", "LANGUAGE": language})
    # The names of image and map stand in the map.
    text = open(path, "rb").read().replace(b"other.elf", b"plain.elf")
    open(path, "wb").write(text)
    code, other, told = maplib.dump(program, path)
    checks.equal((code, told), (0, []), "exit code and diagnostics in %s" % language)
    checks.equal(other, facts, "facts in %s" % language)


def check_forms(checks, program, rng, path, facts):
    text = open(path, "rb").read()
    for ending in (b"\r\n",):
        with open(path + ".form", "wb") as out:
            out.write(b"\xef\xbb\xbf" + text.replace(b"\n", ending))
        code, other, told = maplib.dump(program, path + ".form")
        checks.equal((code, told, other == facts), (0, [], True), "with a mark and CRLF")
    image = re.search(rb"^OUTPUT\(", text, re.M).start()
    for _ in range(6):
        at = rng.randrange(1, image)
        with open(path + ".form", "wb") as out:
            out.write(text[:at])
        code, other, told = maplib.dump(program, path + ".form")
        checks.true(code in (1, 2) and len(told) == 1 and path in told[0],
                    "cut at byte %d: exit code %d, told %r" % (at, code, told))


def check_link(checks, program, link):
    path = link.run()
    code, facts, told = maplib.dump(program, path)
    checks.equal((code, told), (0, []), "exit code and diagnostics")
    objects = Objects(link)
    members = check_pulls(checks, link, objects, facts)
    loaded = [plain(name) for name in link.inputs + members]
    check_sections(checks, link, objects, facts, loaded)
    check_discarded(checks, link, facts)
    check_outputs(checks, link, facts)
    check_symbols(checks, link, facts)
    check_cref(checks, link, objects, facts, loaded)
    check_loads(checks, program, link, path)
    check_language(checks, program, link, facts)
    check_forms(checks, program, link.rng, path, facts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--links", type=int, default=12)
    parser.add_argument("--target", choices=sorted(gen_program.TARGETS))
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    targets = [options.target] if options.target else sorted(gen_program.TARGETS)
    print("seed %d, languages of ld: %s" % (options.seed, " ".join(languages()) or "none"))
    checks = maplib.Checks()
    for i in range(options.links):
        seed = options.seed + i
        target = targets[i % len(targets)]
        rng = random.Random(seed)
        folder = options.keep or tempfile.mkdtemp(prefix="nsc-maps-")
        os.makedirs(folder, exist_ok=True)
        made = gen_program.Program(rng, target, folder)
        made.build()
        link = Link(made, rng, target)
        checks.about = "--seed %d --links 1 --target %s" % (seed, target)
        check_link(checks, program, link)
        print("%s: %s" % (checks.about, " ".join(link.command("plain"))))
        if not options.keep:
            shutil.rmtree(folder)
    checks.finish()


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    main()
