"""Random small programs for links: C and C++ sources, objects, archives, a link line.

Everything follows from one random.Random, so a printed seed gives the same program again.
Names are what maps make hard: shorter and longer than their columns, with blanks and
parentheses in paths, demangled with blanks in symbols, sections with odd characters.
"""
import os
import subprocess

TARGETS = {
    # tool prefix, compiler flags, linker flags; avr-gcc's objects ask for two start-up names
    "x86_64": ("", ["-fno-pie", "-fno-asynchronous-unwind-tables"], []),
    "arm": ("arm-none-eabi-", ["-mcpu=cortex-m3", "-mthumb"], []),
    "riscv": ("riscv64-unknown-elf-", ["-march=rv32imac", "-mabi=ilp32"], ["-m", "elf32lriscv"]),
    "avr": ("avr-", ["-mmcu=atmega328p"],
            ["-m", "avr5", "--defsym=__do_copy_data=0", "--defsym=__do_clear_bss=0"]),
}

WORDS = "open close read write flush lock send packet queue timer buffer header state".split()
FOLDERS = ("", "obj/", "dir with space/", "gr\u00f6\u00dfe/", "a (1)/", "deep/er/and/deeper/")
SECTIONS = (".x", ".fourteen_char", ".thirteen_chr", ".exactly15chrs_", ".a$dollar", ".ram.func",
            ".a_section_name_that_is_much_longer_than_sixteen_columns")


class Program:
    def __init__(self, rng, target, folder):
        self.rng = rng
        self.folder = folder
        self.prefix, self.cflags, self.ldflags = TARGETS[target]
        self.has_cxx = target in ("x86_64", "arm")
        self.defined = []  # (C name, C++ signature or None) that later modules may call
        self.objects = []  # given on the command line, in order
        self.archives = []
        self.thin = {}     # archive -> its members, which stay files of their own
        self.gc = rng.random() < 0.6

    def run(self, *command, **more):
        run = subprocess.run(command, cwd=self.folder, capture_output=True, **more)
        if run.returncode:
            raise RuntimeError("%s\n%s" % (" ".join(command), run.stderr.decode()))
        return run.stdout.decode(errors="surrogateescape")

    def name(self, number, i):
        words = "_".join(self.rng.choices(WORDS, k=self.rng.choice((1, 1, 2, 3, 9))))
        return "%s_%d_%d" % (words, number, i)

    def calls(self, count):
        """Statements that call what exists, so that every link can be resolved."""
        made = []
        for name, cxx in self.rng.sample(self.defined, min(count, len(self.defined))):
            made.append((name, cxx))
        return made

    def source(self, number, cxx):
        """One module. Calls go to modules that were made before, as archives come later."""
        rng = self.rng
        declarations, body, names = [], [], []
        for i in range(rng.randrange(1, 7)):
            name = self.name(number, i)
            called = [(n, c) for n, c in self.calls(rng.randrange(0, 4)) if cxx or not c]
            for n, c in called:
                declarations.append("int %s(int);" % n if not c else c)
            attributes = ""
            if rng.random() < 0.2:
                attributes = "__attribute__((section(\"%s\"))) " % rng.choice(SECTIONS)
            if rng.random() < 0.15:
                attributes += "__attribute__((weak)) "
            uses = " + ".join(["x"] + ["%s(x)" % n for n, _ in called])
            if cxx and rng.random() < 0.7:
                space = "ns_%d" % number
                body.append("namespace %s { struct T_%d { int v; }; int %s(int x) { return %s; } "
                            "int %s(const T_%d &a, unsigned long b, void (*c)(char *, int)) "
                            "{ (void)b; (void)c; return a.v; } }" % (space, i, name, uses, name, i))
                names.append(("%s::%s" % (space, name),
                              "namespace %s { int %s(int); }" % (space, name)))
            else:
                link = 'extern "C" ' if cxx else ""
                body.append("%s%sint %s(int x) { return %s; }" % (link, attributes, name, uses))
                names.append((name, None))
        body.append(self.data(number, cxx))
        if cxx:
            declarations = [d if d.startswith("namespace") else 'extern "C" { %s }' % d
                            for d in declarations]
        return "\n".join(sorted(set(declarations)) + body) + "\n", names

    def data(self, number, cxx):
        rng = self.rng
        lines = []
        if rng.random() < 0.7:
            lines.append("int data_%d = %d;" % (number, number + 1))
        if rng.random() < 0.7:
            lines.append("char bss_%d[%d];" % (number, rng.randrange(1, 200)))
        if rng.random() < 0.5 and not cxx:
            lines.append("int common_of_all[%d];" % rng.randrange(1, 40))
            lines.append("int common_%d_%s;" % (number, "x" * rng.randrange(1, 20)))
        if rng.random() < 0.7:
            external = "extern " if cxx else ""
            lines.append("%sconst char *const text_%d = \"%s\";"
                         % (external, number, " ".join(rng.choices(WORDS, k=5))))
        if rng.random() < 0.4:
            name = "optional_%d" % number
            lines.append("%s__attribute__((weak)) int %s(int); int ask_%s(void) "
                         "{ return %s ? 1 : 0; }" % ('extern "C" ' if cxx else "extern ",
                                                     name, name, name))
        return "\n".join(lines)

    def compile(self, number, path):
        cxx = self.has_cxx and self.rng.random() < 0.3
        text, names = self.source(number, cxx)
        source = "s%d.%s" % (number, "cpp" if cxx else "c")
        with open(os.path.join(self.folder, source), "w", encoding="utf8") as out:
            out.write(text)
        os.makedirs(os.path.join(self.folder, os.path.dirname(path) or "."), exist_ok=True)
        flags = ["-Os", "-ffreestanding", "-fno-stack-protector", "-fno-builtin", "-w"]
        flags += ["-fno-exceptions", "-fno-rtti"] if cxx else ["-fcommon"]
        if self.gc or self.rng.random() < 0.3:
            flags += ["-ffunction-sections", "-fdata-sections"]
        if self.rng.random() < 0.3:
            flags.append("-g")
        self.run(self.prefix + ("g++" if cxx else "gcc"), *self.cflags, *flags, "-c", source,
                 "-o", path)
        return names

    def build(self, may_be_thin=True):
        """Archives from the last of the link line to the first, then the objects."""
        number = 0
        for a in range(self.rng.randrange(1, 4)):
            members, names = [], []
            folder = "lib%d/" % a
            for _ in range(self.rng.randrange(2, 7)):
                member = "%sm%d%s.o" % (folder, number, self.rng.choice(("", "_" + "y" * 30)))
                names += self.compile(number, member)
                members.append(member)
                number += 1
            self.defined += names
            archive = "%slib%s%d.a" % (self.rng.choice(FOLDERS), self.rng.choice(WORDS), a)
            os.makedirs(os.path.join(self.folder, os.path.dirname(archive) or "."),
                        exist_ok=True)
            thin = self.rng.random() < 0.2 and may_be_thin
            self.run(self.prefix + "ar", "rcsT" if thin else "rcs", archive, *members)
            self.archives.insert(0, archive)
            if thin:
                self.thin[archive] = members
        for _ in range(self.rng.randrange(1, 4)):
            path = "%so%d.o" % (self.rng.choice(FOLDERS), number)
            names = self.compile(number, path)
            self.objects.append((path, names))
            number += 1

    def entry(self):
        plain = [n for _, names in self.objects for n, cxx in names if not cxx]
        return plain[0] if plain else "data_0"
