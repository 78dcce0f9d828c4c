"""Random links that show how linkers differ: modules of assembly text, archives, a script.

Everything follows from one random.Random, so a printed seed gives the same link again. The
modules hold data alone, so each is one text for every machine: sections of every kind that
a linker treats in its own way, whose words are the addresses of symbols. With a compiler
for link-time optimisation some modules are C, for it to leave as IR.
"""
import os

MACHINES = {"x86_64": "", "arm": "arm-none-eabi-", "riscv": "riscv64-unknown-elf-",
            "avr": "avr-"}

# Sections that a linker or a script may keep, by name or type.
SPECIAL = [
    ('.init_array', '"aw",%init_array'),
    ('.init_array.00100', '"aw",%init_array'),
    ('.fini_array', '"aw",%fini_array'),
    ('.preinit_array', '"aw",%preinit_array'),
    ('.init_array.7', '"aw",%progbits'),
    ('.ctors', '"aw",%progbits'),
    ('.dtors.65535', '"aw",%progbits'),
    ('.init', '"ax",%progbits'),
    ('.fini', '"ax",%progbits'),
    ('.initx', '"a",%progbits'),
    ('.jcr', '"aw",%progbits'),
    ('.vectors', '"a",%progbits'),
    ('.isr_vector', '"a",%progbits'),
    ('.note.own', '"a",%note'),
    ('set_one', '"aw",%progbits'),
    ('set_two', '"aw",%progbits'),
]
PLAIN = [('.text.{}', '"ax",%progbits'), ('.rodata.{}', '"a",%progbits'),
         ('.data.{}', '"aw",%progbits'), ('.keepme.{}', '"a",%progbits'),
         ('.bss.{}', '"aw",%nobits')]


class Module:
    """One object: its text, and the sections of it that take memory."""

    def __init__(self, link, number, defines):
        self.link, self.number, self.defines = link, number, defines
        self.path = "m%d.o" % number
        self.lines = []
        self.sections = []  # names
        self.names = set()

    source = ".s"

    def build(self):
        rng = self.link.rng
        for symbol in self.defines:
            self.define(symbol)
        if rng.random() < 0.35:
            self.special()
        if rng.random() < 0.15 and self.link.machine != "avr":  # its assembler is too old
            self.retained()
        if rng.random() < 0.2:
            self.comdat()
        if rng.random() < 0.15:
            self.group()
        if rng.random() < 0.15:
            self.common()
        return "\n".join(self.lines) + "\n"

    def section(self, name, flags, tail=""):
        self.lines.append('.section %s,%s%s' % (name, flags, tail))
        if name not in self.names:
            self.names.add(name)
            self.sections.append(name)

    def words(self, count):
        """Addresses of others, weak ones among them."""
        rng = self.link.rng
        for _ in range(count):
            symbol = rng.choice(self.link.symbols)
            kind = rng.random()
            if kind < 0.15:
                self.lines.append(".weak w_%s" % symbol)
                symbol = "w_" + symbol
            elif kind < 0.25 and symbol[0] == "s" and symbol not in self.defines:
                self.lines.append(".weak %s" % symbol)
            elif kind < 0.30:
                symbol = "__start_" + rng.choice(("set_one", "set_two"))
            elif kind < 0.35 and self.link.wraps:
                symbol = "__real_" + self.link.wraps[0]
            elif kind < 0.45 and self.sections:
                name = rng.choice(self.sections)
                symbol = ".Lin_%d_%d" % (self.number, self.sections.index(name))
            self.lines.append(".dc.a %s" % symbol)

    def label(self, name):
        self.lines.append(".Lin_%d_%d:" % (self.number, self.sections.index(name)))

    def define(self, symbol):
        rng = self.link.rng
        name, flags = rng.choice(PLAIN)
        name = name.format(symbol)
        unwinds = self.link.machine == "arm" and name.startswith(".text") and rng.random() < 0.4
        self.section(name, flags)
        self.lines.append("%s %s" % (".weak" if rng.random() < 0.2 else ".globl", symbol))
        self.label(name)
        self.lines.append("%s:" % symbol)
        if rng.random() < 0.15:
            self.lines += [".weak w_%s" % symbol, "w_%s:" % symbol]
        if unwinds:
            self.lines += [".fnstart", "nop", ".cantunwind", ".fnend"]
        if "nobits" in flags:
            self.lines.append(".space 8")
            return
        self.words(rng.choice((0, 0, 1, 1, 2, 3)))
        self.lines.append(".dc.a %d" % self.number)
        if rng.random() < 0.08 and self.link.machine == "x86_64":
            self.section(".meta.%s" % symbol, '"ao",%progbits', ",%s" % name)
            self.label(".meta.%s" % symbol)
            self.lines.append(".dc.a 1")

    def special(self):
        name, flags = self.link.rng.choice(SPECIAL)
        if name not in self.names:
            self.section(name, flags)
            self.label(name)
            self.words(1)
            self.lines.append(".dc.a 2")

    def retained(self):
        self.section(".data.retained", '"awR",%progbits')
        self.label(".data.retained")
        self.words(1)
        self.lines.append(".dc.a 3")

    def comdat(self):
        signature = "c%d" % self.link.rng.randrange(3)
        self.section(".text." + signature, '"axG",%progbits', "," + signature + ",comdat")
        self.label(".text." + signature)
        self.lines += [".weak %s" % signature, "%s:" % signature]
        self.words(1)
        self.lines.append(".dc.a 4")
        self.section(".rodata." + signature, '"aG",%progbits', "," + signature + ",comdat")
        self.label(".rodata." + signature)
        self.lines.append(".dc.a 5")

    def group(self):
        signature = "g%d" % self.number
        self.section(".data.g_a%d" % self.number, '"awG",%progbits', "," + signature)
        self.label(".data.g_a%d" % self.number)
        self.lines += [".globl %s" % signature, "%s:" % signature, ".dc.a 6"]
        self.section(".data.g_b%d" % self.number, '"awG",%progbits', "," + signature)
        self.label(".data.g_b%d" % self.number)
        self.words(1)
        self.lines.append(".dc.a 7")
        self.section(".text.uses_g%d" % self.number, '"ax",%progbits')
        self.label(".text.uses_g%d" % self.number)
        self.lines.append(".dc.a %s" % signature)

    def common(self):
        name = "k%d" % self.link.rng.randrange(4)
        if name not in self.defines:
            self.lines.append(".comm %s,8%s" % (name, "" if self.link.machine == "avr" else ",8"))


class IrModule(Module):
    """One object of IR: arrays of addresses, and a call that only its code will have."""

    source = ".c"

    def build(self):
        rng = self.link.rng
        bodies = []
        externs = {}
        for symbol in self.defines:
            weak = "__attribute__((weak)) " if rng.random() < 0.2 else ""
            words = ["(void *)%d" % (self.number + 1)]
            for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
                other = rng.choice(self.link.symbols)
                kind = rng.random()
                if kind < 0.15:
                    externs["w_" + other] = "weak"
                    other = "w_" + other
                elif other not in self.defines:
                    externs.setdefault(other, "weak" if kind < 0.25 else "strong")
                words.append("(void *)%s" % other)
            bodies.append("%svoid *%s[] = {%s};" % (weak, symbol, ", ".join(words)))
        if rng.random() < 0.15:
            name = "k%d" % rng.randrange(4)
            if name not in externs and name not in self.defines:
                bodies.append("__attribute__((common)) void *%s[1];" % name)
        if rng.random() < 0.3:
            bodies.append("__attribute__((used)) void *copy%d(void *to, void *from, "
                          "unsigned long size)\n{\n\treturn __builtin_memcpy(to, from, "
                          "size);\n}" % self.number)
        lines = ["extern void *%s[];" % symbol for symbol in self.defines]
        lines += ["extern void *%s[]%s;" % (name, " __attribute__((weak))" * (how == "weak"))
                  for name, how in externs.items()]
        return "\n".join(lines + bodies) + "\n"


# What a link may be beside a plain one, by linker, and what the tool must name then, for it
# replays no more than who is taken (and keeps what may be kept). None: it replays all.
FORMS = {"pie": None, "lib": None, "response": None, "shared": "-shared", "relocatable": "-r",
         "icf": "--icf=all", "versions": "--version-script=out.ver", "export": "-E",
         "needed": "libs.so"}
BY_LINKER = {
    "bfd": ("pie", "response", "shared", "relocatable", "versions", "export", "needed"),
    "gold": ("pie", "response", "shared", "relocatable", "versions", "export", "needed",
             "lib", "icf"),
    "lld": ("pie", "response", "shared", "relocatable", "versions", "export", "needed", "lib",
            "icf"),
    "mold": ("pie", "response", "shared", "versions", "export", "needed", "lib", "icf"),
}
LATE = "memcpy"  # what the code of an IrModule calls; a Module in an archive defines it


class Link:
    """Modules, archives and a command, in `folder`."""

    def __init__(self, rng, linker, machine, command, folder, ir=None, wide=False):
        """`ir`: compiler, as words, and archiver of the modules that are IR; None: none.
        `wide`: with what is rare in link commands and scripts."""
        self.ir = ir
        self.wide = wide
        self.entered = False  # by -e or ENTRY
        self.rng, self.linker, self.machine = rng, linker, machine
        self.command, self.folder = command, folder
        self.symbols = ["s%d" % i for i in range(rng.randrange(6, 22))]
        self.symbols += ["c0", "k0", "k1", "_init"]
        self.wraps = [rng.choice(self.symbols)] if rng.random() < 0.2 else []
        self.modules = []
        self.asked = []  # by -u and EXTERN: gold is odd where they are assigned, too
        self.archives = {}  # name -> modules
        self.included = 0  # files of the script
        self.discards = set()  # sections that the script drops
        # GNU ld 2.26 for AVR: members are taken before any assignment counts.
        self.assigns = machine != "avr"
        self.gc = rng.random() < 0.8 and not (ir and linker == "mold")
        self.form = None
        self.lazy = []  # modules of --start-lib
        if not ir and rng.random() < 0.25:
            self.form = rng.choice(BY_LINKER[linker])
            if machine in ("avr", "riscv") and self.form in ("pie", "shared", "versions",
                                                             "export", "needed"):
                self.form = "response"
            if self.form == "relocatable":
                self.gc = False
        self.notes = FORMS[self.form] if self.form else None

    def make(self, run):
        """Write and assemble all; `run` runs a command in the folder."""
        self.choose_modules()
        prefix = MACHINES[self.machine]
        for module in self.modules:
            with open(os.path.join(self.folder, module.path[:-2] + module.source), "w") as out:
                out.write(module.build())
        # One start of the compiler's driver for all of them.
        compilers = {".s": [prefix + "gcc"], ".c": self.ir and self.ir[0]}
        for source, compiler in compilers.items():
            files = [m.path[:-2] + source for m in self.modules if m.source == source]
            if files:
                run(*compiler, "-c", *files)
        for name, modules in self.archives.items():
            run(self.ir[1] if self.ir else prefix + "ar", "rcsT" if self.thin(name) else "rcs",
                name, *(module.path for module in modules))
        return self.formed(self.words(), run)

    def formed(self, words, run):
        """The command with what its form asks for."""
        more = {"pie": ["-pie", "-z", "notext"], "shared": ["-shared", "-z", "notext"],
                "relocatable": ["-r"], "icf": ["--icf=all"], "export": ["-E"],
                "versions": ["-shared", "-z", "notext", "--version-script=out.ver"],
                "needed": ["--as-needed", "libs.so"]}
        if self.form == "versions":
            with open(os.path.join(self.folder, "out.ver"), "w") as out:
                out.write("{ global: s1*; %s; local: *; };\n" % self.rng.choice(self.symbols))
        if self.form == "needed":
            with open(os.path.join(self.folder, "shared.s"), "w") as out:
                for name in self.rng.sample(self.symbols, 2):
                    out.write(".data\n.globl %s\n%s: .dc.a 1\n" % (name, name))
            run(MACHINES[self.machine] + "gcc", "-c", "shared.s")
            run(self.command[0], "-shared", "-o", "libs.so", "shared.o")
        at = words.index("-o")
        words[at:at] = more.get(self.form, [])
        if self.form == "response":
            with open(os.path.join(self.folder, "out.rsp"), "w") as out:
                out.write("\n".join(words[at:]) + "\n")
            words[at:] = ["@out.rsp"]
        return words

    def thin(self, _):
        return self.linker != "mold" and self.rng.random() < 0.1

    def choose_modules(self):
        rng = self.rng
        names = [s for s in self.symbols if s[0] == "s"]
        rng.shuffle(names)
        extra = [rng.choice(names) for _ in range(rng.randrange(0, 4))]
        pending = names + extra + ["_start"]
        # Data beside COMMON of its name; lld 14 takes members for it, 19 does not.
        if self.wide and not self.ir and "14" not in self.command[0]:
            pending += [k for k in ("k0", "k1", "k2") if rng.random() < 0.3]
            rng.shuffle(pending)
        if self.ir:
            self.modules.append(Module(self, 0, [LATE]))
        while pending:
            count = rng.choice((1, 2, 3, 4))
            defines = list(dict.fromkeys(pending[:count]))
            pending = pending[count:]
            if self.wraps and rng.random() < 0.3:
                defines.append("__wrap_" + self.wraps[0])
            kind = IrModule if self.ir and rng.random() < 0.6 else Module
            self.modules.append(kind(self, len(self.modules), defines))
        self.objects = self.modules[-rng.choice((1, 1, 2)):]
        members = [m for m in self.modules if m not in self.objects]
        count = rng.randrange(1, 4)
        for module in members:
            name = "lib%d.a" % rng.randrange(count)
            self.archives.setdefault(name, []).append(module)

    # -- the command -----------------------------------------------------------------

    def inputs(self):
        rng = self.rng
        archives = list(self.archives)
        rng.shuffle(archives)
        objects = [m.path for m in self.objects]
        words = []
        whole = set()
        for name in archives:
            if self.form == "lib" and name == archives[0]:
                words.append(["--start-lib"] + [m.path for m in self.archives[name]]
                             + ["--end-lib"])
                self.lazy = self.archives[name]
                whole.add(name)
            elif rng.random() < 0.1:
                whole.add(name)  # such a one stands once: its members would be there twice
                words.append(["--whole-archive", name, "--no-whole-archive"])
            elif rng.random() < 0.2:
                words.append(["-L.", "-l" + name[3:-2]])
            else:
                words.append([name])
        again = [name for name in archives if name not in whole]
        if rng.random() < 0.15 and again:
            words.append([rng.choice(again)])
        if rng.random() < 0.35:
            words = [["--start-group"] + sum(words, []) + ["--end-group"]]
        words = [[o] for o in objects] + words
        # gold looks for its own _start once an object has told the target, which may have
        # been read by then when an archive before it is searched for (-l).
        if rng.random() < 0.3 and (self.linker != "gold" or self.entered):
            rng.shuffle(words)
        return sum(words, [])

    def rare(self, share):
        return self.wide and self.rng.random() < share

    def unasked(self):
        return [s for s in self.symbols if self.linker != "gold" or s not in self.asked]

    def words(self):
        rng = self.rng
        words = list(self.command)
        words += ["--unresolved-symbols=ignore-all", "--allow-multiple-definition"]
        if self.gc:
            words += ["--gc-sections", "--print-gc-sections"]
        if len(self.modules) % 2:  # a section that GNU ld puts down to the first object
            words.append("--build-id")
        if rng.random() < 0.3:
            self.asked.append(rng.choice(self.symbols))
            words += ["-u", self.asked[-1]]
        if rng.random() < 0.15 and self.assigns:
            words.append("--defsym=%s=0x1234" % rng.choice(self.unasked()))
        if rng.random() < 0.15 and self.assigns and self.linker != "mold":  # mold 1.10 fails on its map
            a, b = rng.sample(self.unasked(), 2)
            words.append("--defsym=%s=%s" % (a, rng.choice((b, b + "+4", "(%s)" % b)
                                                             if self.wide else (b,))))
        if self.rare(0.2) and self.linker in ("bfd", "lld") and self.machine != "avr":
            words += ["-z", rng.choice(("noexecstack", "max-page-size=4096", "start-stop-gc",
                                        "nostart-stop-gc"))]
        for name in self.wraps:
            words.append("--wrap=" + name)
        if rng.random() < 0.3:
            words += ["-e", rng.choice(self.symbols)]
            self.entered = True
        if self.linker != "mold" and rng.random() < 0.5:
            with open(os.path.join(self.folder, "link.ld"), "w") as out:
                out.write(self.script())
            words += ["-T", "link.ld"]
        return words + ["-o", "out.elf", "-Map=out.map"] + self.inputs()

    # -- the script ------------------------------------------------------------------

    def file_pattern(self):
        rng = self.rng
        return rng.choice(("*", "*", "*", "*m%d.o" % rng.randrange(len(self.modules)),
                           "*m[0-3].o"))

    def exclude(self):
        return "EXCLUDE_FILE(*m%d.o *m%d.o) " % tuple(
            self.rng.randrange(len(self.modules)) for _ in range(2))

    def list_of(self, patterns):
        """Patterns of one list, with an exclusion in front of one of them."""
        words = list(patterns)
        if len(words) > 1 and self.rare(0.15):
            words[0] += self.rng.choice((",", " ,"))
        if self.rng.random() < 0.3:
            at = self.rng.randrange(len(words))
            words[at] = self.exclude() + words[at]
        return " ".join(words)

    def kept(self, patterns):
        text = "%s(%s)" % (self.file_pattern(), self.list_of(patterns))
        return "KEEP(%s)" % text if self.rng.random() < 0.6 else text

    def outputs(self, flash, ram):
        rng = self.rng
        lines = []
        if self.rare(0.15):
            self.discards.add(".jcr")
            lines.append("  /DISCARD/ : { *(.jcr) }")
        lines.append("  .head : { %s %s }%s" % (self.kept([".vectors", ".isr_vector"]),
                                                self.kept([".init", ".initx"]), flash))
        lines.append("  .text : { %s *(.text .text.*) %s }%s"
                     % (self.kept([".text.s1*", ".text.c*"]), self.kept([".fini"]), flash))
        lines.append(self.include("  .rodata : { %s *(.rodata .rodata.* .keepme.*) }%s  "
                                  "/* constants */" % (self.kept([".keepme.s*"]), flash)))
        if self.rare(0.15) and self.linker == "bfd":
            lines.append("  OVERLAY : { .over1 { *(.data.s3) } .over2 { KEEP(*(.data.s4)) } }%s"
                         % (flash and " > R AT> F"))
        lines.append("  .arrays : { %s %s %s }%s"
                     % (self.kept([".preinit_array"]),
                        self.kept([".init_array .init_array.*", ".ctors"]),
                        self.kept([".fini_array", ".dtors*"]), ram))
        word = ""
        if self.rare(0.2) and self.linker in ("gold", "lld"):
            word = "LONG(%s + 1)" % rng.choice(self.unasked())
        data = "_sdata = .; %s *(.data .data.*) %s" % (self.kept([".data.s2*"]), word)
        lines.append("  .data : { %s _edata = .; . += 4; }%s" % (self.include(data), ram))
        lines.append("  .bss (NOLOAD) : { *(.bss .bss.*) *(COMMON) . = ALIGN(8); }%s"
                     % (flash and " > R"))
        return lines

    def include(self, text):
        """A piece of a script, in a file of its own now and then."""
        if not self.rare(0.3):
            return text
        self.included += 1
        name = "part%d.ld" % self.included
        with open(os.path.join(self.folder, name), "w") as out:
            out.write(text + self.rng.choice(("", "\n")))
        return "INCLUDE %s\n" % name

    def script(self):
        rng = self.rng
        lines = []
        if rng.random() < 0.5:
            self.entered = True
            lines.append("ENTRY(%s)" % rng.choice(("_start", rng.choice(self.symbols))))
        if rng.random() < 0.3:
            self.asked += rng.sample(self.symbols, 2)
            lines.append("EXTERN(%s %s)" % tuple(self.asked[-2:]))
        assigned = rng.sample(self.unasked(), 4)
        if rng.random() < 0.4 and self.assigns:
            lines.append("%s = 0x4000;" % assigned[0])
        if rng.random() < 0.4 and self.assigns:
            lines.append("PROVIDE(%s = 0x5000);" % assigned[1])
        if rng.random() < 0.25 and self.assigns:
            lines.append("%s = %s;" % (assigned[2], assigned[3]))
        if self.rare(0.2) and self.linker in ("gold", "lld"):  # GNU ld asks for none
            lines.append('ASSERT(%s || 1, "is asked for")' % rng.choice(self.unasked()))
        flash, ram = "", ""
        if self.rare(0.3):
            lines.append("MEMORY { F : ORIGIN = 0x10000, LENGTH = 64M  R : ORIGIN = 0x8000000, "
                         "LENGTH = 64M }")
            flash, ram = " > F", " > R AT> F"
        lines += ["SECTIONS", "{"]
        if not flash:
            lines.append("  . = 0x%x;" % rng.choice((0x10000, 0x8000000)))
        lines += self.outputs(flash, ram)
        lines += ["}"]
        return "\n".join(lines) + "\n"
