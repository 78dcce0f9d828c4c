"""Every archive of the cross C libraries on this machine against nm and readelf.

For every member: all symbols (name, binding, undefined or not) as nm lists them. For
every archive: the index as nm -s prints it. For every archive in a sample (--long: all):
sections as readelf -S, relocations of allocated sections as readelf -r.
"""

import glob
import os
import re

from common import need, need_files, output

# What is read: folder pattern, nm and readelf that know it, Debian package.
TREES = [
    ("/usr/lib/arm-none-eabi/newlib/**/*.a", "arm-none-eabi-", "libnewlib-arm-none-eabi"),
    ("/usr/lib/gcc/arm-none-eabi/**/*.a", "arm-none-eabi-", "gcc-arm-none-eabi"),
    ("/usr/lib/picolibc/arm-none-eabi/**/*.a", "arm-none-eabi-", "picolibc-arm-none-eabi"),
    ("/usr/lib/picolibc/riscv64-unknown-elf/**/*.a", "riscv64-unknown-elf-",
     "picolibc-riscv64-unknown-elf"),
    ("/usr/lib/gcc/riscv64-unknown-elf/**/*.a", "riscv64-unknown-elf-",
     "gcc-riscv64-unknown-elf"),
    ("/usr/lib/avr/lib/**/*.a", "avr-", "avr-libc"),
    ("/usr/lib/gcc/avr/**/*.a", "avr-", "gcc-avr"),
    ("/usr/lib/x86_64-linux-musl/*.a", "", "musl-dev"),
    ("/usr/lib/gcc/x86_64-linux-gnu/**/libgcc*.a", "", "libgcc-12-dev"),
    ("/usr/lib/x86_64-linux-gnu/lib[cm]*.a", "", "libc6-dev"),
]

NM_LINE = re.compile(r"^(.*?) ([A-Za-z?-])(?: ([0-9a-f]+)(?: ([0-9a-f]+))?)? *$")
LOCAL, GLOBAL, WEAK = 0, 1, 2


def nm_class(letter, value):
    """nm's letter as (defined or common, binding), per its manual."""
    if letter == "U":
        return ("undefined", GLOBAL)
    if letter in "wv" and not value:
        return ("undefined", WEAK)
    if letter in "WVwv":
        return ("defined", WEAK)
    if letter in "Cc":
        return ("common", GLOBAL)
    if letter == "i":  # of any binding
        return ("ifunc", None)
    if letter == "u":
        return ("defined", GLOBAL)
    if letter == "N":
        return ("defined", LOCAL)
    return ("defined", GLOBAL if letter.isupper() else LOCAL)


def nm_members(text, archive):
    """Lists of (name, class) in the order of the archive."""
    members = []
    for line in text.split("\n"):
        if line.startswith(archive + "[") and line.endswith("]:"):
            members.append([])
        elif line:
            match = NM_LINE.match(line)
            members[-1].append((match.group(1), nm_class(match.group(2), match.group(3))))
    return members


IFUNC = "6"
WHERE = {0: "undefined", 1: "defined", 2: "defined", 3: "common"}


def our_symbols(member):
    """The same from our rows; row 0 is the null symbol."""
    found = []
    for row in member.symbols[1:]:
        if row[3] == IFUNC:
            found.append((row[1], ("ifunc", None)))
        else:
            found.append((row[1], (WHERE[int(row[4])], int(row[2]))))
    return found


def check_symbols(count, archive, file, text):
    members = [m for m in file.members if not m.flags & m.NOT_ELF]
    wanted = nm_members(text, archive)
    symbols = 0
    if not count.equal(len(members), len(wanted), f"{archive}: number of members"):
        return 0, 0
    for ours, theirs in zip(members, wanted):
        found = our_symbols(ours)
        symbols += len(found)
        count.equal(sorted(found, key=repr), sorted(theirs, key=repr), f"{archive}({ours.name}): symbols")
    return len(members), symbols


def nm_index(text):
    """Pairs of symbol and member from nm -s, which prints the index first."""
    pairs = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line == "Archive index:":
            break
    for line in lines:
        if " in " not in line:
            break
        symbol, member = line.rsplit(" in ", 1)
        pairs.append((symbol, member))
    return pairs


def check_index(count, archive, file, text):
    found = [(symbol, file.members[member].name) for symbol, member in file.index]
    return count.equal(found, nm_index(text), f"{archive}: index") and len(found)


SECTION_LINE = re.compile(
    r"^ +\[ *(\d+)\] (.*?) +([A-Z0-9_]+|LOOS\+\S+|LOPROC\+\S+|<unknown>|[0-9a-f]+: <unknown>) +"
    r"([0-9a-f]{8,16}) ([0-9a-f]{6,}) ([0-9a-f]{6,}) ([0-9a-f]{2,}) +([A-Za-z]*) +(\d+) +(\d+) +(\d+)$")
RELOC_HEADER = re.compile(r"^Relocation section '(.*)' at offset 0x([0-9a-f]+) contains (\d+) entr")
RELOC_LINE = re.compile(r"^([0-9a-f]{8,16}) +([0-9a-f]{8,16}) (R_\S+|unrecognized: \S+)(.*)$")
ADDEND = re.compile(r"(?:([+-]) |^ +(-?))([0-9a-f]+)$")
FLAG_LETTERS = {1: "W", 2: "A", 4: "X", 0x10: "M", 0x20: "S", 0x40: "I", 0x80: "L",
                0x200: "G", 0x400: "T", 0x800: "C"}


def readelf_files(text):
    """readelf's output cut at each member."""
    parts = re.split(r"^File: .*\((.*)\)$", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def readelf_sections(text):
    rows = []
    for line in text.split("\n"):
        match = SECTION_LINE.match(line)
        if match:
            rows.append(match.groups())
    return rows


def readelf_relocs(text, wide):
    """Relocation sections in order: name, rows of (offset, symbol, type, addend)."""
    tables = []
    for line in text.split("\n"):
        header = RELOC_HEADER.match(line)
        if header:
            tables.append((header.group(1), int(header.group(2), 16), []))
        row = RELOC_LINE.match(line)
        if row and tables:
            info = int(row.group(2), 16)
            symbol, kind = (info >> 32, info & 0xffffffff) if wide else (info >> 8, info & 0xff)
            addend = 0
            tail = ADDEND.search(row.group(4))
            if tail and ".rela" in tables[-1][0]:
                addend = int(tail.group(3), 16)
                addend = -addend if "-" in (tail.group(1), tail.group(2)) else addend
                addend -= 1 << 64 if addend >= 1 << 63 else 0
            tables[-1][2].append((int(row.group(1), 16), symbol, kind, addend))
    return tables


def our_sections(member):
    rows = []
    for row in member.sections:
        flags = int(row[3], 16)
        letters = "".join(l for bit, l in FLAG_LETTERS.items() if flags & bit)
        rows.append((int(row[0]), row[1], int(row[4], 16), int(row[5], 16), int(row[6]),
                     letters, int(row[7]), int(row[8])))
    return rows


def check_sections(count, where, member, theirs):
    wanted = []
    for number, name, _, address, _, size, entry, flags, link, _, align in theirs:
        letters = "".join(l for l in FLAG_LETTERS.values() if l in flags)
        wanted.append((int(number), name, int(address, 16), int(size, 16), int(entry, 16),
                       letters, int(link), int(align)))
    count.equal(our_sections(member), wanted, f"{where}: sections")
    return len(wanted)


def check_relocs(count, where, member, sections, tables):
    """Tables of allocated sections only, each in the order of its offsets."""
    by_offset = {int(s[4], 16): s for s in sections if s[2] in ("REL", "RELA")}
    wanted = []
    for name, offset, rows in tables:
        target = int(by_offset[offset][9])
        if "A" in sections[target][7]:
            wanted += [(target, *row) for row in rows]
    wanted.sort(key=lambda row: (row[0], row[1]))
    found = [(int(r[0]), int(r[1], 16), int(r[2]), int(r[4]), int(r[3])) for r in member.relocs]
    count.equal(found, wanted, f"{where}: relocations")
    return len(wanted)


def check_tables(count, archive, file, text):
    """Sections and relocations of all members; how many there were."""
    members = [m for m in file.members if not m.flags & m.NOT_ELF]
    theirs = readelf_files(text)
    sections = relocs = 0
    if not count.equal(len(members), len(theirs), f"{archive}: members by readelf"):
        return 0, 0
    for member, (name, part) in zip(members, theirs):
        where = f"{archive}({name})"
        rows = readelf_sections(part)
        sections += check_sections(count, where, member, rows)
        relocs += check_relocs(count, where, member, rows,
                               readelf_relocs(part, member.flags & member.WIDE))
    return sections, relocs


def sample(archives, options):
    """All with --long; else one of N, and of each main library its first multilib."""
    if options.long:
        return archives
    chosen = set(archives[options.seed % options.every::options.every])
    for name in ("libc.a", "libc_nano.a", "libgcc.a"):
        same = [a for a in archives if os.path.basename(a) == name]
        chosen.update(sorted(same, key=lambda a: (a.count("/"), a))[:1])
    return sorted(chosen)


def run(driver, count, options):
    need("nm", "readelf", "arm-none-eabi-nm", "riscv64-unknown-elf-nm", "avr-nm")
    totals = dict.fromkeys(("archives", "members", "symbols", "index entries", "sections",
                            "relocations"), 0)
    for pattern, prefix, package in TREES:
        archives = [a for a in sorted(glob.glob(pattern, recursive=True))
                    if open(a, "rb").read(8) == b"!<arch>\n"]
        need_files(archives, package)
        for number, archive in enumerate(sample(archives, options)):
            file = driver.rows(archive)
            text = output([prefix + "nm", "-a", "--special-syms", "-f", "posix", archive])
            members, symbols = check_symbols(count, archive, file, text)
            totals["archives"] += 1
            totals["members"] += members
            totals["symbols"] += symbols
            text = output([prefix + "nm", "-s", "-f", "posix", archive])
            totals["index entries"] += check_index(count, archive, file, text)
            if number % options.tables == 0:
                text = output([prefix + "readelf", "-SrW", archive])
                sections, relocs = check_tables(count, archive, file, text)
                totals["sections"] += sections
                totals["relocations"] += relocs
    print("symbols: " + ", ".join(f"{v} {k}" for k, v in totals.items()))
