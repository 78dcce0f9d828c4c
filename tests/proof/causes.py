"""Why a predicted price may differ from a relink: what the linker lays out anew.

In:  the maps of the same image linked with and without a cut.
Out: for each cause, the bytes by which a faultless prediction may be off.

* alignment: members are extracted in another order, so padding falls elsewhere. The
  survivors are laid out in the old order; how far that padding is from the real one, or
  how far padding moved at all, is the room for an error.
* merged strings: equal strings and shared ends are stored once, so what leaves is less
  than the sizes of the sections that leave.
* exidx: neighbouring rows of .ARM.exidx that say the same are joined.
* relaxation: where places move, sequences of instructions get shorter or longer
  (RISC-V): code that stays has another size. Only sections of code count, of which the
  map has a row in both links.
"""

import re
from pathlib import Path
from typing import NamedTuple

from archive import members
from elf import SHF_ALLOC, SHF_EXECINSTR, SHF_MERGE, SHF_STRINGS, SHF_WRITE, SHT_NOBITS, Elf


class Room(NamedTuple):
    alignment: int
    strings: int
    exidx: int
    relaxation: int = 0

    def explain(self, difference):
        """The causes that can be behind a difference, or "unexplained"."""
        if difference == 0:
            return "-"
        if abs(difference) > sum(self):
            return "unexplained"
        names = {
            "alignment": self.alignment,
            "merged strings": self.strings,
            "exidx": self.exidx,
            "relaxation": self.relaxation,
        }
        return ", ".join(name for name, room in names.items() if room)


class SectionHeaders:
    """Section headers of the files that a map names, read when asked for."""

    def __init__(self, folder):
        self.folder, self.known, self.archives = Path(folder), {}, {}

    def get(self, file, section):
        """The first section of that name in a file or archive(member), or None."""
        if file not in self.known:
            self.known[file] = self._sections(file)
        return self.known[file].get(section)

    def _sections(self, file):
        data, found = self._bytes(file), {}
        if data[:4] == b"\x7fELF":
            for section in Elf(data, file).sections:
                found.setdefault(section.name, section)
        return found

    def _bytes(self, file):
        match = re.fullmatch(r"(.+)\(([^()]+)\)", file)
        path = self.folder / (match.group(1) if match else file)
        if not match:
            return path.read_bytes() if path.is_file() else b""
        if path not in self.archives:
            data = path.read_bytes()
            self.archives[path] = {
                m.name: data[m.offset : m.offset + m.size]
                for m in members(data, str(path))
            }
        return self.archives[path].get(match.group(2), b"")


def rooms(base, cut, image, headers):
    """The Room for flash and the one for RAM. `image` is the Elf of the uncut image."""
    kept = [
        s for s in image.sections if s.flags & SHF_ALLOC and s.name not in base.reserved()
    ]
    flash = {s.name for s in kept if s.type != SHT_NOBITS}
    ram = {s.name for s in kept if s.flags & SHF_WRITE}
    return tuple(_room(base, cut, outputs, headers) for outputs in (flash, ram))


def _room(base, cut, outputs, headers):
    return Room(
        _alignment(base, cut, outputs, headers),
        _strings(_rows(base, outputs), _rows(cut, outputs), headers),
        _exidx(_rows(base, outputs), _rows(cut, outputs), headers),
        _relaxation(_rows(base, outputs), _rows(cut, outputs), headers),
    )


def _rows(link, outputs):
    return [row for row in link.rows if row.output in outputs]


def _key(row):
    """A row without the folder that a relink put its copy into."""
    return re.sub(r"^.*/cut/", "", row.file), row.name


def _alignment(base, cut, outputs, headers):
    most = 0
    for output in outputs:
        before, after = base.padding({output}), cut.padding({output})
        modelled = _padding_in_old_order(base, cut, output, headers)
        most += max(abs(before - after), abs(modelled - after))
    return most


def _padding_in_old_order(base, cut, output, headers):
    sizes = {}
    for row in cut.rows:
        if row.output == output and row.size:
            sizes[_key(row)] = row.size
    at, padding = 0, 0
    for row in base.rows:
        if row.output != output or _key(row) not in sizes:
            continue
        header = headers.get(row.file, row.name)
        align = header.align if header and header.align else 1
        padding += -at % align
        at += -at % align + sizes.pop(_key(row))
    return padding + -at % 4


def _gone(base, cut):
    kept = {_key(row) for row in cut}
    return [row for row in base if _key(row) not in kept]


def _strings(base, cut, headers):
    def is_text(row):
        header = headers.get(row.file, row.name)
        wanted = SHF_MERGE | SHF_STRINGS
        return bool(header) and header.flags & wanted == wanted

    before = sum(row.size for row in base if is_text(row))
    after = sum(row.size for row in cut if is_text(row))
    gone = sum(row.before for row in _gone(base, cut) if is_text(row))
    return abs(gone - (before - after))


def _exidx(base, cut, headers):
    def is_index(row):
        return row.name.startswith(".ARM.exidx")

    before = sum(row.size for row in base if is_index(row))
    after = sum(row.size for row in cut if is_index(row))
    gone = 0
    for row in filter(is_index, _gone(base, cut)):
        header = headers.get(row.file, row.name)
        gone += header.size if header else row.size
    return abs(gone - (before - after))


def _relaxation(base, cut, headers):
    def sizes(rows):
        found = {}
        for row in rows:
            found.setdefault(_key(row), []).append(row)
        return {key: same[0] for key, same in found.items() if len(same) == 1}

    room, after = 0, sizes(cut)
    for key, row in sizes(base).items():
        header = headers.get(row.file, row.name)
        if key in after and header and header.flags & SHF_EXECINSTR:
            room += abs(after[key].size - row.size)
    return room
