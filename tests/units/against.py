"""The source level's facts of one unit beside what its compiler made of it.

In:   facts as unit_dump prints them, a row of the compile database whose object exists.
Out:  sentences about what differs; for calls, by cause.

A call is a function and what it calls; the lines are compared as well, but gcc puts a
call that is an argument at the first line of its statement.
"""

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
    """Those that the source level counts, (function, callee) -> places."""
    unused = {x["name"] for x in facts["entities"] if "unused" in x["flags"]}
    names = {x["name"]: x["symbol"] for x in facts["entities"]}
    found = defaultdict(set)
    for use in facts["references"]:
        if use["kind"] == "call" and use["function"] not in unused and \
                not {"dead", "unevaluated"} & set(use["flags"]):
            caller = names.get(use["function"], use["function"])
            found[caller, use["symbol"]].add((os.path.realpath(use["file"]), use["line"]))
    return found


def used_functions(facts, theirs):
    """Those that the source level counts, and those that gcc calls from them."""
    used = {x["symbol"] for x in facts["entities"] if "unused" not in x["flags"]}
    fresh = set(used)
    while fresh:
        fresh = {callee for caller, callee in theirs if caller in fresh} - used
        used |= fresh
    return used


class Calls:
    """Calls of all units of a compiler, and the differences by cause."""

    def __init__(self):
        self.units = self.same = self.lines = self.places = 0
        self.causes, self.examples = Counter(), defaultdict(list)
        self.builtins, self.dumped, self.dumps = Builtins(), None, ()

    def note(self, cause, what):
        self.causes[cause] += 1
        if len(self.examples[cause]) < 12:
            self.examples[cause].append(what)

    def add(self, facts, row):
        self.units += 1
        edges, functions = compiled.callgraph(row)
        theirs = defaultdict(set)
        for edge in edges:
            theirs[edge.caller, edge.callee].add((edge.file, edge.line))
        ours = counted_calls(facts)
        same = theirs.keys() & ours.keys()
        self.same += len(same)
        self.places += sum(len(theirs[x]) for x in same)
        self.lines += sum(len(theirs[x] & ours[x]) for x in same)
        used = used_functions(facts, theirs)
        lone = sorted(ours.keys() - same)
        self.builtins.ask(row["arguments"][0], {callee for _, callee in lone})
        inline = {x["symbol"] for x in facts["entities"] if "inline" in x["flags"]}
        unit = os.path.basename(row["file"])
        for pair in sorted(theirs.keys() - same):
            self.note(self.why_theirs(theirs[pair], pair, ours, used),
                      f"{unit}: {pair[1]} in {pair[0]}")
        for pair in lone:
            self.note(self.why_ours(ours[pair], pair, theirs, functions, row, inline),
                      f"{unit}: {pair[1]} in {pair[0]}")

    @staticmethod
    def why_theirs(places, pair, ours, used):
        if all(line == 0 for _, line in places):
            return EMITTED
        if pair[0] not in used:
            return KEPT
        of_callee = set().union(*[where for (_, x), where in ours.items() if x == pair[1]])
        of_caller = set().union(*[where for (x, _), where in ours.items() if x == pair[0]])
        if places <= of_callee:
            return INLINED
        return REWRITTEN if places <= of_caller else NO_SOURCE

    def why_ours(self, places, pair, theirs, functions, row, inline):
        if (row["arguments"][0], pair[1]) in self.builtins:
            return BUILTIN
        if pair[1] in inline and pair[1] not in functions:
            return INLINED
        if pair[0] in functions:
            return self.why_dropped(pair, row)
        if any(pair[1] == callee and places & where for (_, callee), where in theirs.items()):
            return INLINED
        return LEFT_OUT

    def why_dropped(self, pair, row):
        """Of a function that is compiled, by the compiler's own dumps of it."""
        if row["file"] != self.dumped:
            self.dumped, self.dumps = row["file"], compiled.dumps(row)
        for cause, dump in zip((FOLDED, UNREACHED), self.dumps):
            bodies = dump.get(pair[0])
            if bodies is not None and not re.search(rf"\b{re.escape(pair[1])} \(", bodies):
                return cause
        return NO_OBJECT

    def tell(self, name):
        print(f"{name}: {self.units} units, {self.same} pairs of functions call each other on "
              f"both sides, at {self.lines} of {self.places} lines the same")
        for cause, count in sorted(self.causes.items()):
            print(f"    {count} {cause}: {', '.join(self.examples[cause][:3])}")
