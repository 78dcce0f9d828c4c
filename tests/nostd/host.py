"""The library's unit tests on this host, compiled in other ways than the project's build.

A Build compiles fixtures/nostd/src and tests/unit/test_nostd_NAME.c with its flags into a
folder and runs the programs. Where a kernel has no 32-bit programs, qemu-i386 runs them.
"""

import errno
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIB = ROOT / "fixtures/nostd"
UNIT = ROOT / "tests/unit"
SHIM = ROOT / "tests/bare-metal/shim/cmocka.h"
SECONDS = 900  # for one program; the slowest takes a tenth of it

# Program -> Debian package.
PACKAGES = {"gcc": "gcc", "gcov": "gcc", "qemu-i386": "qemu-user"}
# Panics come back by longjmp(); what they clobber is not looked at again.
FLAGS = ["-std=c11", "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wno-clobbered",
         "-Werror"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# The tests that say what NOSTD_DEBUG adds.
ONLY_DEBUG = ("debug", "debug_changes")


class Failure(Exception):
    """What could not be done."""


def tests():
    """Names of all tests of the library."""
    return sorted(path.stem.removeprefix("test_nostd_")
                  for path in UNIT.glob("test_nostd_*.c"))


def run(*words, **options):
    """A program's output; Failure if it fails or is missing."""
    words = [str(word) for word in words]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors="replace",
                              timeout=SECONDS, check=False, **options)
    except FileNotFoundError:
        package = PACKAGES.get(words[0], "the one that has it")
        raise Failure(f"{words[0]}: is missing; apt-get install {package}") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"{words[0]}: no end after {SECONDS} s") from None
    if done.returncode != 0:
        raise Failure(f"{' '.join(words)}: exit code {done.returncode}\n"
                      f"{done.stdout}{done.stderr}")
    return done.stdout


class Build:
    """The library and its tests, with these flags, in this folder."""

    def __init__(self, flags, folder, cmocka=True):
        self.flags, self.folder, self.cmocka = flags, folder, cmocka
        self.include = folder / "include"
        self.include.mkdir(parents=True)
        if not cmocka:
            shutil.copy(SHIM, self.include)

    def compile(self, source, *flags):
        """The object of one source; paths from the top, so that they say the same anywhere."""
        made = self.folder / (source.stem + ".o")
        run("gcc", *FLAGS, *self.flags, *flags, f"-I{self.include}", "-I.",
            "-Ifixtures/nostd/include", "-Itests/unit", "-c", source.relative_to(ROOT),
            "-o", made, cwd=ROOT)
        return made

    def make_archive(self, pool):
        """The archive's objects, and the shim where cmocka is missing."""
        sources = sorted((LIB / "src").glob("*.c"))
        if not self.cmocka:
            sources.append(Path(__file__).resolve().parent / "hosted.c")
        archive = self.folder / "libnostd.a"
        run("ar", "rcs", archive, *pool.map(self.compile, sources))
        return archive

    def test(self, name, archive):
        """The program of one test."""
        program = self.folder / f"test_{name}"
        libraries = ["-lm", "-lpthread"] + (["-lcmocka"] if self.cmocka else [])
        run("gcc", *self.flags, self.compile(UNIT / f"test_nostd_{name}.c"), archive,
            "-o", program, *libraries)
        return program


def start(program, *arguments):
    """Run a test; what it said. A 32-bit one by the kernel, or else by qemu-i386."""
    try:
        return run(program, *arguments)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
    # qemu cannot trace, as looking for leaks needs; the tests count blocks themselves.
    quiet = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
    return run("qemu-i386", "-B", "0x100000000", program, *arguments, env=quiet)
