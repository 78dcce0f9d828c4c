"""ELF relocatable files, read and cut with nothing but struct.

In:  the bytes of one object: 32 or 64 bit, either byte order, REL or RELA.
Out: sections, symbols, relocations; and a cut copy, in which chosen relocations have type
     NONE and symbol 0, and an undefined symbol that lost its last relocation is weak.
Does not know what the symbols mean. ELF facts: System V gABI, chapter 4.
"""

import re
import struct
from typing import NamedTuple

SHT_SYMTAB, SHT_RELA, SHT_NOBITS, SHT_REL, SHT_SYMTAB_SHNDX = 2, 4, 8, 9, 18
SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR, SHF_MERGE, SHF_STRINGS = 0x1, 0x2, 0x4, 0x10, 0x20
SHN_UNDEF, SHN_LORESERVE, SHN_XINDEX = 0, 0xFF00, 0xFFFF
STB_LOCAL, STB_GLOBAL, STB_WEAK = 0, 1, 2
STT_FUNC = 2
ET_REL = 1
EM_MIPS, EM_ARM, EM_RISCV = 8, 40, 243
R_ARM_ABS32 = 2
# Of RISC-V: the upper half of a PC-relative address, and the lower half, whose symbol is
# the place of the upper one (RISC-V ELF psABI, "Relocations").
RISCV_HI, RISCV_LO = range(20, 24), (24, 25)
PT_LOAD = 1

# Names gcc gives to pieces and copies of a function (GCC's symbol-summary.h and
# ipa-*.cc).
CLONE = re.compile(r"(\.(part|isra|constprop|cold|lto_priv)(\.\d+)?)+$")


def source_name(name):
    """The function that a piece or copy of it was made from."""
    return CLONE.sub("", name)


class ElfError(Exception):
    """The bytes are not what an ELF file may hold; the text says where."""


class Section(NamedTuple):
    index: int
    name: str
    type: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entry_size: int


class Symbol(NamedTuple):
    index: int
    name: str
    value: int
    size: int
    bind: int
    type: int
    section: int
    info_at: int  # file offset of st_info


class Relocation(NamedTuple):
    section: int  # the section that is patched
    offset: int
    type: int
    symbol: int
    info_at: int  # file offset of r_info


class Segment(NamedTuple):
    type: int
    address: int
    load_address: int
    size: int


class Elf:
    """One ELF file. `where` names it in messages."""

    def __init__(self, data, where):
        self.data, self.where = data, where
        if data[:4] != b"\x7fELF" or len(data) < 52:
            raise ElfError(f"{where}: not an ELF file")
        if data[4] not in (1, 2) or data[5] not in (1, 2):
            raise ElfError(f"{where}: unknown ELF class or byte order")
        self.wide = data[4] == 2
        self.order = "<" if data[5] == 1 else ">"
        self._read_header()
        self.sections = self._read_sections()
        self.symbols = self._read_symbols()
        self.relocations = self._read_relocations()

    def _unpack(self, form, offset):
        form = self.order + form
        if offset + struct.calcsize(form) > len(self.data):
            raise ElfError(f"{self.where}: truncated at offset {offset}")
        return struct.unpack_from(form, self.data, offset)

    def _read_header(self):
        form = "HHIQQQIHHHHHH" if self.wide else "HHIIIIIHHHHHH"
        (
            self.type,
            self.machine,
            _,
            self.entry,
            self.segments_at,
            self.sections_at,
            _,
            _,
            self.segment_size,
            self.segment_count,
            self.section_size,
            self.section_count,
            self.names_index,
        ) = self._unpack(form, 16)

    def _header(self, index):
        form = "IIQQQQIIQQ" if self.wide else "IIIIIIIIII"
        return self._unpack(form, self.sections_at + index * self.section_size)

    def _read_sections(self):
        if self.sections_at == 0:
            return []
        first = self._header(0)  # holds what does not fit into the ELF header
        count = self.section_count or first[5]
        names_index = first[6] if self.names_index == SHN_XINDEX else self.names_index
        headers = [self._header(i) for i in range(count)]
        names_at = headers[names_index][4] if names_index < count else 0
        return [
            Section(i, self._string(names_at + h[0]), *h[1:])
            for i, h in enumerate(headers)
        ]

    def _string(self, offset):
        end = self.data.find(b"\0", offset)
        if end < 0:
            raise ElfError(f"{self.where}: string at {offset} has no end")
        return self.data[offset:end].decode("utf-8", "surrogateescape")

    def _read_symbols(self):
        tables = [s for s in self.sections if s.type == SHT_SYMTAB]
        if not tables:
            return []
        table = tables[0]
        strings = self.sections[table.link].offset
        wide_index = [
            s
            for s in self.sections
            if s.type == SHT_SYMTAB_SHNDX and s.link == table.index
        ]
        step = 24 if self.wide else 16
        symbols = []
        for index in range(table.size // step):
            at = table.offset + index * step
            if self.wide:
                name, info, _, section, value, size = self._unpack("IBBHQQ", at)
                info_at = at + 4
            else:
                name, value, size, info, _, section = self._unpack("IIIBBH", at)
                info_at = at + 12
            if section == SHN_XINDEX and wide_index:
                (section,) = self._unpack("I", wide_index[0].offset + 4 * index)
            symbols.append(
                Symbol(
                    index,
                    self._string(strings + name),
                    value,
                    size,
                    info >> 4,
                    info & 15,
                    section,
                    info_at,
                )
            )
        return symbols

    def _read_relocations(self):
        if self.type != ET_REL:
            return []
        if self.machine == EM_MIPS and self.wide:
            raise ElfError(f"{self.where}: 64-bit MIPS packs r_info in its own way")
        found = []
        for table in self.sections:
            if table.type not in (SHT_REL, SHT_RELA):
                continue
            step = (16 if self.wide else 8) + (
                (8 if self.wide else 4) if table.type == SHT_RELA else 0
            )
            for at in range(table.offset, table.offset + table.size, step):
                offset, info = self._unpack("QQ" if self.wide else "II", at)
                shift = 32 if self.wide else 8
                found.append(
                    Relocation(
                        table.info,
                        offset,
                        info & ((1 << shift) - 1),
                        info >> shift,
                        at + (8 if self.wide else 4),
                    )
                )
        return found

    def segments(self):
        """The program headers."""
        found = []
        for index in range(self.segment_count):
            at = self.segments_at + index * self.segment_size
            if self.wide:
                kind, _, _, address, load, _, size, _ = self._unpack("IIQQQQQQ", at)
            else:
                kind, _, address, load, _, size, _, _ = self._unpack("IIIIIIII", at)
            found.append(Segment(kind, address, load, size))
        return found

    def is_allocated(self, section):
        return bool(self.sections[section].flags & SHF_ALLOC)

    def is_literal(self, relocation):
        """Whether it fills in a word among code, which instructions load by its place."""
        return (
            self.machine == EM_ARM
            and relocation.type == R_ARM_ABS32
            and bool(self.sections[relocation.section].flags & SHF_EXECINSTR)
        )

    def undefined(self):
        """Names of the undefined symbols, and whether they are weak."""
        return {
            s.name: s.bind == STB_WEAK
            for s in self.symbols
            if s.section == SHN_UNDEF and s.name and s.bind != STB_LOCAL
        }

    def defined(self):
        """Names of the global and weak symbols that are defined here."""
        return {
            s.name
            for s in self.symbols
            if s.section != SHN_UNDEF and s.name and s.bind != STB_LOCAL
        }

    def function_at(self, section, offset):
        """
        The source function whose code holds an offset, without the suffixes of clones;
        "" if the place is in no function.
        """
        best = None
        for symbol in self.symbols:
            if symbol.type != STT_FUNC or symbol.section != section:
                continue
            start = symbol.value & ~1 if self.machine == EM_ARM else symbol.value
            inside = start <= offset < start + symbol.size or (
                symbol.size == 0 and start <= offset
            )
            if inside and (best is None or start > best[0]):
                best = (start, symbol.name)
        return source_name(best[1]) if best else ""

    def _lower_halves(self, doomed):
        """Relocations that make no sense without one in `doomed`, on RISC-V."""
        if self.machine != EM_RISCV:
            return
        gone = {(r.section, r.offset) for r in doomed if r.type in RISCV_HI}
        for relocation in self.relocations:
            label = self.symbols[relocation.symbol]
            if relocation.type in RISCV_LO and (label.section, label.value) in gone:
                yield relocation

    def cut(self, doomed):
        """
        The bytes of this file without the relocations in `doomed`. An undefined symbol
        that loses its last relocation in an allocated section so becomes weak; one that
        never had any stays as it is.
        """
        data = bytearray(self.data)
        doomed = set(doomed)
        doomed |= set(self._lower_halves(doomed))
        touched = {r.symbol for r in doomed}
        kept = {
            r.symbol
            for r in self.relocations
            if r not in doomed and self.is_allocated(r.section)
        }
        for relocation in doomed:
            struct.pack_into(
                self.order + ("Q" if self.wide else "I"), data, relocation.info_at, 0
            )
        for index in touched - kept:
            symbol = self.symbols[index]
            if symbol.section == SHN_UNDEF and symbol.bind == STB_GLOBAL:
                data[symbol.info_at] = STB_WEAK << 4 | symbol.type
        return bytes(data)
