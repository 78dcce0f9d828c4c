"""Shared by the scripts of tests/objects: running tools, counting, the driver's rows."""

import os
import shutil
import subprocess
import sys

# Tool: Debian 12 package. What a part needs it names; missing ones end the run.
PACKAGES = {
    "nm": "binutils", "readelf": "binutils", "objdump": "binutils", "addr2line": "binutils",
    "ar": "binutils", "ld": "binutils", "objcopy": "binutils", "strip": "binutils",
    "gcc": "gcc", "gcc-nm": "gcc", "g++": "g++", "clang": "clang", "clang-14": "clang-14",
    "clang-19": "clang-19", "llvm-nm-19": "llvm-19",
    "llvm-nm-14": "llvm-14", "llvm-ar-14": "llvm-14", "llvm-readobj-14": "llvm-14",
    "llvm-symbolizer-14": "llvm-14",
    "arm-none-eabi-gcc": "gcc-arm-none-eabi",
    "arm-none-eabi-nm": "binutils-arm-none-eabi",
    "riscv64-unknown-elf-gcc": "gcc-riscv64-unknown-elf",
    "riscv64-unknown-elf-nm": "binutils-riscv64-unknown-elf",
    "avr-gcc": "gcc-avr", "avr-nm": "binutils-avr",
}


def need(*tools):
    """End the run with the install line when a tool is not there."""
    missing = sorted({PACKAGES[t] for t in tools if not shutil.which(t)})
    if missing:
        sys.exit("tests/objects: missing tools; apt-get install -y --no-install-recommends "
                 + " ".join(missing))


def need_files(pattern_found, package):
    """The same for files of a package."""
    if not pattern_found:
        sys.exit("tests/objects: missing files; apt-get install -y --no-install-recommends "
                 + package)


class Count:
    """Passed and failed checks; says each failure, up to a point."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, good, what):
        if good:
            self.passed += 1
            return True
        self.failed += 1
        if self.failed <= 20:
            print("FAILED: " + what)
        return False

    def equal(self, found, wanted, what):
        if found == wanted:
            self.passed += 1
            return True
        return self.check(False, f"{what}\n{differences(found, wanted)}")


def differences(found, wanted):
    """The first elements in which two lists differ, or the two values."""
    if not isinstance(found, list) or not isinstance(wanted, list):
        return f"  found  {found!r}\n  wanted {wanted!r}"
    more = [f"  found  {x!r}" for x in found if x not in wanted][:3]
    less = [f"  wanted {x!r}" for x in wanted if x not in found][:3]
    return "\n".join((more + less) or [f"  {len(found)} rows in an order or number that "
                                       f"differs from {len(wanted)}"])


def run(argv, **kwargs):
    """Run a tool that must succeed; its stdout as text."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs)
    if done.returncode != 0:
        sys.exit(f"tests/objects: {' '.join(argv)}: exit {done.returncode}\n"
                 + done.stderr.decode(errors="replace"))
    return done.stdout.decode(errors="surrogateescape")


def output(argv):
    """Run a tool that may complain; its stdout as text."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode(errors="surrogateescape")


class Driver:
    """The program object_dump."""

    def __init__(self, build):
        self.program = os.path.join(build, "tests", "objects", "object_dump")
        if not os.access(self.program, os.X_OK):
            sys.exit(f"tests/objects: {self.program}: not built; configure with "
                     "-DNSC_TESTS=ON")

    def call(self, *arguments, timeout=600):
        """(exit code, stdout, stderr); a crash has a negative code."""
        try:
            done = subprocess.run([self.program, *arguments], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=timeout)
        except subprocess.TimeoutExpired:
            return -1000, "", "no answer in time"
        return (done.returncode, done.stdout.decode(errors="surrogateescape"),
                done.stderr.decode(errors="surrogateescape"))

    def rows(self, path):
        """The facts of a file that can be read, as a File."""
        code, text, errors = self.call("--rows", path)
        if code != 0:
            sys.exit(f"tests/objects: object_dump {path}: exit {code}\n{errors}")
        return File(text, errors)


class File:
    """What object_dump --rows printed."""

    def __init__(self, text, errors):
        self.members = []
        self.index = []
        self.errors = errors
        for line in text.split("\n"):
            fields = line.split("\t")
            if fields[0] == "file":
                self.path, self.container = fields[1], int(fields[2])
                self.index_missing = fields[3] == "1"
            elif fields[0] == "member":
                self.members.append(Member(fields[2:]))
            elif fields[0] == "index":
                self.index.append((fields[1], int(fields[2])))
            elif fields[0]:
                getattr(self.members[-1], fields[0] + "s").append(fields[1:])


class Member:
    """A member row and the raw fields of what belongs to it (see object_dump.c)."""

    NOT_ELF, SLIM, FAT, LINES, BIG, WIDE, STRIPPED, DAMAGED = 4, 1, 2, 8, 16, 32, 64, 128

    def __init__(self, fields):
        self.name = fields[0]
        self.offset, self.size = int(fields[1]), int(fields[2])
        self.machine, self.type, self.flags = int(fields[3]), int(fields[4]), int(fields[5])
        self.elf_flags, self.entry = int(fields[6], 16), int(fields[7], 16)
        self.source, self.producer = fields[8], fields[9]
        self.sections, self.symbols, self.relocs, self.segments = [], [], [], []
        self.irs = []  # symbols of IR
