"""Functions and lines of relocations against addr2line and llvm-symbolizer.

Sources of tests/objects/src are compiled for many targets, compilers, levels and
debugging formats; for every relocation in code the innermost function, the file and the
line must be what the tool says of that address (llvm-symbolizer: the column too).
"""

import os
import re
import tempfile

from common import need, output, run as run_tool

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "src")
LEVELS = ["-O0", "-Os", "-O2"]
SECTIONS = [[], ["-ffunction-sections"]]
NO_LIBC = ["-ffreestanding", "-fno-exceptions", "-w", "-c"]

ARM_LD, RISCV_LD = ["arm-none-eabi-ld"], ["riscv64-unknown-elf-ld", "--no-relax"]
LLVM = "llvm-symbolizer-14"

# Compiler and flags of a target; formats; who is asked; None: about the object itself,
# else the linker that makes an image of it first. The tools have faults of their own:
# addr2line 2.40 mixes up the files of DWARF 5, sees none of its range lists by index, and
# no inlined function of C++ that has no linkage name;
# avr-addr2line 2.26 relocates differences in an object, which it must not;
# llvm-symbolizer cannot tell apart sections of an object, which all begin at 0.
TARGETS = [
    (["gcc"], ["-gdwarf-2", "-gdwarf-3", "-gdwarf-4"], "addr2line", None),
    (["gcc"], ["-gdwarf-5"], LLVM, ["ld"]),
    (["gcc", "-m32", "-fno-pie"], ["-gdwarf-4"], "addr2line", None),
    (["gcc", "-m32", "-fno-pie"], ["-gdwarf-5"], LLVM, ["ld", "-melf_i386"]),
    (["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"], ["-gdwarf-4"],
     "arm-none-eabi-addr2line", None),
    (["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"], ["-gdwarf-5"], LLVM, ARM_LD),
    (["arm-none-eabi-gcc", "-mcpu=arm926ej-s", "-marm"], ["-gdwarf-5"], LLVM, ARM_LD),
    (["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-mbig-endian"], ["-gdwarf-4"],
     "arm-none-eabi-addr2line", None),
    (["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-mbig-endian"], ["-gdwarf-5"],
     LLVM, ARM_LD + ["-EB"]),
    (["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32"], ["-gdwarf-4"],
     "riscv64-unknown-elf-addr2line", None),
    (["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32"], ["-gdwarf-5"], LLVM,
     RISCV_LD + ["-melf32lriscv"]),
    (["riscv64-unknown-elf-gcc", "-mno-relax"], ["-gdwarf-5"], LLVM, RISCV_LD),
    (["avr-gcc", "-mmcu=atmega328p"], ["-g", "-gdwarf-2", "-gdwarf-4"], "avr-addr2line",
     ["avr-ld", "-mavr5"]),
    (["clang"], ["-gdwarf-4"], "addr2line", None),
    (["clang"], ["-gdwarf-5"], LLVM, ["ld"]),
    (["clang-19"], ["-gdwarf-2", "-gdwarf-4"], "addr2line", None),
    (["clang-19"], ["-gdwarf-5"], LLVM, ["ld"]),
    (["clang-19", "--target=arm-none-eabi", "-mcpu=cortex-m3"], ["-gdwarf-4"],
     "arm-none-eabi-addr2line", None),
    (["clang-19", "--target=arm-none-eabi", "-mcpu=cortex-m3"], ["-gdwarf-5"], LLVM, ARM_LD),
    (["clang-19", "--target=riscv32-unknown-elf", "-march=rv32imac", "-mno-relax"],
     ["-gdwarf-4"], "riscv64-unknown-elf-addr2line", None),
]

# The object itself, one section of code: big-endian ones, and machines without binutils.
OTHERS = [
    ("aarch64-none-elf", ["-gdwarf-4", "-gdwarf-5"]), ("aarch64_be-none-elf", ["-gdwarf-5"]),
    ("mips-none-elf", ["-gdwarf-4", "-gdwarf-5"]), ("mipsel-none-elf", ["-gdwarf-5"]),
    ("mips64-none-elf", ["-gdwarf-5"]), ("mips64el-none-elf", ["-gdwarf-5"]),
    ("powerpc-none-elf", ["-gdwarf-4", "-gdwarf-5"]), ("powerpc64-none-elf", ["-gdwarf-5"]),
    ("powerpc64le-none-elf", ["-gdwarf-5"]), ("sparc-none-elf", ["-gdwarf-5"]),
    ("sparcv9-none-elf", ["-gdwarf-5"]), ("s390x-linux-gnu", ["-gdwarf-5"]),
    ("riscv64-unknown-elf -mno-relax", ["-gdwarf-5"]), ("hexagon-none-elf", ["-gdwarf-5"]),
    ("msp430-none-elf", ["-gdwarf-4", "-gdwarf-5"]),
]


class Case:
    """One object: how it is made, who is asked about it, and of what."""

    def __init__(self, argv, source, tool, linker):
        self.argv, self.source, self.tool, self.linker = argv, source, tool, linker

    def name(self):
        return f"{' '.join(self.argv)} {self.source} ({self.tool})"


def cases():
    for compiler, formats, tool, linker in TARGETS:
        for debug in formats:
            for level in LEVELS:
                for extra in SECTIONS:
                    yield Case(compiler + [debug, level] + extra, "places.c", tool, linker)
    for compiler in (["g++"], ["clang++-19"]):
        for debug in ("-gdwarf-4", "-gdwarf-5"):
            for level in LEVELS:
                yield Case(compiler + [debug, level], "places.cc", LLVM, ["ld"])
    for target, formats in OTHERS:
        for debug in formats:
            for level in LEVELS:
                yield Case(["clang-19", *("--target=" + target).split(), debug, level],
                           "places.c", LLVM, None)


def code_relocs(file):
    """Relocations of code, by section; sections of which there are two are left out."""
    member = file.members[0]
    names = [row[1] for row in member.sections]
    found = {}
    for row in member.relocs:
        section = member.sections[int(row[0])]
        if int(section[3], 16) & 4 and names.count(section[1]) == 1:
            found.setdefault(section[1], []).append(row)
    return found


def loads_of(case, path, section):
    """{word in a literal pool of Arm code: the first instruction that loads it}."""
    loads = {}
    if "arm" not in " ".join(case.argv[:2]):
        return loads
    text = output(["arm-none-eabi-objdump", "-d", "--no-show-raw-insn", "-j", section, path])
    for at, word in re.findall(r"(?m)^ *([0-9a-f]+):\tldr\S*\t.*\[pc.*[;@] \(?([0-9a-f]+) <",
                               text):
        loads.setdefault(int(word, 16), int(at, 16))
    return loads


class Question:
    """Where the relocations of one section are, as the tool must be asked."""

    def __init__(self, case, path, section, start, loads):
        self.case, self.path, self.section, self.start = case, path, section, start
        self.loads = loads

    def addresses(self, rows):
        """Of a word among the code, where it is loaded: the line table knows no data."""
        offsets = [int(row[1], 16) for row in rows]
        return [hex(self.start + self.loads.get(x, x)) for x in offsets]

    def ask(self, rows):
        """Of each address the innermost function, file, line and column or None."""
        if self.case.tool == LLVM:
            return self.ask_llvm(rows)
        where = [] if self.case.linker else ["-j", self.section]
        text = output([self.case.tool, "-a", "-i", "-f", *where, "-e", self.path] +
                      self.addresses(rows))
        frames = []
        for part in re.split(r"^0x[0-9a-f]+\n", text, flags=re.M)[1:]:
            lines = part.strip("\n").split("\n")
            place = re.sub(r" \(discriminator \d+\)$", "", lines[1])
            name, line = place.rsplit(":", 1)
            frames.append((lines[0], os.path.normpath(name),
                           int(line) if line.isdigit() else 0, None))
        return frames

    def ask_llvm(self, rows):
        # "linkage" would take the nearest symbol, whatever it is, instead of DWARF's name.
        kind = "linkage" if self.case.source.endswith(".cc") else "short"
        text = output([LLVM, "--obj=" + self.path, "--functions=" + kind, "--inlining",
                       "--no-demangle"] +
                      self.addresses(rows))
        frames = []
        for part in text.split("\n\n"):
            lines = part.strip("\n").split("\n")
            if len(lines) >= 2:
                name, line, column = lines[1].rsplit(":", 2)
                frames.append((lines[0], os.path.normpath(name), int(line), int(column)))
        return frames


def link(case, path, file):
    """An image of the object, and where its sections are, from the linker's map."""
    image, text = path + ".elf", path + ".map"
    undefined = [row[1] for row in file.members[0].symbols[1:] if row[4] == "0"]
    run_tool(case.linker + [f"--defsym={name}=0" for name in undefined] +
             ["-e0", "-Map", text, "-o", image, path])
    joined = re.sub(r"^( \.\S+)\n +0x", r"\1 0x", open(text).read(), flags=re.M)
    rows = re.findall(r"^ (\.\S+) +0x([0-9a-f]+) +0x[1-9a-f][0-9a-f]* " + re.escape(path) + "$",
                      joined, flags=re.M)
    return image, {name: int(address, 16) for name, address in rows}


CLONES = re.compile(r"(\.(part|isra|constprop|cold|lto_priv)(\.\d+)?)+$")


def plain(function):
    """
    A name as the tools print it; constructors have two for the same code, and gcc a third
    for the one it inlines: C4 is no symbol, and nostd-check says C1 (Itanium C++ ABI,
    5.1.4.3).
    """
    function = CLONES.sub("", function)
    return re.sub(r"(C|D)[14]E", r"\g<1>2E", function)


def check_section(count, question, rows):
    case = question.case
    frames = question.ask(rows)
    if not count.equal(len(frames), len(rows), f"{case.name()}: number of answers"):
        return
    for row, (function, name, line, column) in zip(rows, frames):
        where = f"{case.name()} {question.section}+0x{row[1]}"
        found_name = os.path.normpath(row[8]) if row[8] else "??"
        count.equal(plain(row[7]), plain(function), where + ": function")
        count.equal((found_name, int(row[9])), (name, line), where + ": place")
        if column is not None:
            count.equal(int(row[10]), column, where + ": column")


def check_unit(count, case, member):
    """Source and compiler of the first unit."""
    source = os.path.join(SOURCES, case.source)
    stabs = "-g" in case.argv and case.argv[0] == "avr-gcc"
    words = "" if stabs else "clang" if case.argv[0].startswith("clang") else "GNU C"
    count.equal(member.source, source, case.name() + ": source")
    count.check(words in member.producer and bool(words) == bool(member.producer),
                f"{case.name()}: producer {member.producer!r}")


def check_case(driver, count, case, path):
    """How many relocations were asked about."""
    run_tool(case.argv + NO_LIBC + ["-o", path, os.path.join(SOURCES, case.source)])
    file = driver.rows(path)
    image, starts = link(case, path, file) if case.linker else (path, {})
    count.equal(file.errors, "", case.name() + ": diagnostics")
    check_unit(count, case, file.members[0])
    asked = 0
    for section, rows in code_relocs(file).items():
        check_section(count, Question(case, image, section, starts.get(section, 0),
                                      loads_of(case, path, section)), rows)
        asked += len(rows)
    return asked


def check_relaxed(driver, count, path):
    """
    Code that may be relaxed has the same places, though every distance in its debugging
    sections is a pair of relocations (clang 19: ULEB128 ones, which no other tool of
    Debian 12 knows).
    """
    for level in LEVELS:
        places = []
        for relax in ("-mno-relax", "-mrelax"):
            run_tool(["clang-19", "--target=riscv64-unknown-elf", "-gdwarf-5", level, relax,
                      "-o", path, os.path.join(SOURCES, "places.c")] + NO_LIBC)
            file = driver.rows(path)
            symbols = file.members[0].symbols
            places.append([[row[1], symbols[int(row[2])][1], *row[6:]]
                           for row in code_relocs(file)[".text"]
                           if symbols[int(row[2])][4] == "0" and row[2] != "0"])
        count.equal(places[1], places[0], f"clang-19 RISC-V {level}: relaxed")


def run(driver, count, options):
    need("gcc", "g++", "clang", "clang-19", "arm-none-eabi-gcc", "riscv64-unknown-elf-gcc",
         "avr-gcc", "addr2line", "llvm-symbolizer-14")
    objects = relocs = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "places.o")
        for case in cases():
            relocs += check_case(driver, count, case, path)
            objects += 1
        check_relaxed(driver, count, path)
    print(f"places: {objects} objects, {relocs} relocations in code")
