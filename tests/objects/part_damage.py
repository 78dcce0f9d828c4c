"""Damaged and hostile files: never a crash, never a hang, always a sentence.

Truncation at every 1/64 of objects and archives; single bytes changed, places and values
from the printed seed; and files described here by hand, each of which exceeds a limit or
lies about a size.
"""

import os
import random
import re
import resource
import struct
import tempfile
import time
import zlib

from common import need, run as run_tool

HERE = os.path.dirname(os.path.abspath(__file__))
LIMITS = open(os.path.join(HERE, "..", "..", "analyzer", "base", "limits.h")).read()
SOURCES = os.path.join(HERE, "src")
SECONDS = 20  # for any one file; the slowest takes a tenth of that
MEMORY = 3 << 30


def limit(name):
    """A number of limits.h."""
    return int(re.search(rf"\b{name} = (\d+)\b", LIMITS).group(1))


class Damage:
    def __init__(self, driver, count, folder, options):
        self.driver, self.count, self.folder, self.options = driver, count, folder, options
        self.slowest = (0.0, "")
        self.sanitized = b"__asan_init" in open(driver.program, "rb").read()

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def call(self, what, path, form="--rows"):
        """Exit code and messages of a run that must end, and end well."""
        start = time.monotonic()
        code, _, errors = self.driver.call(form, path, timeout=SECONDS)
        self.slowest = max(self.slowest, (time.monotonic() - start, what))
        good = code in (0, 2) and (code == 0 or errors.startswith(path + ": "))
        self.count.check(good, f"{what}: exit {code}: {errors[:600]!r}")
        return code, errors

    def expect_or_not(self, what, data, sentence, silent):
        """A described file near a limit: is it told of?"""
        code, errors = self.call(what, self.write("described", data), "--none")
        self.count.check((sentence in errors) != silent, f"{what}: {sentence!r} was "
                         f"{'not ' * silent}expected; exit {code}: {errors[:600]!r}")

    def expect_all(self, cases):
        """The same as expect() for many small files, in one run."""
        paths = [self.write("described%d." % i, data) for i, (_, data, _) in enumerate(cases)]
        code, _, errors = self.driver.call("--none", *paths, timeout=SECONDS)
        self.count.check(code in (0, 2), f"described files: exit {code}: {errors[:600]!r}")
        for path, (what, _, sentence) in zip(paths, cases):
            said = [line for line in errors.split("\n") if line.startswith(path + ": ")]
            self.count.check(any(sentence in line for line in said),
                             f"{what}: {sentence!r} was expected, not {said!r}")

    def expect(self, what, data, sentence):
        """A described file: what must be said about it."""
        code, errors = self.call(what, self.write("described", data), "--none")
        self.count.check(sentence in errors, f"{what}: {sentence!r} was expected, not "
                         f"{errors[:600]!r} (exit {code})")


def samples(damage):
    """Files to damage: objects of several machines and formats, archives, an image."""
    made = {}

    def build(name, *argv):
        path = os.path.join(damage.folder, name)
        run_tool([*argv, "-w", "-ffreestanding", "-fno-exceptions", "-o", path])
        made[name] = open(path, "rb").read()
        return path

    c, cc = os.path.join(SOURCES, "places.c"), os.path.join(SOURCES, "places.cc")
    kinds = os.path.join(SOURCES, "kinds.c")
    objects = [
        build("gcc5.o", "gcc", "-gdwarf-5", "-O2", "-c", c),
        build("gcc2.o", "gcc", "-gdwarf-2", "-Os", "-ffunction-sections", "-c", c),
        build("clang.o", "clang-19", "-gdwarf-5", "-O2", "-c", cc),
        build("packed.o", "gcc", "-g", "-gz=zlib", "-O1", "-c", c),
        build("arm.o", "arm-none-eabi-gcc", "-g", "-mthumb", "-Os", "-funwind-tables", "-c",
              kinds),
        build("avr.o", "avr-gcc", "-g", "-Os", "-c", c),
        build("mips.o", "clang-19", "--target=mips-none-elf", "-g", "-O1", "-c", c),
    ]
    if damage.options.long:
        build("slim.o", "gcc", "-flto", "-c", c)
        build("bitcode.o", "clang-19", "-flto", "-c", cc)
    build("image", "gcc", "-g", "-fno-pie", "-no-pie", "-static", "-nostdlib", "-Wl,-q", "-Wl,-e,switches",
          "-Wl,--unresolved-symbols=ignore-all", c)
    for name, tool in (("gnu.a", ["ar", "qc"]), ("bsd.a", ["llvm-ar-14", "--format=bsd", "qc"]),
                       ("thin.a", ["ar", "qcT"])):
        path = os.path.join(damage.folder, name)
        run_tool([*tool, path, *objects[4:], objects[0]])
        made[name] = open(path, "rb").read()
    return made


def truncated(damage, made):
    for name, data in made.items():
        for part in range(64):
            cut = data[:len(data) * part // 64]
            what = f"{name} cut at {part}/64"
            code, errors = damage.call(what, damage.write("cut-" + name, cut))
            damage.count.check(errors.count("\n") >= 1, f"{what}: exit {code}, no sentence")


def flipped(damage, made):
    dice = random.Random(damage.options.seed)
    rounds = 2000 if damage.options.long else 50
    for name, data in made.items():
        for _ in range(rounds):
            place, value = dice.randrange(len(data)), dice.randrange(1, 256)
            changed = bytearray(data)
            changed[place] ^= value
            damage.call(f"{name}: byte {place} ^ {value:#x}",
                        damage.write("flip-" + name, bytes(changed)))


# -- described files -------------------------------------------------------------------

PROGBITS, SYMTAB, STRTAB, RELA, NOBITS, REL, GROUP, SHNDX = 1, 2, 3, 4, 8, 9, 17, 18


class Section:
    def __init__(self, title, kind=PROGBITS, data=b"", flags=0, link=0, info=0, entry=0,
                 **lies):
        self.title, self.kind, self.data, self.flags = title, kind, data, flags
        self.link, self.info, self.entry, self.lies = link, info, entry, lies


def symbol(name=0, info=0x12, section=1, value=0, size=0):
    return struct.pack("<IBBHQQ", name, info, 0, section, value, size)


def elf(sections, machine=62, **lies):
    """An ELF64 relocatable file: null, then `sections`, then their names."""
    sections = [Section("", 0)] + sections + [Section(".shstrtab", STRTAB)]
    names = b"".join(s.title.encode() + b"\0" for s in sections)
    sections[-1].data = names
    body, headers, at = b"", b"", 0
    for section in sections:
        values = dict(name=at, type=section.kind, flags=section.flags, addr=0,
                      offset=64 + len(body), size=len(section.data), link=section.link,
                      info=section.info, align=1, entsize=section.entry)
        values.update(section.lies)
        headers += struct.pack("<IIQQQQIIQQ", *values.values())
        body += section.data
        at += len(section.title) + 1
    head = dict(type=1, machine=machine, version=1, entry=0, phoff=0, shoff=64 + len(body),
                flags=0, ehsize=64, phentsize=56, phnum=0, shentsize=64, shnum=len(sections),
                shstrndx=len(sections) - 1)
    head.update(lies)
    return (b"\x7fELF\x02\x01\x01" + bytes(9) +
            struct.pack("<HHIQQQIHHHHHH", *head.values()) + body + headers)


TEXT = Section(".text", data=bytes(64), flags=6)


def tables(damage):
    """Headers that lie."""
    plain = [TEXT, Section(".symtab", SYMTAB, symbol() * 4, link=3, info=1, entry=24),
             Section(".strtab", STRTAB, b"\0name\0")]

    def with_symbols(data, **lies):
        return elf([TEXT, Section(".symtab", SYMTAB, data, link=3, info=1, entry=24, **lies),
                    Section(".strtab", STRTAB, b"\0name\0")])

    def with_rela(data, entry=24, **lies):
        return elf(plain + [Section(".rela.text", RELA, data, link=2, info=1, entry=entry,
                                    **lies)])

    expect = damage.expect
    expect("class 3", b"\x7fELF\x03\x01\x01" + bytes(60), "ELF class 3")
    expect("byte order 0", b"\x7fELF\x01\x00\x01" + bytes(60), "ELF byte order 0")
    expect("only a magic", b"\x7fELF", "an ELF header was expected")
    expect("no sections", elf([], shoff=0, shnum=0), "neither sections nor segments")
    expect("table far away", elf(plain, shoff=1 << 63), "section header")
    expect("table at the end", elf(plain, shoff=(1 << 64) - 64), "section header")
    expect("65279 sections", elf(plain, shnum=65279), "65279 section headers")
    expect("small headers", elf(plain, shentsize=40), "section headers of 40 bytes")
    expect("no names", elf(plain, shstrndx=0), "section names is missing")
    expect("names elsewhere", elf(plain, shstrndx=1), "section names is missing")
    expect("segments outside", elf(plain, phoff=1 << 40, phnum=3), "3 program headers")
    expect("section outside", elf([Section(".text", data=b"x", flags=6, size=1 << 62)]),
           "4611686018427387904 bytes were expected")
    expect("name outside", elf([Section(".text", data=b"x", name=1 << 30)]),
           "its name lies outside")
    expect("odd alignment", elf([Section(".text", data=b"x", align=3)]), "alignment 3")
    expect("symbol size", with_symbols(symbol() * 4, entsize=23), "entries of 23")
    expect("half a symbol", with_symbols(symbol() * 4 + b"x"), "entries of 24")
    expect("symbol name", with_symbols(symbol() + symbol(name=1 << 20)), "symbol 1: its name")
    expect("symbol section", with_symbols(symbol() + symbol(section=99)),
           "symbol 1: its section does not exist")
    expect("symbol section, large", with_symbols(symbol() + symbol(section=0xffff)) , "")
    expect("relocation size", with_rela(bytes(24), entry=16), "wrong size")
    expect("relocation symbol", with_rela(struct.pack("<QQq", 0, 77 << 32 | 1, 0)),
           "its symbol does not exist")
    expect("relocation offset", with_rela(struct.pack("<QQq", 1 << 60, 1 << 32 | 1, 0)),
           "behind the section")
    expect("relocation type", with_rela(struct.pack("<QQq", 0, 1 << 32 | 70000, 0)),
           "no machine has its type")
    expect("relocations outside", with_rela(bytes(24), offset=1 << 50), "outside the object")
    expect("relocations of nothing", elf(plain + [Section(".rela", RELA, bytes(24), link=2,
                                                          info=77, entry=24)]),
           "section 77, which does not exist")
    expect("compact relocations", elf(plain + [Section(".crel.text", 0x40000014, bytes(3),
                                                       link=2, info=1)]), "CREL")
    expect("group of nothing", elf(plain + [Section(".group", GROUP,
                                                    struct.pack("<III", 1, 1, 99), link=2,
                                                    info=1, entry=4)]), "section group 4")
    expect("no text", b"", "neither an ELF file")
    expect("another file", b"#!/bin/sh\n", "neither an ELF file")


# -- symbols of IR ---------------------------------------------------------------------


def entry(name=b"f", comdat=b"", kind=0, visibility=0):
    """One of gcc's table."""
    return name + b"\0" + comdat + b"\0" + struct.pack("<BBQI", kind, visibility, 0, 0)


def slim(table, extension=b"\1\1\0", **lies):
    """A slim object of gcc, whose IR is a header that says so."""
    return elf([Section(".gnu.lto_.lto.1", data=b"\x0b\0\0\0\1\0\0\0"),
                Section(".gnu.lto_.symtab.1", data=table, **lies),
                Section(".gnu.lto_.ext_symtab.1", data=extension)])


class Bits:
    """A stream of bits, from the lowest of each byte on."""

    def __init__(self):
        self.value = self.count = 0

    def put(self, value, width):
        self.value |= value << self.count
        self.count += width
        return self

    def vbr(self, value, width):
        while value >> (width - 1):
            self.put(value & ((1 << (width - 1)) - 1) | 1 << (width - 1), width)
            value >>= width - 1
        return self.put(value, width)

    def align(self):
        self.count = (self.count + 31) // 32 * 32
        return self

    def bytes(self):
        return self.align().value.to_bytes(self.count // 8, "little")


def block(number, body=b"", words=None):
    """A block at the top of bitcode; `words` is what it says of its size."""
    head = Bits().put(1, 2).vbr(number, 8).vbr(3, 4).align()
    return head.put(len(body) // 4 if words is None else words, 32).bytes() + body


def blob_block(number, blob, size=None):
    """One abbreviation, a literal 1 and a blob, and one record by it."""
    body = Bits().put(2, 3).vbr(2, 5).put(1, 1).vbr(1, 8).put(0, 1).put(5, 3)
    body.put(4, 3).vbr(len(blob) if size is None else size, 6).align()
    for byte in blob:
        body.put(byte, 8)
    return block(number, body.align().put(0, 3).bytes())


def bitcode(version=3, modules=1, symbols=1, name=(0, 1), group=0xffffffff, flags=1 << 10,
            uncommon=0, blocks=1, texts=b"f", **lies):
    """A file of one module with one symbol in its table."""
    at = 76
    table = struct.pack("<13I", version, 0, 0, at, modules, at, 0, at, symbols, at, uncommon,
                        0, 0).ljust(at, b"\0")
    table += struct.pack("<6I", *name, 0, 0, group, flags)
    return (b"BC\xc0\xde" + block(8) * blocks + blob_block(25, table, **lies) +
            blob_block(23, texts))


def ir(damage):
    """Tables of IR that lie; what is good beside them is known to be read."""
    name = "symbols of the IR: "
    cases = []

    def expect(*case):
        cases.append(case)

    for what, good in (("gcc", slim(entry())), ("LLVM", bitcode()), ("LLVM 21", bitcode(4)),
                       ("wrapped", struct.pack("<5I", 0x0b17c0de, 0, 20, len(bitcode()), 7) +
                        bitcode())):
        member = damage.driver.rows(damage.write("described", good)).members[0]
        damage.count.equal([row[0] for row in member.irs], ["f"], what + ": a good table")
    expect("entry cut short", slim(entry()[:-1]), name + "the last entry is cut short")
    expect("entry without an end", slim(b"f" * 100), name + "the last entry is cut short")
    expect("entry without a name", slim(entry(b"")), name + "an entry without a name")
    expect("kind 5", slim(entry(kind=5)), "that does not exist")
    expect("visibility 4", slim(entry(visibility=4)), "that does not exist")
    expect("type 3", slim(entry(), b"\1\3\0"), "that does not exist")
    expect("gcc's table outside", slim(entry(), size=1 << 40), "outside the object")
    expect("no table", elf([Section(".gnu.lto_.lto.1", data=b"\x0b\0\0\0\1\0\0\0")]),
           name + "the object has no table")
    expect("only a magic of LLVM", b"BC\xc0\xde", "the bitcode has no table of them")
    expect("bitcode without a table", b"BC\xc0\xde" + block(8, bytes(64)),
           "the bitcode has no table of them")
    expect("no block", b"BC\xc0\xde" + bytes(64), "no block where one was expected")
    expect("a large block", b"BC\xc0\xde" + block(8, bytes(64), 1 << 30),
           "larger than the bitcode")
    expect("a large blob", bitcode(size=1 << 50), "the bitcode has no table of them")
    expect("version 2", bitcode(2), "a version that is not known")
    expect("two modules", bitcode(blocks=2), "not of all modules")
    expect("rows outside", bitcode(symbols=2), "rows that lie outside")
    expect("many rows", bitcode(symbols=0xffffffff), "rows that lie outside")
    expect("name outside", bitcode(name=(1, 1)), "a name that lies outside the texts")
    expect("name far outside", bitcode(name=(0xffffffff, 0xffffffff)),
           "a name that lies outside the texts")
    expect("group outside", bitcode(group=0), "a group that does not exist")
    expect("rare fields outside", bitcode(flags=1 << 2), "rare fields that does not exist")
    expect("wrapper", struct.pack("<5I", 0x0b17c0de, 0, 20, 1 << 31, 7), "the wrapper names")
    damage.expect_all(cases)


def shared_names(factor):
    """An object whose symbols' names together have `factor` times its bytes."""
    text, count = 1 << 20, factor
    while True:
        data = elf([TEXT, Section(".symtab", SYMTAB, symbol() + symbol(name=1) * count, link=3,
                                  info=1, entry=24),
                    Section(".strtab", STRTAB, b"\0" + b"n" * text + b"\0")])
        if count * text >= len(data) * factor:
            return data
        count += 1


def bombs(damage):
    """Small files that would ask for much time or memory."""
    expect = damage.expect
    many = 200000
    # Every symbol names the same long text, or another end of it.
    long = b"\0" + b"n" * (4 << 20) + b"\0"
    symbols = b"".join(symbol(name=1 + i) for i in range(many))
    expect("names that overlap",
           elf([TEXT, Section(".symtab", SYMTAB, symbols, link=3, info=1, entry=24),
                Section(".strtab", STRTAB, long)]), "its name lies outside")
    # The ends of one text: symbols that have more names than the limit, or fewer.
    for factor, silent in ((limit("NSC_LIMIT_NAMES_FACTOR") - 1, True),
                           (limit("NSC_LIMIT_NAMES_FACTOR") + 1, False)):
        damage.expect_or_not(f"names {factor} times over", shared_names(factor),
                             "its name lies outside", silent)
    # No text ends anywhere.
    expect("names without end",
           elf([TEXT, Section(".symtab", SYMTAB, symbols, link=3, info=1, entry=24),
                Section(".strtab", STRTAB, b"\0" + b"n" * (4 << 20))]), "its name lies outside")
    # Every section of relocations is the same large table.
    rela = struct.pack("<QQq", 0, 1 << 32 | 1, 0) * 50000
    tables_again = [Section(".rela.text", RELA, b"", link=2, info=1, entry=24, offset=200,
                            size=len(rela)) for _ in range(20000)]
    expect("relocations that overlap",
           elf([TEXT, Section(".symtab", SYMTAB, symbol() * 4, link=3, info=1, entry=24),
                Section(".strtab", STRTAB, b"\0"), Section(".pad", data=rela)] + tables_again),
           "tables of relocations that overlap")
    # Every merged section is the whole file; so is every group.
    again = [Section(".m", flags=0x32, offset=0, size=1 << 20) for _ in range(20000)]
    expect("merged sections that overlap", elf([Section(".pad", data=bytes(1 << 20))] + again),
           "")
    groups = [Section(".group", GROUP, b"", link=1, info=1, entry=4, offset=0, size=1 << 20)
              for _ in range(20000)]
    expect("groups that overlap",
           elf([Section(".symtab", SYMTAB, symbol() * 4, link=2, info=1, entry=24),
                Section(".strtab", STRTAB, b"\0"), Section(".pad", data=bytes(1 << 20))] +
               groups), "section group")
    damaged_archives(damage)
    debug_bombs(damage)


def member(name, data, size=None):
    head = (name.ljust(16) + "0".ljust(12) + "0".ljust(6) + "0".ljust(6) + "644".ljust(8) +
            str(len(data) if size is None else size).ljust(10) + "`\n").encode()
    return head + data + b"\n" * (len(data) % 2)


def damaged_archives(damage):
    expect = damage.expect
    good = elf([TEXT])
    start = b"!<arch>\n"
    expect("a member too large", start + member("a.o/", good, 1 << 30) + member("b.o/", good),
           "the next member is at ")
    expect("a member too small", start + member("a.o/", good, 10) + member("b.o/", good),
           "a member header was expected; the next member is at ")
    expect("no size", start + member("a.o/", good, "many") + member("b.o/", good),
           "a member header was expected")
    expect("half a header", start + member("a.o/", good) + b"b.o/   ",
           "a member header was expected; no member follows")
    expect("only damage", start + bytes(200), "an archive of which no member can be read")
    expect("damaged members", start + member("a.o/", b"\x7fELF") * 3,
           "an archive of which no member can be read")
    expect("a name from nowhere", start + member("/77", good), "outside the table of names")
    expect("a BSD name too long", start + member("#1/9999999", good),
           "outside the table of names")
    index = struct.pack(">III", 2, 100000, 8) + b"one\0two\0"
    expect("an index of nothing", start + member("/", index) + member("a.o/", good),
           "offsets at which no member stands")
    expect("an index too large", start + member("/", struct.pack(">I", 1 << 31)) +
           member("a.o/", good), "the index is damaged")
    expect("index names without end", start + member("/", struct.pack(">II", 1, 72) + b"abc") +
           member("a.o/", good), "the index is damaged")
    expect("100,000 members", start + member("a.o/", good) * 100000, "")
    # One diagnostic per member, up to a limit, and how many more there were.
    expect("100,000 damaged members", start + member("g.o/", good) +
           member("a.o/", b"\x7fELF") * 100000,
           f"{100000 - limit('NSC_LIMIT_OBJECT_DIAGS')} more faults like these")
    long = "n" * (1 << 20)
    expect("a long name for all", start + member("//", (long + "/\n").encode()) +
           member("/0", good) * 100000, "outside the table of names")
    tail = b"".join(struct.pack("<II", i, 8) for i in range(50000))
    texts = b"n" * (1 << 20) + b"\0"
    bsd = struct.pack("<I", len(tail)) + tail + struct.pack("<I", len(texts)) + texts
    expect("index names that overlap", start + member("__.SYMDEF", bsd) + member("a.o/", good),
           "the index is damaged")


def uleb(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def debug_object(*sections):
    """An object with one relocation in code, so that its debugging sections matter."""
    rela = struct.pack("<QQq", 4, 1 << 32 | 4, 0)
    return elf([TEXT, Section(".symtab", SYMTAB, symbol(section=0) * 2, link=3, info=1,
                              entry=24),
                Section(".strtab", STRTAB, b"\0"),
                Section(".rela.text", RELA, rela, link=2, info=1, entry=24), *sections])


def unit(body, abbrevs=0):
    """A DWARF 4 unit."""
    inner = struct.pack("<HIB", 4, abbrevs, 8) + body
    return struct.pack("<I", len(inner)) + inner


def declaration(code, tag, children, attributes=b""):
    return uleb(code) + uleb(tag) + bytes([children]) + attributes + b"\0\0"


def line_table(folders, files, program):
    head = bytes([1, 1, 1, 251, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1])
    tail = folders + b"\0" + files + b"\0"
    body = struct.pack("<HI", 4, len(head) + len(tail)) + head + tail + program
    return struct.pack("<I", len(body)) + body


def packed_object(factor, abbrev):
    """An object whose packed section holds `factor` times as many bytes as the object has."""
    info, pad = unit(b"\x01"), 1 << 16
    for _ in range(4):  # the size of what is packed depends a little on what is in it
        plain = info + bytes(factor * pad - len(info))
        packed = struct.pack("<IIQQ", 1, 0, len(plain), 1) + zlib.compress(plain, 9)
        data = debug_object(Section(".debug_info", data=packed, flags=0x800), abbrev,
                            Section(".pad", data=bytes(max(0, pad - len(packed) - 2048))))
        pad = len(data)
    return data


def debug_bombs(damage):
    expect = damage.expect
    info = Section(".debug_info", data=unit(b"\x01"))
    abbrev = Section(".debug_abbrev", data=declaration(1, 0x11, 0) + b"\0")
    # libdw joins the folder to each of these names at once: 128 GB.
    table = line_table(b"d" * (1 << 19) + b"\0", b"f\0\x01\0\0" * (1 << 17), b"")
    expect("a long folder, many files", debug_object(
        info, abbrev, Section(".debug_line", data=table)), "")
    # Many rows that ask for different files of a long folder.
    rows = b"".join(b"\x04" + uleb(1 + i % (1 << 17)) + b"\x02\x01\x01" for i in range(1 << 17))
    table = line_table(b"d" * (1 << 19) + b"\0", b"f\0\x01\0\0" * (1 << 17), rows)
    expect("a long folder, many rows", debug_object(
        info, abbrev, Section(".debug_line", data=table)), "")
    # Sequences that go up and down over the same addresses.
    back = (b"\x00\x09\x02" + struct.pack("<Q", 0x100) + b"\x01\x02\x40\x01") * 100000
    expect("rows that overlap", debug_object(
        info, abbrev, Section(".debug_line", data=line_table(b"", b"f\0\0\0\0", back))), "")
    # Many units that share a large table of abbreviations.
    large = b"".join(declaration(2 + i, 0x34, 0) for i in range(100000))
    expect("shared abbreviations", debug_object(
        Section(".debug_info", data=unit(uleb(100001)) * 50000),
        Section(".debug_abbrev", data=large + declaration(1, 0x11, 0) + b"\0")),
        "abbreviations of a unit are damaged")
    # An entry of one byte with very many attributes.
    expect("many attributes", debug_object(
        Section(".debug_info", data=unit(b"\x01" * (1 << 20))),
        Section(".debug_abbrev", data=declaration(1, 0x11, 1, b"\x3f\x19" * (1 << 18)) + b"\0")),
        "abbreviations of a unit are damaged")
    # Entries inside each other, none with a DW_AT_sibling.
    nest = declaration(1, 0x11, 1) + declaration(2, 0x0b, 1) + declaration(3, 0x34, 1) + b"\0"
    expect("deep nesting", debug_object(
        Section(".debug_info", data=unit(b"\x01" + b"\x02" * (1 << 20))),
        Section(".debug_abbrev", data=nest)), "nest too deep")
    for depth, silent in ((limit("NSC_LIMIT_DWARF_DEPTH") - 1, True),
                          (limit("NSC_LIMIT_DWARF_DEPTH"), False)):
        damage.expect_or_not(f"{depth} levels", debug_object(
            Section(".debug_info", data=unit(b"\x01" + b"\x02" * depth + b"\0" * (depth + 1))),
            Section(".debug_abbrev", data=nest)), "nest too deep", silent)
    comb = (b"\x02" * 200 + b"\0" * 200) * 5000
    expect("many deep nests", debug_object(
        Section(".debug_info", data=unit(b"\x01" + b"\x02" * 50 + comb + b"\0" * 51)),
        Section(".debug_abbrev", data=nest)), "")
    # DW_AT_sibling that points at the entry's own children.
    sibling = declaration(1, 0x11, 1) + declaration(2, 0x0b, 1, b"\x01\x13") + b"\0"
    body = b"\x01" + b"".join(b"\x02" + struct.pack("<I", 12 + 5 * (i + 1)) for i in range(200))
    expect("siblings that point back", debug_object(
        Section(".debug_info", data=unit(body)), Section(".debug_abbrev", data=sibling)),
        "an entry is damaged")
    # Every entry has the same long range list.
    ranges = struct.pack("<QQ", 1, 2) * 100000 + bytes(16)
    inlined = declaration(1, 0x11, 1) + declaration(2, 0x1d, 0, b"\x55\x17") + b"\0"
    body = b"\x01" + (b"\x02" + struct.pack("<I", 0)) * 100000 + b"\0"
    expect("range lists that overlap", debug_object(
        Section(".debug_info", data=unit(body)), Section(".debug_abbrev", data=inlined),
        Section(".debug_ranges", data=ranges)), "range lists overlap")
    # A section that says it is enormous when unpacked.
    packed = struct.pack("<IIQQ", 1, 0, 1 << 40, 1) + bytes(100)
    expect("a packed giant", debug_object(
        Section(".debug_info", data=packed, flags=0x800), abbrev), "cannot be unpacked")
    expect("a packed giant, GNU", debug_object(
        Section(".zdebug_info", data=b"ZLIB" + struct.pack(">Q", 1 << 40) + bytes(100)), abbrev),
        "cannot be unpacked")
    # What it says is true, and near the limit from either side.
    for factor, silent in ((limit("NSC_LIMIT_UNPACK_FACTOR") - 2, True),
                           (limit("NSC_LIMIT_UNPACK_FACTOR") + 2, False)):
        damage.expect_or_not(f"packed {factor} times", packed_object(factor, abbrev),
                             "cannot be unpacked", silent)
    expect("another file", debug_object(
        info, abbrev, Section(".gnu_debugaltlink", data=b"/dev/zero\0" + bytes(20))),
        "another file, which is not looked at")
    # .stab whose texts are one long one.
    stabs = struct.pack("<IBBHI", 1, 0x64, 0, 0, 0) * 100000
    expect("stabs that share a text", debug_object(
        Section(".stab", data=stabs), Section(".stabstr", data=b"\0" + b"n" * (1 << 20) + b"\0")),
        "outside .stabstr")


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(driver, count, options):
    need("gcc", "clang-19", "arm-none-eabi-gcc", "avr-gcc", "ar", "llvm-ar-14")
    with tempfile.TemporaryDirectory() as folder:
        damage = Damage(driver, count, os.path.realpath(folder), options)
        made = samples(damage)
        if not damage.sanitized:  # its shadow memory needs terabytes of addresses
            limit_memory()
        truncated(damage, made)
        flipped(damage, made)
        tables(damage)
        ir(damage)
        bombs(damage)
    print(f"damage: {len(made)} files cut and changed; slowest {damage.slowest[0]:.2f} s: "
          f"{damage.slowest[1]}")
