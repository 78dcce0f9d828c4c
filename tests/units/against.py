"""The source level's facts of one unit beside what its compiler made of it.

In:   facts as unit_dump prints them, a row of the compile database whose object exists.
Out:  sentences about what differs; for calls, by cause.

A call is a function and what it calls; the lines are compared as well, but gcc puts a
call that is an argument at the first line of its statement.
"""

import functools
import os
import re
import subprocess
from collections import Counter, defaultdict

import compiled

# Why a call stands on one side alone. The last two are faults.
EMITTED = "gcc alone: emitted for a construct, no call in the source"
REWRITTEN = "gcc alone: what a call at this line was made of"
INLINED = "an inline function that gcc puts into its caller"
KEPT = "gcc alone: in a static function that nothing uses; kept at -O0"
BUILTIN = "source alone: a builtin that gcc computes, expands or rewrites"
LEFT_OUT = "source alone: in a function that gcc leaves out"
FOLDED = "source alone: gcc computes the condition (not in -fdump-tree-original)"
UNREACHED = "source alone: gcc sees that nothing leads there (not in -fdump-tree-optimized)"
NO_SOURCE = "gcc alone, unexplained"
NO_OBJECT = "source alone, unexplained"
FAULTS = (NO_SOURCE, NO_OBJECT)
MACRO_LINES = 40  # that the arguments of a macro may take


def state(facts):
    """What is wrong with the answer itself."""
    if facts["status"] != "ok":
        first = facts["diagnostics"][0]["message"] if facts["diagnostics"] else "?"
        yield f"{facts['status']}: {first}"


def triple(facts, row):
    wanted = compiled.triple_begins(row)
    if not facts["triple"].startswith(wanted):
        yield f"triple {facts['triple']}, the object is {' or '.join(wanted)}"


def headers(facts, row):
    wanted = compiled.headers(row)
    found = {os.path.realpath(x["file"]) for x in facts["inputs"]}
    for path in sorted(wanted - found):
        yield f"{path} is not read"
    for path in sorted(found - wanted):
        yield f"{path} is read, and not by the compiler"


class Builtins:
    """Whether gcc knows names as builtins, by its own word; asked for many at once."""

    def __init__(self):
        self.known = {}

    def ask(self, driver, names):
        fresh = sorted({x for x in names if (driver, x) not in self.known})
        if not fresh:
            return
        text = "".join(f"#if __has_builtin(__builtin_{x})\nyes {x}\n#endif\n" for x in fresh)
        done = subprocess.run([driver, "-E", "-P", "-x", "c", "-"], input=text, text=True,
                              capture_output=True, check=True)
        yes = {line.split()[1] for line in done.stdout.splitlines()}
        self.known.update({(driver, x): x in yes for x in fresh})

    def __contains__(self, key):
        return self.known[key]


def counted_calls(facts):
    """Those that the source level counts: (function, callee) -> [use]."""
    unused = {x["name"] for x in facts["entities"] if "unused" in x["flags"]}
    names = {x["name"]: x["symbol"] for x in facts["entities"]}
    found = defaultdict(list)
    for use in facts["references"]:
        if use["kind"] == "call" and use["function"] not in unused and \
                not {"dead", "unevaluated"} & set(use["flags"]):
            caller = names.get(use["function"], use["function"])
            found[caller, use["symbol"]].append(use)
    return found


def places_of(uses):
    return {(os.path.realpath(x["file"]), x["line"]) for x in uses}


def used_functions(facts, theirs):
    """Those that the source level counts, and those that gcc calls from them."""
    used = {x["symbol"] for x in facts["entities"] if "unused" not in x["flags"]}
    fresh = set(used)
    while fresh:
        fresh = {callee for caller, callee in theirs if caller in fresh} - used
        used |= fresh
    return used


class Unit:
    """Both sides of one unit, and why a call stands on one of them alone."""

    def __init__(self, facts, row, builtins):
        self.row, self.builtins = row, builtins
        edges, self.functions, self.theirs_builtin = compiled.callgraph(row)
        self.theirs = defaultdict(set)
        for edge in edges:
            self.theirs[edge.caller, edge.callee].add((edge.file, edge.line))
        self.uses = counted_calls(facts)
        self.ours = {pair: places_of(uses) for pair, uses in self.uses.items()}
        self.used = used_functions(facts, self.theirs)
        self.inline = {x["symbol"] for x in facts["entities"] if "inline" in x["flags"]}
        self.same = self.theirs.keys() & self.ours.keys()

    @functools.cached_property
    def optimised(self):
        return compiled.defined(self.row)

    @functools.cached_property
    def text(self):
        return compiled.preprocessed(self.row)

    @functools.cached_property
    def dumps(self):
        return compiled.dumps(self.row)

    def why_theirs(self, pair):
        caller, callee = pair
        places = self.theirs[pair]
        if all(line == 0 for _, line in places):
            return EMITTED
        if caller not in self.used:
            return NO_SOURCE if caller in self.optimised else KEPT
        if places <= set().union(*[x for (_, of), x in self.ours.items() if of == callee]):
            return INLINED
        beside = set().union(*[x for (of, _), x in self.ours.items() if of == caller])
        return REWRITTEN if callee in self.theirs_builtin and places <= beside else NO_SOURCE

    def is_written(self, pair):
        """
        Whether gcc's preprocessor leaves the name there. A call in a macro's argument
        moves to the first line of the macro.
        """
        for use in self.uses[pair]:
            file, word = os.path.realpath(use["file"]), re.compile(
                rf"\b(__builtin_)?{re.escape(use['name'].removeprefix('__builtin_'))}\b")
            if not any(word.search(self.text.get((file, use["line"] - up), ""))
                       for up in range(MACRO_LINES)):
                return False
        return True

    def why_ours(self, pair):
        caller, callee = pair
        if not self.is_written(pair):
            return NO_OBJECT
        if (self.row["arguments"][0], callee) in self.builtins:
            return BUILTIN
        if callee in self.inline and callee not in self.functions:
            return INLINED
        if caller in self.functions:
            return self.why_dropped(pair)
        if any(callee == of and self.ours[pair] & x for (_, of), x in self.theirs.items()):
            return INLINED
        return LEFT_OUT

    def why_dropped(self, pair):
        """Of a function that is compiled, by the compiler's own dumps of it."""
        for cause, dump in zip((FOLDED, UNREACHED), self.dumps):
            body = dump.get(pair[0])
            if body is not None and not re.search(rf"\b{re.escape(pair[1])} \(", body):
                return cause
        return NO_OBJECT


class Calls:
    """Calls of all units of a compiler, and the differences by cause."""

    def __init__(self):
        self.units = self.same = self.lines = self.places = 0
        self.causes, self.examples = Counter(), defaultdict(list)
        self.builtins = Builtins()

    def note(self, cause, what):
        self.causes[cause] += 1
        if len(self.examples[cause]) < 12:
            self.examples[cause].append(what)

    def add(self, facts, row):
        unit = Unit(facts, row, self.builtins)
        self.units += 1
        self.same += len(unit.same)
        self.places += sum(len(unit.theirs[x]) for x in unit.same)
        self.lines += sum(len(unit.theirs[x] & unit.ours[x]) for x in unit.same)
        lone = sorted(unit.ours.keys() - unit.same)
        self.builtins.ask(row["arguments"][0], {callee for _, callee in lone})
        name = os.path.basename(row["file"])
        for pair in sorted(unit.theirs.keys() - unit.same):
            self.note(unit.why_theirs(pair), f"{name}: {pair[1]} in {pair[0]}")
        for pair in lone:
            self.note(unit.why_ours(pair), f"{name}: {pair[1]} in {pair[0]}")

    def tell(self, name):
        print(f"{name}: {self.units} units, {self.same} pairs of functions call each other on "
              f"both sides, at {self.lines} of {self.places} lines the same")
        for cause, count in sorted(self.causes.items()):
            print(f"    {count} {cause}: {', '.join(self.examples[cause][:3])}")
