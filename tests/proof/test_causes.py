"""Tests of causes.py and mapfile.py on rows and maps that are written out here."""

import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

import causes
import mapfile
from elf import SHF_EXECINSTR


class Header(NamedTuple):
    """What causes.py asks of a section header."""

    flags: int
    align: int = 1


class Headers:
    """.text is code, all else is data."""

    def get(self, file, section):
        return Header(SHF_EXECINSTR if section.startswith(".text") else 0)


class Causes(unittest.TestCase):
    def test_code_of_another_size_is_a_cause_and_data_is_not(self):
        def image(code, data):
            link = mapfile.Map()
            link.outputs = {".text": (0, code + data)}
            link.rows = [
                mapfile.Row(".text", ".text.stays", 0, code, "a.o", code),
                mapfile.Row(".text", ".rodata", code, data, "a.o", data),
            ]
            return link

        base = image(40, 8)
        room = causes._room(base, image(32, 8), {".text"}, Headers())
        self.assertEqual(room.relaxation, 8)
        self.assertEqual(room.explain(8), "relaxation")
        self.assertEqual(room.explain(9), "unexplained")
        room = causes._room(base, image(40, 0), {".text"}, Headers())
        self.assertEqual(room.explain(8), "unexplained")

    def test_a_pull_by_a_name_of_cxx_is_read(self):
        temp = tempfile.TemporaryDirectory(prefix="causes.")
        self.addCleanup(temp.cleanup)
        path = Path(temp.name) / "cxx.map"
        path.write_text(
            "Archive member included to satisfy reference by file (symbol)\n\n"
            "libc.a(del_ops.o)    main.o (operator delete(void*, unsigned int))\n"
            "/a/long/path/of/libc.a(exit.o)\n"
            "                     libc.a(start.o) (exit)\n"
            "\nMerging program properties\n\n"
            "Removed property 0xc0000002 to merge a.o (0x3) and b.o (not found)\n"
        )
        self.assertEqual(
            [tuple(pull) for pull in mapfile.read(path).pulls],
            [
                ("libc.a(del_ops.o)", "main.o", "operator delete(void*, unsigned int)"),
                ("/a/long/path/of/libc.a(exit.o)", "libc.a(start.o)", "exit"),
            ],
        )
