"""The units of a package: one compile command each, for each target.

In:   packages.tsv, the unpacked sources, builds of third-party/recipes.py.
Out:  Unit: a folder and the words of a command that makes no object yet.
"""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/third-party"))
import recipes  # noqa: E402
import sources  # noqa: E402

# Target: its compiler with flags, the prefix of its binutils, the compiler's package.
TARGETS = {
    "arm-newlib": ("arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb", "arm-none-eabi-",
                   "libnewlib-arm-none-eabi"),
    "arm-picolibc": ("arm-none-eabi-gcc --specs=picolibc.specs -mcpu=cortex-m0 -mthumb",
                     "arm-none-eabi-", "picolibc-arm-none-eabi"),
    "riscv-picolibc": ("riscv64-unknown-elf-gcc --specs=picolibc.specs -march=rv32imac "
                       "-mabi=ilp32", "riscv64-unknown-elf-", "picolibc-riscv64-unknown-elf"),
    "avr": ("avr-gcc -mmcu=atmega2560", "avr-", "avr-libc"),
}
YAJL = "#include <yajl_{}.h>\n"
# Headers that configure scripts and debian/rules would write, in {made}.
MADE = {
    "expat_config.h": "",  # all of it stands on the command line
    "lua5.4-deb-multiarch.h": '#define DEB_HOST_MULTIARCH "none"\n',
    "jansson_private_config.h": "",
    "jansson_config.h": "".join(f"#define {name} {value}\n" for name, value in {
        "JSON_INLINE": "inline", "JSON_INTEGER_IS_LONG_LONG": 1, "JSON_HAVE_LOCALECONV": 0,
        "JSON_HAVE_ATOMIC_BUILTINS": 0, "JSON_HAVE_SYNC_BUILTINS": 0,
        "JSON_PARSER_MAX_DEPTH": 2048}.items()),
    "yajl/yajl_version.h": "#define YAJL_VERSION 20100\n" + YAJL.format("common"),
    **{f"yajl/yajl_{x}.h": YAJL.format(x) for x in ("common", "gen", "parse", "tree")},
}
OWN = "own"  # the target of a package with a build of its own
WITH_VALUE = ("-o", "-MF", "-MT", "-MQ")
ALONE = ("-c", "-MD", "-MMD", "-MP", "-M", "-MM", "-MG")


@dataclass(frozen=True)
class Package:
    name: str
    kept: bool
    patterns: tuple
    without: frozenset
    flags: tuple

    @property
    def is_built(self):
        return self.patterns == ("recipe",)

    @property
    def targets(self):
        return (OWN,) if self.is_built or self.name in PREPARED else tuple(TARGETS)


@dataclass(frozen=True)
class Unit:
    folder: str
    words: tuple
    source: str


def read_packages():
    """{name: Package}."""
    rows = [line.split("\t") for line in (HERE / "packages.tsv").read_text().splitlines()
            if not line.startswith("#")]
    return {name: Package(name, kept == "kept", tuple(patterns.split()),
                          frozenset(without.split()),
                          () if flags == "-" else tuple(flags.split()))
            for name, kept, patterns, without, flags in rows[1:]}


def bare(words):
    """A command without what says where its products go."""
    out, skip = [], False
    for word in words:
        if not skip and word not in ALONE and word not in WITH_VALUE and \
                not word.startswith("-Wp,-M"):
            out.append(word)
        skip = not skip and word in WITH_VALUE
    return tuple(out)


def of_build(package, apt, work):
    """Commands that differ in nothing but their products are one unit."""
    made = recipes.built(package.name, apt, work)
    return list(dict.fromkeys(
        Unit(row["directory"], bare(row["arguments"]), row["file"])
        for row in json.loads((made.folder / "compile_commands.json").read_text())))


def of_sources(package, target, apt, work):
    tree = sources.unpack(apt, work, package.name)
    made = work / "units/made"
    for name, text in MADE.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    places = {"tree": tree, "port": ROOT / "tests/third-party/port", "made": made}
    flags = [flag.format(**places) for flag in package.flags]
    files = [file for pattern in package.patterns for file in sorted(tree.glob(pattern))
             if file.name not in package.without]
    words = [*TARGETS[target][0].split(), "-Os", *flags]
    return [Unit(str(tree), (*words, str(file)), str(file)) for file in files]


def seabios(package, apt, work):
    """Its parts by themselves, for 32 bits; its Makefile puts them together first."""
    place = work / "builds" / package.name
    folder = place / "source"
    if not (folder / "out/autoconf.h").is_file():
        shutil.rmtree(place, ignore_errors=True)
        build = recipes.Build(place)
        recipes.copied(sources.unpack(apt, work, package.name), build)
        for goal in ("olddefconfig", "out/autoconf.h"):
            build.run("make", "-C", folder, "PYTHON=python3", goal)
    return [Unit(str(folder), ("gcc", *package.flags, str(file)), str(file))
            for pattern in package.patterns for file in sorted(folder.glob(pattern))]


def units(package, target, apt, work):
    if package.name in PREPARED:
        return PREPARED[package.name](package, apt, work)
    if package.is_built:
        return of_build(package, apt, work)
    return of_sources(package, target, apt, work)


# Sources that are no library, and want something made before they can be compiled.
PREPARED = {"seabios": seabios}
