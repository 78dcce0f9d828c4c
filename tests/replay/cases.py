"""Links that once were replayed wrongly, written out: each shows one rule of one linker.

A module is a text of definitions, one a line: "NAME -> OTHER OTHER" is a section .data.NAME
that defines NAME and has the addresses of the others; "weak" in front makes NAME weak, and
"?OTHER" a weak reference. ".SECTION NAME ..." puts it into another section; "NAME common"
is COMMON. Members of thin.a stay files of their own.
"""
import os

import gen_link

# what it shows; linkers; modules; archives; words; script
CASES = [
    ("lld 19 asks for the entry before it asks for what expressions name, lld 14 behind it",
     ("lld-19", "lld-14"),
     {"m0.o": "_start ->", "m1.o": "a ->", "m2.o": "b ->\nweak a ->"},
     {"lib0.a": ["m1.o"], "lib1.a": ["m2.o"]},
     "-e a --defsym=x=b m0.o lib0.a lib1.a", ""),
    ("lld 14 asks for what PROVIDE names always, lld 19 only when it counts",
     ("lld-19", "lld-14"),
     {"m0.o": "_start -> y", "m1.o": "a ->", "m2.o": "b ->", "m3.o": "c ->"},
     {"lib0.a": ["m1.o", "m2.o", "m3.o"]},
     "--gc-sections --print-gc-sections -T link.ld m0.o lib0.a",
     "PROVIDE(x = a);\nPROVIDE(y = b);\nPROVIDE(c = b);\n"),
    ("lld wraps what -init names, too", ("lld-19", "lld-14"),
     {"m0.o": "_start ->\ndead -> _init\n__wrap__init ->"}, {},
     "--gc-sections --print-gc-sections --wrap=_init m0.o", ""),
    ("lld 19 takes X where __real_X alone is named, lld 14 does not", ("lld-19", "lld-14"),
     {"m0.o": "_start -> __real_a", "m1.o": "a -> __real_a"}, {"lib0.a": ["m1.o"]},
     "--wrap=a m0.o lib0.a", ""),
    ("lld asks for a wrapper as it is asked for what it wraps: weakly", ("lld-19", "lld-14"),
     {"m0.o": "_start -> ?a", "m1.o": "__wrap_a ->"}, {"lib0.a": ["m1.o"]},
     "--wrap=a m0.o lib0.a", ""),
    ("PROVIDE alone gives lld no name to wrap", ("lld-19", "lld-14"),
     {"m0.o": "_start ->", "m1.o": "__wrap_a ->"}, {"lib0.a": ["m1.o"]},
     "--wrap=a -T link.ld m0.o lib0.a", "PROVIDE(a = 0x5000);\n"),
    ("gold does not hear EXTERN of what is assigned", ("gold",),
     {"m0.o": "_start -> b\na -> ", "m1.o": "b ->\n"}, {"lib0.a": ["m1.o"]},
     "--gc-sections --print-gc-sections --defsym=a=b -T link.ld m0.o lib0.a",
     "EXTERN(a)\n"),
    ("nor of what an expression names", ("gold",),
     {"m0.o": "_start -> b", "m1.o": "b ->", "m2.o": "a ->"}, {"lib0.a": ["m1.o", "m2.o"]},
     "-T link.ld m0.o lib0.a", "a = 0x5000;\nx = a + 1;\n"),
    ("to gold PROVIDE beside SECTIONS contents who asks", ("gold",),
     {"m0.o": "_start -> a", "m1.o": "a ->"}, {"lib0.a": ["m1.o"]},
     "-T link.ld m0.o lib0.a", "PROVIDE(a = 0x5000);\n"),
    ("and -u is heard of what nobody mentions", ("gold",),
     {"m0.o": "_start ->", "m1.o": "a ->"}, {"lib0.a": ["m1.o"]},
     "--gc-sections --print-gc-sections -u a --defsym=a=0x5000 m0.o lib0.a", ""),
    ("and not of what somebody does", ("gold",),
     {"m0.o": "_start -> a", "m1.o": "a ->"}, {"lib0.a": ["m1.o"]},
     "--gc-sections --print-gc-sections -u a --defsym=a=0x5000 m0.o lib0.a", ""),
    ("gold keeps what -init names", ("gold",),
     {"m0.o": "_start ->\n_init ->"}, {}, "--gc-sections --print-gc-sections m0.o", ""),
    ("GNU ld wraps the names in expressions", ("bfd", "bfd-arm"),
     {"m0.o": "_start ->", "m1.o": "a ->", "m2.o": "__wrap_a ->"},
     {"lib0.a": ["m1.o", "m2.o"]}, "-u x --defsym=x=a --wrap=a m0.o lib0.a", ""),
    ("what GNU ld cannot compute yet leaves a name to its file", ("bfd", "bfd-riscv"),
     {"m0.o": "_start -> a\na ->\nc common"}, {},
     "--gc-sections --print-gc-sections -e _start -T link.ld m0.o", "a = c;\n"),
    ("lld does not wrap what -init alone names", ("lld-19", "lld-14"),
     {"m0.o": "_start ->\n__wrap__init ->"}, {},
     "--gc-sections --print-gc-sections --wrap=_init m0.o", ""),
    ("an object of the line that -u names is none that was taken for it", ("mold",),
     {"m0.o": "_start ->\na ->"}, {}, "-u a m0.o", ""),
    ("an entry that nobody names is no name for lld to wrap", ("lld-19", "lld-14"),
     {"m0.o": "_start ->", "m1.o": "__wrap_a ->"}, {"lib0.a": ["m1.o"]},
     "--wrap=a -e a m0.o lib0.a", ""),
    ("members of thin archives are the archive's to gold", ("gold",),
     {"m0.o": "_start -> a", "m1.o": "a ->\n.keep b ->"}, {"thin.a": ["m1.o"]},
     "--gc-sections --print-gc-sections -T link.ld m0.o thin.a",
     "SECTIONS { .keep : { KEEP(*m1.o(.keep)) } }\n"),
]

SECTIONS = """SECTIONS
{
  . = 0x10000;
  .text : { *(.text .text.*) }
  .data : { *(.data .data.*) }
  .bss : { *(.bss .bss.*) *(COMMON) }
}
"""


class Written(gen_link.Module):
    """A module of a case."""

    def __init__(self, link, path, text):
        gen_link.Module.__init__(self, link, int(path[1:-2]), [])
        self.text = text
        self.path = path

    def build(self):
        for line in self.text.strip().split("\n"):
            if line.endswith(" common"):
                self.lines.append(".comm %s,8" % line.split()[0])
                continue
            names, _, words = line.partition("->")
            *how, name = names.split()
            places = [word for word in how if word[0] == "."]
            section = places[0] if places else ".data." + name
            self.defines.append(name)
            self.section(section, '"aw",%progbits')
            self.lines += [".weak %s" % name if "weak" in how else ".globl %s" % name,
                           "%s:" % name, ".dc.a 1"]
            for word in words.split():
                if word[0] == "?":
                    self.lines.append(".weak %s" % word[1:])
                self.lines.append(".dc.a %s" % word.lstrip("?"))
        return "\n".join(self.lines) + "\n"


class Link(gen_link.Link):
    """A case as a link."""

    def __init__(self, case, linker, machine, command, folder):
        self.about, _, texts, archives, self.line, self.script_text = case
        self.linker, self.machine, self.command, self.folder = linker, machine, command, folder
        self.ir = None
        self.gc = "--gc-sections" in self.line
        self.discards = set()
        self.form = self.notes = None
        self.lazy = []
        self.modules = [Written(self, path, text) for path, text in texts.items()]
        by_path = {m.path: m for m in self.modules}
        self.archives = {name: [by_path[path] for path in paths]
                         for name, paths in archives.items()}
        members = sum(self.archives.values(), [])
        self.objects = [m for m in self.modules if m not in members]

    def choose_modules(self):
        pass

    def formed(self, words, run):
        return words

    def thin(self, name):
        return name == "thin.a"

    def words(self):
        if "link.ld" in self.line:
            with open(os.path.join(self.folder, "link.ld"), "w") as out:
                out.write(self.script_text + SECTIONS)
        return list(self.command) + ["--unresolved-symbols=ignore-all", "-o", "out.elf",
                                     "-Map=out.map"] + self.line.split()
