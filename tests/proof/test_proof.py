#!/usr/bin/env python3
"""The proofs proven: tiny images whose right answer follows from their text.

    test_proof.py        needs the cross compilers named in TOOLS; says how to get them

Sections are made of .space directives and aligned to 4, so that each price can be read
off the assembly. The scripts under test are run as programs, as the tests of the tool run
them.
"""

import contextlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import archive
import mapfile
from check_chains import Program
from check_why import Proof
from elf import Elf, ElfError
from linkline import find_link
from relink import Image, price
from test_causes import Causes  # noqa: F401: its tests are run with these

TOOLS = {
    "arm-none-eabi-gcc": "gcc-arm-none-eabi",
    "riscv64-unknown-elf-gcc": "gcc-riscv64-unknown-elf",
    "gcc": "gcc",
    "clang": "clang",
    "readelf": "binutils",
    "ninja": "ninja-build",
}

ARM = "arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb"
ARM_WORDS = "arm-none-eabi-gcc -mcpu=cortex-a9 -marm"  # code in words: no padding
ARM_BIG = "arm-none-eabi-gcc -mcpu=cortex-a9 -marm -mbig-endian"
RISCV = "riscv64-unknown-elf-gcc -march=rv32i -mabi=ilp32 -mno-relax"
X86 = "gcc -fno-pie -no-pie -static"

SCRIPT = """
ENTRY(start)
MEMORY {
	FLASH (rx)  : ORIGIN = 0x10000,  LENGTH = 64K
	RAM   (rwx) : ORIGIN = 0x200000, LENGTH = 64K
}
SECTIONS {
	.text : { KEEP(*(.vectors)) *(.text .text.*) *(.rodata .rodata.*) } > FLASH
	.data : { *(.data .data.*) } > RAM AT > FLASH
	.bss (NOLOAD) : { *(.bss .bss.*) } > RAM
	.heap (NOLOAD) : { . = . + (ORIGIN(RAM) + LENGTH(RAM) - .); } > RAM
	/DISCARD/ : { *(.note*) *(.eh_frame*) *(.comment) *(.*.attributes) }
}
"""

# Who calls whom, in words of data, which every assembler spells alike.
MAIN = """
	.section .text.start,"ax",%progbits
	.balign 4
	.globl start
	.type start, %function
start:	.4byte one
	.4byte two
	.size start, . - start
	.section .text.one,"ax",%progbits
	.balign 4
	.type one, %function
one:	.4byte alpha
	.size one, . - one
	.section .text.two,"ax",%progbits
	.balign 4
	.type two, %function
two:	.4byte {two}
	.size two, . - two
"""
MAIN64 = MAIN.replace(".4byte", ".8byte")

# 100 bytes of code that need 8 of .data and 16 of .bss.
ALPHA = """
	.section .text.alpha,"ax",%progbits
	.balign 4
	.globl alpha
	.type alpha, %function
alpha:	.{word}byte table
	.{word}byte room
	.space {space}
	.size alpha, . - alpha
	.section .data.table,"aw",%progbits
	.balign 8
table:	.space 8, 1
	.section .bss.room,"aw",%nobits
	.balign 8
room:	.space 16
"""

LEAF = """
	.section .text.{name},"ax",%progbits
	.balign 4
	.globl {name}
	.type {name}, %function
{name}:
{body}	.space {size}, 1
	.size {name}, . - {name}
"""


def alpha(word=4):
    return ALPHA.format(word=word, space=100 - 2 * word)


def leaf(name, size, body=""):
    """A function of `size` bytes and, in front of them, a word that names `body`."""
    word = f"\t.4byte {body}\n" if body else ""
    return LEAF.format(name=name, size=size, body=word)


def missing_tools():
    lacking = sorted({p for t, p in TOOLS.items() if shutil.which(t) is None})
    return f"apt-get install -y {' '.join(lacking)}" if lacking else ""


class Build:
    """A build folder with a link.txt, made from texts."""

    def __init__(self, folder, compiler):
        self.folder, self.compiler = Path(folder), compiler.split()
        self.inputs, self.options = [], []

    def compile(self, name, text, *flags):
        """NAME.s or NAME.c to NAME.o."""
        source = self.folder / name
        source.write_text(text)
        out = source.with_suffix(".o").name
        subprocess.run(
            [*self.compiler, *flags, "-c", name, "-o", out], cwd=self.folder, check=True
        )
        return out

    def archive(self, name, *objects, kind="rc"):
        ar = self.compiler[0].replace("gcc", "ar")
        subprocess.run([ar, kind, name, *objects], cwd=self.folder, check=True)
        return name

    def link(self, *inputs, options=(), script=SCRIPT):
        (self.folder / "tiny.ld").write_text(script)
        words = [
            *self.compiler,
            "-nostdlib",
            "-T",
            "tiny.ld",
            "-Wl,--gc-sections",
            "-Wl,--build-id=none",
            "-Wl,-Map=tiny.map",
            *options,
            "-o",
            "tiny.elf",
            *inputs,
        ]
        folder = self.folder / "CMakeFiles" / "tiny.dir"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "link.txt").write_text(" ".join(words) + "\n")
        subprocess.run(words, cwd=self.folder, check=True)
        return Image(self.folder)


class ProofTest(unittest.TestCase):
    def setUp(self):
        temp = tempfile.TemporaryDirectory(prefix="proof.")
        self.addCleanup(temp.cleanup)
        self.folder = Path(temp.name)

    def build(self, compiler=ARM):
        return Build(self.folder, compiler)

    def simple(self, compiler=ARM, second="0"):
        """one() needs alpha; two() needs `second`."""
        build = self.build(compiler)
        wide = compiler == X86
        main = build.compile("main.s", (MAIN64 if wide else MAIN).format(two=second))
        lib = build.archive("liba.a", build.compile("alpha.s", alpha(8 if wide else 4)))
        return build.link(main, lib)

    def cut(self, image, function, symbol):
        cuts = image.select(function, symbol)
        self.assertTrue(cuts)
        return image, cuts


class Prices(ProofTest):
    def check_simple(self, compiler):
        saved, names = price(*self.cut(self.simple(compiler), "one", "alpha"))
        self.assertEqual((saved, names), ((108, 24), ""))

    def test_a_member_costs_its_sections_on_rel_32_little(self):
        self.check_simple(ARM)

    def test_a_member_costs_its_sections_on_rel_32_big(self):
        self.check_simple(ARM_BIG)

    def test_a_member_costs_its_sections_on_rela_32_little(self):
        self.check_simple(RISCV)

    def test_a_member_costs_its_sections_on_rela_64_little(self):
        self.check_simple(X86)

    def test_two_callers_share_the_price_and_the_group_has_it(self):
        image = self.simple(second="alpha")
        self.assertEqual(price(*self.cut(image, "one", "alpha"))[0], (0, 0))
        self.assertEqual(price(*self.cut(image, "two", "alpha"))[0], (0, 0))
        self.assertEqual(price(image, image.select(symbol="alpha"))[0], (108, 24))

    def test_an_inlined_call_belongs_to_the_function_that_was_written(self):
        build = self.build(ARM_WORDS)
        main = build.compile(
            "main.c",
            """
            int alpha(void);
            static int roll(void) { return alpha() * 3; }
            int start(void);
            int start(void) { return roll() + 1; }
            """,
            "-Os",
            "-g",
            "-ffunction-sections",
        )
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        image = build.link(main, lib)
        self.assertEqual(image.select("start", "alpha"), [])
        self.assertEqual(
            [r.place.rsplit(":", 1)[1] for r in image.select("roll", "alpha")], ["3"]
        )
        self.assertEqual(price(*self.cut(image, "roll", "alpha"))[0], (108, 24))

    def test_a_clone_is_its_function(self):
        build = self.build()
        text = (
            MAIN.format(two="0")
            .replace("one:", "one.part.0:")
            .replace("one,", "one.part.0,")
            .replace(". - one", ". - one.part.0")
            .replace(".4byte one", ".4byte one.part.0")
        )
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        image = build.link(build.compile("main.s", text), lib)
        self.assertEqual(price(*self.cut(image, "one", "alpha"))[0], (108, 24))

    def test_a_reference_in_data_has_no_function(self):
        build = self.build()
        text = (
            MAIN.format(two="place").replace("alpha", "0")
            + """
	.section .data.place,"aw",%progbits
	.balign 8
place:	.4byte alpha
	.4byte 0
"""
        )
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        image = build.link(build.compile("main.s", text), lib)
        self.assertEqual(price(*self.cut(image, "", "alpha"))[0], (108, 24))

    def test_a_member_that_is_no_longer_extracted_does_not_bind_weak_references(self):
        """gc alone would keep beta: the weak reference of two() keeps it alive."""
        build = self.build()
        main = build.compile(
            "main.s", MAIN.format(two="0").replace(".4byte two", ".4byte other")
        )
        other = build.compile("other.s", "\t.weak alpha\n" + leaf("other", 4, "alpha"))
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        image = build.link(main, other, lib)
        self.assertEqual(price(*self.cut(image, "one", "alpha"))[0], (108, 24))

    def test_a_dead_caller_that_extracts_a_member_has_its_price(self):
        """dead() is discarded, yet its strong name extracts what a weak one keeps."""
        build = self.build()
        main = build.compile(
            "main.s",
            MAIN.format(two="0").replace(
                "one:\t.4byte alpha", "one:\t.4byte alpha\n\t.weak alpha"
            ),
        )
        dead = build.compile("dead.s", leaf("dead", 4, "alpha"))
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        image = build.link(main, dead, lib)
        self.assertEqual(price(*self.cut(image, "dead", "alpha"))[0], (108, 24))

    def test_an_undefined_name_without_relocation_still_extracts(self):
        build = self.build()
        text = MAIN.format(two="0") + "\t.globl beta\n"
        main = build.compile("main.s", text)
        lib = build.archive("liba.a", build.compile("alpha.s", alpha() + leaf("beta", 4)))
        image = build.link(main, lib)
        before = Image(self.folder).objects["main.o", ""].undefined()
        self.assertEqual(before, {"alpha": False, "beta": False})
        cut = image.objects["main.o", ""].cut(
            [r.relocation for r in image.select("one", "alpha")]
        )
        self.assertEqual(Elf(cut, "cut").undefined(), {"alpha": True, "beta": False})

    def test_a_cut_can_make_the_image_grow(self):
        """Without alpha's member, shared comes from another archive and is larger."""
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="shared"))
        first = build.archive(
            "liba.a", build.compile("a.s", leaf("alpha", 8) + leaf("shared", 4))
        )
        helper = build.archive("libb.a", build.compile("b.s", leaf("shared", 400)))
        late = build.compile(
            "late.s",
            MAIN.format(two="shared")
            .replace("start", "late")
            .replace("one", "late1")
            .replace("two", "late2"),
        )
        build.compile("only.s", MAIN.format(two="late").replace("alpha", "alpha"))
        image = build.link("only.o", first, late, helper)
        cuts = image.select("one", "alpha")
        late_cuts = image.select("late1", "alpha")
        self.assertEqual(price(image, cuts + late_cuts)[0], (8 + 4 - 400, 0))
        self.assertTrue(main)

    def test_a_cut_that_does_not_link_names_what_is_missing(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="late"))
        lib = build.archive(
            "liba.a", build.compile("a.s", leaf("alpha", 8) + leaf("shared", 4))
        )
        late = build.compile("late.s", leaf("late", 4, "shared"))
        image = build.link(main, lib, late)
        self.assertEqual(price(*self.cut(image, "one", "alpha")), (None, "shared"))

    def test_an_undefined_option_has_its_price(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="0").replace("alpha", "0"))
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        for spelling in (["-u", "alpha"], ["-Wl,-u,alpha"], ["-Wl,--undefined=alpha"]):
            with self.subTest(spelling=spelling):
                image = build.link(main, lib, options=spelling)
                self.assertEqual(image.line.undefined_options(), {"alpha"})
                self.assertEqual(price(image, (), ["alpha"])[0], (108, 24))

    def test_room_that_the_script_fills_up_is_nobodys(self):
        """.heap takes what .bss leaves: without the exception RAM would never change."""
        image = self.simple()
        path = self.folder / "tiny.map"
        self.assertIn(".heap", mapfile.read(path).reserved())
        self.assertEqual(price(*self.cut(image, "one", "alpha"))[0].ram, 24)

    def test_ninja_builds_are_read_too(self):
        self.simple()
        words = (self.folder / "CMakeFiles/tiny.dir/link.txt").read_text().strip()
        shutil.rmtree(self.folder / "CMakeFiles")
        (self.folder / "build.ninja").write_text(
            f"rule link\n  command = : && {words} && :\n"
            "build tiny.elf: link main.o\ndefault tiny.elf\n"
        )
        self.assertEqual(find_link(self.folder).output, "tiny.elf")
        self.assertEqual(
            price(*self.cut(Image(self.folder), "one", "alpha"))[0], (108, 24)
        )


class Patches(ProofTest):
    def check_patch(self, compiler, text=None):
        build = self.build(compiler)
        source = text or (MAIN64 if "64" in compiler or "s390x" in compiler else MAIN)
        path = self.folder / build.compile("main.s", source.format(two="alpha"))
        elf = Elf(path.read_bytes(), str(path))
        doomed = [r for r in elf.relocations if elf.symbols[r.symbol].name == "alpha"]
        self.assertEqual(len(doomed), 2)
        path.write_bytes(elf.cut(doomed[:1]))
        self.assertEqual(self.readelf(path), (1, ["GLOBAL"]))
        path.write_bytes(elf.cut(doomed))
        self.assertEqual(self.readelf(path), (2, ["WEAK"]))
        self.assertEqual(len(elf.cut(doomed)), len(elf.data))

    def readelf(self, path):
        """(relocations of type NONE without a symbol, bindings of alpha), by readelf."""
        said = subprocess.run(
            ["readelf", "-W", "-r", "-s", path],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        none = [
            w
            for w in map(str.split, said)
            if len(w) in (3, 4) and w[2].endswith("_NONE") and not int(w[1], 16)
        ]
        bind = [
            w[4]
            for w in map(str.split, said)
            if len(w) == 8 and w[7] == "alpha" and w[6] == "UND"
        ]
        return len(none), bind

    def test_every_class_byte_order_and_relocation_form(self):
        targets = {
            "arm": "rel 32 little",
            "armeb": "rel 32 big",
            "x86_64": "rela 64 little",
            "s390x": "rela 64 big",
            "powerpc": "rela 32 big",
            "riscv32": "rela 32 little",
            "i386": "rel 32 little",
        }
        for target, form in targets.items():
            with self.subTest(target=target, form=form):
                self.check_patch(
                    f"clang --target={target}-linux-gnu",
                    MAIN64 if "64" in target or target == "s390x" else MAIN,
                )

    def test_a_truncated_or_foreign_file_is_refused_by_name(self):
        build = self.build()
        data = (self.folder / build.compile("main.s", MAIN.format(two="0"))).read_bytes()
        for bad in (b"", b"\x7fELF", b"hello" * 20, data[:200], data[:-40]):
            with self.subTest(size=len(bad)), self.assertRaisesRegex(ElfError, "main.o"):
                Elf(bad, "main.o")

    def test_members_are_found_with_short_and_long_names(self):
        build = self.build()
        long = "a_name_that_is_longer_than_fifteen_bytes.s"
        lib = build.archive(
            "lib.a", build.compile("a.s", leaf("a", 5)), build.compile(long, leaf("b", 4))
        )
        data = (self.folder / lib).read_bytes()
        found = archive.members(data, lib)
        self.assertEqual([m.name for m in found], ["a.o", long[:-1] + "o"])
        self.assertTrue(all(data[m.offset : m.offset + 4] == b"\x7fELF" for m in found))

    def test_a_thin_archive_is_refused_by_name(self):
        build = self.build()
        lib = build.archive("lib.a", build.compile("a.s", leaf("a", 4)), kind="rcT")
        with self.assertRaisesRegex(archive.ArchiveError, "lib.a: thin archive"):
            archive.members((self.folder / lib).read_bytes(), lib)


class Scripts(ProofTest):
    """The checkers accept the truth and refuse everything else."""

    def finding(self, function, retained, **changes):
        finding = {
            "id": function,
            "rule": "NSC101",
            "target": "tiny",
            "symbol": "alpha",
            "state": "live",
            "location": {"function": function},
            "evidence": {
                "object": [
                    {
                        "object": "{build}/main.o",
                        "archive": None,
                        "member": None,
                        "section": f".text.{function}",
                        "function": function,
                        "symbol": "alpha",
                    }
                ]
            },
            "size": {"retained": retained, "retained_group": self.price(108, 24)},
            "why": [
                {"node": "main.o:.text.start", "edge": None},
                {"node": f"main.o:.text.{function}", "edge": "call"},
                {"node": "liba.a(alpha.o):.text.alpha", "edge": "call"},
                {"node": "liba.a(alpha.o):.bss.room", "edge": "addr"},
            ],
        }
        finding.update(changes)
        return finding

    def price(self, flash, ram):
        return {"flash": flash, "ram": ram}

    def run_script(self, name, *found):
        report = self.folder / "report.json"
        report.write_text(json.dumps({"schema_version": "1.0", "findings": found}))
        done = subprocess.run(
            [sys.executable, HERE / name, report, self.folder],
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def expect(self, code, script, *found, words=()):
        got, said = self.run_script(script, *found)
        self.assertEqual(got, code, said)
        for word in words:
            self.assertIn(word, said)

    def test_right_prices_pass(self):
        self.simple()
        self.expect(0, "check_prices.py", self.finding("one", self.price(108, 24)))

    def test_a_wrong_price_fails_even_within_the_tolerance(self):
        self.simple()
        for wrong in (self.price(100, 24), self.price(108, 20), self.price(200, 24)):
            self.expect(
                1, "check_prices.py", self.finding("one", wrong), words=["unexplained"]
            )

    def test_a_missing_price_and_a_place_that_does_not_exist_fail(self):
        self.simple()
        self.expect(1, "check_prices.py", self.finding("one", None), words=["no price"])
        self.expect(
            1,
            "check_prices.py",
            self.finding("nobody", self.price(0, 0)),
            words=["names nothing that can be cut"],
        )

    def test_shared_prices_pass_one_by_one_and_together(self):
        self.simple(second="alpha")
        zero = self.price(0, 0)
        self.expect(
            0, "check_prices.py", self.finding("one", zero), self.finding("two", zero)
        )
        self.expect(
            1,
            "check_prices.py",
            self.finding("one", zero),
            self.finding("two", zero, size={"retained": zero, "retained_group": zero}),
        )

    def test_padding_that_moves_is_a_cause_and_larger_differences_are_not(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="beta"))
        odd = build.compile("odd.s", leaf("alpha", 101).replace(".balign 4", ".balign 1"))
        wide = build.compile(
            "wide.s", leaf("beta", 64).replace(".balign 4", ".balign 16")
        )
        image = build.link(main, odd, wide)
        saved, _ = price(image, image.select("one", "alpha"))
        self.assertNotEqual(saved.flash, 101)  # padding leaves with it, or comes

        def claim(flash):
            told = self.price(flash, 0)
            return self.finding(
                "one", told, size={"retained": told, "retained_group": told}
            )

        self.expect(0, "check_prices.py", claim(101), words=["alignment"])
        self.expect(1, "check_prices.py", claim(101 - 30), words=["unexplained"])

    def test_merged_strings_are_a_cause(self):
        build = self.build()
        text = '\n\t.section .rodata.str1.1,"aMS",%progbits,1\n\t.asciz "{}"\n'
        main = build.compile(
            "main.s",
            MAIN.format(two="note")
            + text.format("shared text").replace("\t.asciz", "note:\t.asciz"),
        )
        member = alpha().replace("table\n", "words\n", 1) + text.format(
            "shared text"
        ).replace("\t.asciz", "words:\t.asciz")
        lib = build.archive("liba.a", build.compile("alpha.s", member))
        image = build.link(main, lib)
        saved, _ = price(image, image.select("one", "alpha"))
        self.assertEqual(saved, (100, 16))

        def claim(flash):
            told = self.price(flash, 16)
            return self.finding(
                "one", told, size={"retained": told, "retained_group": told}
            )

        self.expect(0, "check_prices.py", claim(112), words=["merged strings"])
        self.expect(1, "check_prices.py", claim(114), words=["unexplained"])

    def test_a_price_that_cannot_be_is_none(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="late"))
        lib = build.archive(
            "liba.a", build.compile("a.s", leaf("alpha", 8) + leaf("shared", 4))
        )
        late = build.compile("late.s", leaf("late", 4, "shared"))
        build.link(main, lib, late)
        size = {"retained": None, "retained_group": None}
        self.expect(
            0,
            "check_prices.py",
            self.finding("one", None, size=size),
            words=["does not link: shared"],
        )
        size = {"retained": self.price(8, 0), "retained_group": None}
        self.expect(1, "check_prices.py", self.finding("one", None, size=size))

    def test_a_true_chain_passes(self):
        self.simple()
        self.expect(
            0,
            "check_chains.py",
            self.finding("one", None),
            words=["root main.o:.text.start: entry", "relocation to alpha"],
        )

    def test_symbols_are_nodes_too(self):
        self.simple()
        why = [
            {"node": "main.o:.text.start"},
            {"node": "main.o:.text.one", "edge": "call"},
            {"node": "alpha", "edge": "call"},
            {"node": "liba.a(alpha.o):.data.table", "edge": "addr"},
        ]
        self.expect(0, "check_chains.py", self.finding("one", None, why=why))

    def test_each_way_to_be_wrong_fails(self):
        self.simple()
        true = self.finding("one", None)["why"]
        wrong = {
            "is not a root": true[1:],
            "is not proven": [true[0], *true[2:]],
            "no such node": [*true[:2], {"node": "libz.a(z.o):.text.z", "edge": "call"}],
            "no hop leads to alpha": true[:2],
            "(weak) is not proven": [*true[:2], {**true[2], "edge": "weak"}],
            "a live finding has a chain": [],
        }
        for words, why in wrong.items():
            with self.subTest(words=words):
                self.expect(
                    1,
                    "check_chains.py",
                    self.finding("one", None, why=why),
                    words=[words],
                )

    def test_a_dead_section_is_no_part_of_a_live_chain(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="0"))
        dead = build.compile("dead.s", leaf("dead", 4, "alpha"))
        lib = build.archive("liba.a", build.compile("alpha.s", alpha()))
        build.link(main, dead, lib)
        found = self.finding("dead", None)
        found["evidence"]["object"][0]["object"] = "dead.o"
        found["why"] = [
            {"node": "dead.o:.text.dead"},
            {"node": "liba.a(alpha.o):.text.alpha", "edge": "call"},
        ]
        self.expect(
            1,
            "check_chains.py",
            found,
            words=["is not a root", "dead.o:.text.dead is not in the image"],
        )

    def test_a_chain_of_what_is_not_in_the_image_begins_outside_of_it(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="0"))
        dead = build.compile("dead.s", leaf("dead", 4, "beta"))
        lib = build.archive(
            "liba.a",
            build.compile("alpha.s", alpha()),
            build.compile("beta.s", leaf("beta", 4)),
        )
        build.link(main, dead, lib)
        found = self.finding("dead", None, symbol="beta", state="extracted")
        found["evidence"]["object"][0].update(object="dead.o", symbol="beta")
        found["why"] = [
            {"node": "dead.o:.text.dead"},
            {"node": "liba.a(beta.o):.text.beta", "edge": "call"},
        ]
        self.expect(0, "check_chains.py", found, words=[".text.dead: discarded"])
        found["why"][0]["node"] = "main.o:.text.one"
        self.expect(1, "check_chains.py", found, words=["is not a root"])

    def test_the_link_line_may_be_who_refers(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="0"))
        lib = build.archive(
            "liba.a",
            build.compile("alpha.s", alpha()),
            build.compile("beta.s", leaf("beta", 4)),
        )
        build.link(main, lib, options=["-Wl,-u,beta"])
        found = self.finding("", None, symbol="beta")
        found["evidence"]["object"] = []
        found["why"] = [{"node": "liba.a(beta.o):.text.beta", "edge": "root"}]
        self.expect(0, "check_chains.py", found, words=[".text.beta: -u beta"])
        found["why"] = [{"node": "main.o:.text.start", "edge": "root"}]
        self.expect(1, "check_chains.py", found, words=["no hop leads to beta"])

    def test_pull_rows_are_checked_against_the_linker(self):
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="beta"))
        lib = build.archive(
            "liba.a",
            build.compile("alpha.s", alpha()),
            build.compile("beta.s", leaf("beta", 4)),
        )
        build.link(main, lib)
        command = [sys.executable, HERE / "check_pulls.py", self.folder]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "2 pull rows, 0 faults\n"))
        path = self.folder / "tiny.map"
        for old, new in (("(beta)", "(alpha)"), ("liba.a(beta.o)", "liba.a(alpha.o)")):
            with self.subTest(new=new):
                text = path.read_text()
                path.write_text(text.replace(old, new, 1))
                done = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual(done.returncode, 1, done.stdout)
                path.write_text(text)

    def test_bad_reports_are_refused_by_name(self):
        self.simple()
        report = self.folder / "report.json"
        for text in (
            "",
            "{",
            "[]",
            '{"schema_version": "2.0"}',
            '{"schema_version": "1.0"}',
            '{"schema_version": "1.0", "findings": [{"rule": "NSC101"}]}',
        ):
            with self.subTest(text=text):
                report.write_text(text)
                done = subprocess.run(
                    [sys.executable, HERE / "check_prices.py", report, self.folder],
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn("report.json", done.stderr)



class Answers(ProofTest):
    """check_why.py on answers written by hand: the true one, and each way to be wrong."""

    def setUp(self):
        super().setUp()
        build = self.build()
        main = build.compile("main.s", MAIN.format(two="0"))
        build.archive("liba.a", build.compile("alpha.s", alpha()))
        self.lib = str(self.folder / "liba.a")  # not of the build: as a libc is named
        build.link(main, self.lib)

    def place(self, name, section, **more):
        lone = section != ".text.alpha"
        return {
            "name": name,
            "symbol": name,
            "object": "main.o" if lone else None,
            "archive": None if lone else self.lib,
            "member": None if lone else "alpha.o",
            "section": section,
            **more,
        }

    def why(self):
        hops = [
            self.place("start", ".text.start", edge="root"),
            self.place("one", ".text.one", edge="call"),
            self.place("alpha", ".text.alpha", edge="call"),
        ]
        chain = {
            "symbol": "alpha",
            "function": "one",
            "cut": 2,
            "live": True,
            "hosted": True,
            "why": hops,
        }
        pulls = [
            self.place(None, ".text.start"),
            self.place("alpha", ".text.alpha"),
        ]
        return {"state": "live", "ways": 1, "chains": [chain], "pulls": pulls}

    def tree(self):
        nodes = [
            self.place("alpha", ".text.alpha", id=0, kind="symbol", side="libc"),
            self.place("one", ".text.one", id=1, kind="symbol", side="own"),
            self.place("start", ".text.start", id=2, kind="symbol", side="own"),
            self.place("tiny", None, id=3, kind="target", side="own"),
        ]
        edges = [
            {"from": i + 1, "to": i, "kinds": [kind]}
            for i, kind in enumerate(("call", "call", "root"))
        ]
        return {"roots": [0], "nodes": nodes, "edges": edges}

    def ask(self, why, tree):
        """What the script makes of these answers."""
        answers = self.folder / "answers.json"
        answers.write_text(json.dumps({"why": why, "tree": tree}))
        tool = self.folder / "tool"
        tool.write_text(
            f"#!{sys.executable}\n"
            "import json, sys\n"
            f"answers = json.load(open({str(answers)!r}))\n"
            "print(json.dumps({'targets': [answers[sys.argv[1]]]}))\n"
        )
        tool.chmod(0o755)
        done = subprocess.run(
            [sys.executable, HERE / "check_why.py", tool, self.folder, "alpha"],
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def program(self):
        return Program(Image(self.folder), self.folder / "proof")

    def expect_fault(self, words, prove, program):
        proof = Proof(program)
        with contextlib.redirect_stdout(io.StringIO()):
            prove(proof)
        self.assertIn(words, "\n".join(proof.faults))

    def test_true_answers_hold(self):
        code, said = self.ask(self.why(), self.tree())
        self.assertEqual(code, 0, said)
        self.assertIn("1 symbols: 1 chains, 2 different hops, 5 hops, 1 pulls", said)

    def test_each_way_to_be_wrong_fails(self):
        def chain(**changes):
            why = self.why()
            why["chains"][0].update(changes)
            return why

        hops = self.why()["chains"][0]["why"]
        wrong = {
            "is not proven": chain(why=[hops[0], hops[2]], cut=1),
            "is no root": chain(why=hops[1:], cut=1),
            "(weak) is not proven": chain(why=[*hops[:2], {**hops[2], "edge": "weak"}]),
            "does not define alpha": chain(why=hops[:2], cut=1, hosted=False),
            "which is no libc's": chain(cut=1),
            "in the image: True": {**self.why(), "state": "extracted"},
            "no chain says why": {**self.why(), "chains": [], "ways": 0},
            "2 ways, 1 chains": {**self.why(), "ways": 2},
            "has no undefined main": {
                **self.why(),
                "pulls": [self.why()["pulls"][0], {**self.why()["pulls"][1], "symbol": "main"}],
            },
        }
        program = self.program()
        for words, why in wrong.items():
            with self.subTest(words=words):
                self.expect_fault(words, lambda proof: proof.why("alpha", why, 0), program)
        self.expect_fault(
            "live (1)", lambda proof: proof.why("alpha", self.why(), 1), program
        )

    def test_each_way_of_a_tree_to_be_wrong_fails(self):
        tree = self.tree()
        far = {**tree["nodes"][0], "id": 4, "name": "far"}
        wrong = {
            "main.o:.text.start -> " + self.lib: {
                **tree,
                "edges": [{"from": 2, "to": 0, "kinds": ["call"]}],
            },
            "is no root": {**tree, "edges": [{"from": 3, "to": 1, "kinds": ["root"]}]},
            "the way up ends at far": {**tree, "nodes": [*tree["nodes"], far]},
            "no tree says why": {"roots": [], "nodes": [], "edges": []},
            "does not begin at the symbol": {**tree, "roots": [1]},
        }
        program = self.program()
        for words, answer in wrong.items():
            with self.subTest(words=words):
                self.expect_fault(words, lambda proof: proof.tree("alpha", answer), program)

    def test_no_answer_is_no_proof(self):
        self.assertEqual(self.ask({}, self.tree())[0], 2)


if __name__ == "__main__":
    advice = missing_tools()
    if advice:
        sys.exit(f"test_proof: tools are missing: {advice}")
    unittest.main()
