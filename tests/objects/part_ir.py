"""Symbols of IR for link-time optimisation against gcc-nm and llvm-nm.

Every object that this part makes: slim, fat, LLVM bitcode bare, in Darwin's wrapper and in
sections, of several machines and languages, in archives, and several units in one object.
"""

import concurrent.futures
import os
import re
import tempfile

import part_symbols as tables
from common import Member, need, output, run as run_tool

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "src")
SLIM, FAT = Member.SLIM, Member.FAT
AVR = 83  # EM_AVR
WHERE = {"0": "undefined", "1": "defined", "2": "common"}
FUNCTION, UNKNOWN = "2", "0"
NM_LINE = re.compile(r"^[0-9a-f-]* +([A-Za-z]) (.*)$")

# name, compiler and flags, source, flags of the member, the nm that reads the IR in it
OBJECTS = [
    ("gcc-slim.o", ["gcc", "-flto"], "ir.c", SLIM, "gcc-nm"),
    ("gcc-fat.o", ["gcc", "-flto", "-ffat-lto-objects"], "ir.c", FAT, "gcc-nm"),
    ("gxx-slim.o", ["g++", "-flto"], "places.cc", SLIM, "gcc-nm"),
    ("arm-slim.o", ["arm-none-eabi-gcc", "-flto", "-mthumb", "-fcommon"], "ir.c", SLIM,
     "arm-none-eabi-gcc-nm"),
    ("avr-slim.o", ["avr-gcc", "-flto"], "kinds.c", SLIM, "avr-gcc-nm"),
    ("clang-19.o", ["clang-19", "-flto", "-fcommon"], "ir.c", SLIM, "llvm-nm-19"),
    ("clang-14.o", ["clang-14", "-flto=thin", "-fcommon", "-O0"], "ir.c", SLIM, "llvm-nm-19"),
    ("clang-darwin.o", ["clang-19", "-flto", "--target=arm64-apple-macos11"], "places.c", SLIM,
     "llvm-nm-19"),
    ("clang-fat.o", ["clang-19", "-flto", "-ffat-lto-objects", "-fcommon"], "ir.c", FAT,
     ".llvm.lto"),
]
MORE_OBJECTS = [  # in the long ring
    ("gcc-common.o", ["gcc", "-flto", "-fcommon", "-O0"], "ir.c", SLIM, "gcc-nm"),
    ("gcc-plain-tables.o", ["gcc", "-flto", "-flto-compression-level=0"], "places.c", SLIM,
     "gcc-nm"),
    ("gxx-fat.o", ["g++", "-flto", "-ffat-lto-objects"], "places.cc", FAT, "gcc-nm"),
    ("arm-big.o", ["arm-none-eabi-gcc", "-flto", "-mbig-endian", "-ffat-lto-objects"], "ir.c",
     FAT, "arm-none-eabi-gcc-nm"),
    ("riscv-slim.o", ["riscv64-unknown-elf-gcc", "-flto"], "ir.c", SLIM,
     "riscv64-unknown-elf-gcc-nm"),
    ("clang-19-thin.o", ["clang-19", "-flto=thin"], "places.cc", SLIM, "llvm-nm-19"),
    ("clang-arm.o", ["clang-19", "-flto", "--target=arm-none-eabi"], "ir.c", SLIM,
     "llvm-nm-19"),
    ("clang-embedded.o", ["clang-19", "-fembed-bitcode"], "places.cc", 0, ".llvmbc"),
]


def of_nm(line):
    """A line of nm as (name, where, binding, is it a function: None, not known)."""
    letter, name = NM_LINE.match(line).groups()
    where, binding = tables.nm_class(letter, letter not in "wv")
    return name, where, binding, letter in "tT" if letter in "tTdDbB" else None


def nm_symbols(text):
    return [of_nm(line) for line in text.split("\n") if line and not line.endswith(":")]


def our_symbols(member, wanted):
    """Our rows in nm's terms; what nm does not say of a name is left out of ours."""
    says = {row[:3] for row in wanted if row[3] is not None}
    found = []
    for name, binding, kind, where, *_ in member.irs:
        row = (name, WHERE[where], int(binding))
        found.append((*row, kind == FUNCTION if row in says else None))
    return found


def without_types(rows):
    return [row[:3] for row in rows]


def check_member(count, what, member, wanted):
    found = our_symbols(member, wanted)
    if member.machine == AVR:  # gcc 5 did not write types yet; its nm says T of all
        count.equal({row[2] for row in member.irs}, {UNKNOWN}, what + ": types")
        found, wanted = without_types(found), without_types(wanted)
    count.equal(sorted(found, key=repr), sorted(wanted, key=repr), what + ": symbols of IR")
    return len(found)


def ask_nm(folder, path, tool):
    """What nm says of the IR; of bitcode in a section, of what stands in that section."""
    if tool.startswith("."):
        copy = os.path.join(folder, "copy.bc")
        run_tool(["objcopy", "-O", "binary", "--only-section=" + tool,
                  "--set-section-flags", tool + "=alloc", path, copy])
        path, tool = copy, "llvm-nm-19"
    return nm_symbols(output([tool, "--no-demangle", path]))


def compile_all(folder, objects):
    def compile_one(row):
        run_tool([*row[1], "-w", "-ffreestanding", "-c", "-o", os.path.join(folder, row[0]),
                  os.path.join(SOURCES, row[2])])

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(compile_one, objects))


def check_objects(driver, count, folder, objects):
    total = 0
    compile_all(folder, objects)
    for name, _, _, flags, nm in objects:
        path = os.path.join(folder, name)
        file = driver.rows(path)
        member = file.members[0]
        count.equal(member.flags & (SLIM | FAT), flags, name + ": slim or fat")
        count.equal(file.errors, "", name + ": diagnostics")
        total += check_member(count, name, member, ask_nm(folder, path, nm))
    return total


def check_archives(driver, count, folder):
    """Members of both compilers, plain and thin; two units that ld -r made one object of."""
    names = ["gcc-slim.o", "clang-19.o", "gxx-slim.o", "clang-fat.o", "clang-darwin.o"]
    alone = {n: driver.rows(os.path.join(folder, n)).members[0].irs for n in names}
    for archive, tool in (("plain.a", "qc"), ("thin.a", "qcT")):
        run_tool(["ar", tool, os.path.join(folder, archive),
                  *(os.path.join(folder, n) for n in names)])
        file = driver.rows(os.path.join(folder, archive))
        count.equal([m.irs for m in file.members], list(alone.values()), archive)
        count.equal(file.errors, "", archive + ": diagnostics")
    both = os.path.join(folder, "both.o")
    run_tool(["ld", "-r", "-o", both, *(os.path.join(folder, n)
                                        for n in ("gcc-slim.o", "gxx-slim.o"))])
    member = driver.rows(both).members[0]
    count.equal(member.irs, alone["gcc-slim.o"] + alone["gxx-slim.o"], "ld -r of two units")


def run(driver, count, options):
    need("gcc", "g++", "arm-none-eabi-gcc", "avr-gcc", "riscv64-unknown-elf-gcc", "clang-14",
         "clang-19", "llvm-nm-19", "ar", "gcc-nm", "objcopy", "ld")
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        objects = OBJECTS + (MORE_OBJECTS if options.long else [])
        symbols = check_objects(driver, count, folder, objects)
        check_archives(driver, count, folder)
    print(f"ir: {len(objects)} objects, {symbols} symbols")
