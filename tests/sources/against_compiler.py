#!/usr/bin/env python3
"""Compare unit facts with what the real compiler makes of the same commands.

    against_compiler.py --dump UNIT_DUMP [--work DIR] compile_commands.json

Every command is compiled as it stands, with its own compiler. Then, per unit:

  undefined  each symbol `nm -u` shows is named by a use, or is one that a compiler puts in
             by itself (HELPERS below; the file says which document names them)
  defined    each symbol `nm` defines, local ones that a compiler numbers aside, is an entity
  invented   each use that counts (not dead, unevaluated, unused) of a name that the unit
             does not define is in `nm -u`; exceptions are counted and listed by name
  headers    the files read are those of `CC -M`, as sets
  target     the triple begins with the architecture that readelf shows

Exit status 0 when undefined, defined, headers and target agree everywhere.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

# Names that compilers add: libgcc ("GCC Internals", 4 "The GCC low-level runtime library"),
# the Arm RTABI (IHI0043, 4), avr-libgcc, stack protector, PIC, and the four memory functions
# (GCC manual, "Standards"). printf and its like become others even at -O0.
HELPERS = re.compile(
    r"^(__aeabi_\w+|__gnu_\w+|__[a-z]+[sdtqhx][ifc]\d?|__(add|sub|mul|div|neg|fix|float|ext|trunc)\w+"
    r"|__(u?div|u?mod|u?divmod|mul|ash|lsh|cmp|ucmp|popcount|clz|ctz|ffs|parity|bswap)\w+"
    r"|__do_(copy_data|clear_bss|global_[cd]tors)|__(tablejump2?__|load_\d|xload_\d|movmem\w+)"
    r"|__prologue_saves__|__epilogue_restores__"
    r"|__stack_chk_fail|__stack_chk_guard|_GLOBAL_OFFSET_TABLE_|__tls_get_addr"
    r"|__riscv_(save|restore)_\d+|__(atomic|sync)_\w+|__emutls_get_address|__arm32_tls_tcb_offset"
    r"|memcpy|memset|memmove|memcmp)$")
# What gcc 12 turns a written name into at -O0 (gcc/builtins.cc, gcc/gimple-fold.cc).
REWRITTEN = {
    "puts": {"printf", "fprintf", "fputs"}, "putchar": {"printf", "fprintf", "fputs"},
    "fwrite": {"fprintf", "fputs"}, "fputc": {"fprintf", "fputs"},
    "fputs": {"fprintf"}, "strlen": {"sprintf"}, "strcpy": {"sprintf"}, "stpcpy": {"sprintf", "strcpy"},
}
MACHINE = {"ARM": ("arm", "thumb"), "RISC-V": ("riscv",), "Atmel AVR 8-bit microcontroller": ("avr",),
           "Advanced Micro Devices X86-64": ("x86_64",), "Intel 80386": ("i386", "i686", "x86_64"),
           "AArch64": ("aarch64",)}


def run(argv, cwd=None):
    return subprocess.run(argv, cwd=cwd, capture_output=True, text=True, errors="replace")


def dump_units(tool, database):
    """All units of one database, in its order."""
    out = run([tool, "--json", "--root", "/nonexistent", database])
    decoder = json.JSONDecoder()
    units, at = [], 0
    while at < len(out.stdout):
        unit, at = decoder.raw_decode(out.stdout, at)
        units.append(unit)
        while at < len(out.stdout) and out.stdout[at].isspace():
            at += 1
    return units, out.stderr


def nm(path, with_locals):
    undefined, defined = set(), set()
    for line in run(["nm", path]).stdout.splitlines():
        words = line.split()
        if len(words) == 2:
            undefined.add(words[1])
        elif words[1].isupper() or (with_locals and words[1] == "t"):
            defined.add(words[2])
    return undefined, defined


def headers_of(command, cwd):
    argv = [a for a in command if a != "-c"]
    if "-o" in argv:
        at = argv.index("-o")
        del argv[at:at + 2]
    out = run(argv + ["-M"], cwd)
    text = out.stdout.replace("\\\n", " ")
    words = text.split(":", 1)[1].split() if ":" in text else []
    return {os.path.realpath(os.path.join(cwd, w)) for w in words}


def counts(use, entities):
    if {"dead", "unevaluated"} & set(use["flags"]) or use["kind"] == "trap":
        return False
    return True


class Check:
    def __init__(self):
        self.bad = collections.Counter()
        self.lists = collections.defaultdict(collections.Counter)
        self.units = 0

    def note(self, kind, what, unit):
        self.bad[kind] += 1
        self.lists[kind][what + "  " + os.path.basename(unit)] += 1

    def unit(self, entry, facts):
        self.units += 1
        cwd = entry["directory"]
        obj = os.path.join(cwd, entry["arguments"][entry["arguments"].index("-o") + 1])
        built = run(entry["arguments"], cwd)
        if built.returncode != 0:
            self.note("not compiled", built.stderr.splitlines()[0] if built.stderr else "?", entry["file"])
            return
        if facts["status"] != "ok":
            first = facts["diagnostics"][0]["message"] if facts["diagnostics"] else "?"
            self.note("status", facts["status"] + ": " + first, entry["file"])
            return
        # Local data of headers that names nothing is no entity (unit.h); nor are labels of
        # assembly sources that nobody outside sees.
        assembly = entry["file"].endswith((".s", ".S"))
        undefined, defined = nm(obj, not assembly)
        named = {u["symbol"] for u in facts["references"] if u["kind"] != "trap"}
        entities = {e["symbol"]: e for e in facts["entities"]}
        for name in sorted(undefined):
            if name in named or HELPERS.match(name) or REWRITTEN.get(name, set()) & named:
                continue
            self.note("undefined", name, entry["file"])
        for name in sorted(defined):
            if name in entities or re.search(r"\.\d+$|^\.L|^\$|^L\d|\.(part|constprop|isra)\.|^__func__|^__SREG__|^__SP_|^__tmp_reg__|^__zero_reg__|^__PRETTY|^__FUNC|^__RAMPZ__|^__EIND__|^__CCP__", name):
                continue
            self.note("defined", name, entry["file"])
        inline = {e["symbol"] for e in facts["entities"] if {"inline", "static"} & set(e["flags"])}
        unused = {e["name"] for e in facts["entities"] if "unused" in e["flags"]}
        for use in facts["references"]:
            name = use["symbol"]
            if not counts(use, entities) or use.get("function") in unused:
                continue
            if name in undefined or name in defined or name in inline:
                continue
            self.note("invented", name, entry["file"])
        want = headers_of(entry["arguments"], cwd)
        if entry["file"].endswith(".s"):
            want = {os.path.realpath(os.path.join(cwd, entry["file"]))}
        have = {os.path.realpath(i["file"]) for i in facts["inputs"]}
        for path in sorted(want - have):
            self.note("headers", "not read: " + path, entry["file"])
        for path in sorted(have - want):
            self.note("headers", "read: " + path, entry["file"])
        machine = re.search(r"Machine:\s*(.*)", run(["readelf", "-h", obj]).stdout).group(1)
        if not facts["triple"].startswith(MACHINE[machine]):
            self.note("target", machine + " " + facts["triple"], entry["file"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dump", required=True)
    parser.add_argument("--show", type=int, default=12)
    parser.add_argument("database", nargs="+")
    args = parser.parse_args()
    failed = False
    for path in args.database:
        entries = json.load(open(path))
        units, log = dump_units(args.dump, path)
        check = Check()
        if len(units) != len(entries):
            print(f"{path}: {len(entries)} commands, {len(units)} units", log[:2000])
            failed = True
            continue
        for entry, facts in zip(entries, units):
            check.unit(entry, facts)
        print(f"{path}: {check.units} units, " +
              (", ".join(f"{k} {v}" for k, v in sorted(check.bad.items())) or "all agree"))
        for kind, what in sorted(check.lists.items()):
            for text, count in what.most_common(args.show):
                print(f"    {kind}: {text}" + (f" ({count})" if count > 1 else ""))
        failed = failed or any(check.bad[k] for k in ("undefined", "defined", "headers", "target", "status", "not compiled"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
