"""Members of an ar archive, in the System V / GNU form that the GNU and LLVM tools write.

In:  the bytes of an archive.
Out: name, place and bytes of each member. A member can be replaced by bytes of equal
     size, which leaves the symbol index right.
A thin archive, whose members lie elsewhere, is refused by name.
"""

from typing import NamedTuple

MAGIC, THIN = b"!<arch>\n", b"!<thin>\n"
HEADER = 60


class ArchiveError(Exception):
    """The bytes are not an archive that can be read here; the text says why."""


class Member(NamedTuple):
    name: str
    offset: int  # of the member's bytes
    size: int


def is_archive(data):
    return data[:8] in (MAGIC, THIN)


def members(data, where):
    """The members in file order, without the symbol index and the table of long names."""
    if data[:8] == THIN:
        raise ArchiveError(
            f"{where}: thin archive; its members have no bytes of their own"
        )
    if data[:8] != MAGIC:
        raise ArchiveError(f"{where}: not an archive")
    found, long_names, at = [], b"", 8
    while at + HEADER <= len(data):
        name = data[at : at + 16].decode("ascii", "surrogateescape").rstrip()
        size_text = data[at + 48 : at + 58].strip()
        if data[at + 58 : at + 60] != b"`\n" or not size_text.isdigit():
            raise ArchiveError(f"{where}: offset {at}: not a member header")
        start, size = at + HEADER, int(size_text)
        if name == "//":
            long_names = data[start : start + size]
        elif name not in ("/", "/SYM64/"):
            found.append(Member(_full_name(name, long_names), start, size))
        at = start + size + (size & 1)
    return found


def _full_name(name, long_names):
    if name.startswith("/") and name[1:].isdigit():
        start = int(name[1:])
        return long_names[start : long_names.index(b"/\n", start)].decode(
            "utf-8", "surrogateescape"
        )
    return name[:-1] if name.endswith("/") else name
