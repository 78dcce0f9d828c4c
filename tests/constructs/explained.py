"""What `hidden --all` says of the undefined symbols of some units, beside what nm lists.

In:   a folder with a compile database and its objects.
Out:  Share: how many symbols there are, by the kind of what explains them.
"""

import json
import subprocess
from collections import Counter
from pathlib import Path

# At least so many of the symbols have to be explained.
LEAST = {"-g": 0.99, "-g0": 0.95}
TITLE = {"-g": "with -g", "-g0": "without -g"}
KINDS = ("written", "rewritten", "construct", "flag", "unknown")


class Failure(Exception):
    """It cannot be done as asked."""


def undefined_symbols(nm, objects):
    """(name of the object, symbol)."""
    pairs = set()
    for at in range(0, len(objects), 200):
        done = subprocess.run([nm, "-u", "-A", *objects[at:at + 200]], capture_output=True,
                              text=True, check=True)
        for line in done.stdout.splitlines():
            if line.strip():
                words = line.split()
                pairs.add((Path(words[0].rstrip(":")).name, words[-1]))
    return pairs


def read_calls(program, folder):
    done = subprocess.run([program, "hidden", "--all", "--format", "json", "--tier", "core",
                           "--db", folder / "db.sqlite", "."], cwd=folder,
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2):
        raise Failure(f"hidden: exit code {done.returncode}\n{done.stderr}")
    return [row for target in json.loads(done.stdout)["targets"] for row in target["calls"]]


def best_rows(calls):
    """(name of the object, symbol) -> the row that says most of it."""
    best = {}
    for row in calls:
        key = (Path(row["object"]).name, row["symbol"])
        rank = KINDS.index(row["origin"]["kind"])
        if key not in best or rank < KINDS.index(best[key]["origin"]["kind"]):
            best[key] = row
    return best


class Share:
    """Of one compiler, with or without -g; of any number of folders."""

    def __init__(self):
        self.units = self.wanted = self.rows = 0
        self.kinds, self.reasons, self.faults = Counter(), {}, []

    def add(self, program, nm, folder, objects):
        """The units of one folder; their objects have names of their own."""
        best = best_rows(read_calls(program, folder))
        wanted = undefined_symbols(nm, objects)
        self.units += len(objects)
        self.wanted += len(wanted)
        self.rows += len(best)
        for title, pairs in (("nm alone", wanted - best.keys()),
                             ("hidden alone", best.keys() - wanted)):
            self.faults += [f"{title}: {file} {name}" for file, name in sorted(pairs)]
        self.kinds.update(row["origin"]["kind"] for row in best.values())
        for (file, symbol), row in sorted(best.items()):
            if row["origin"]["kind"] == "unknown":
                self.reasons.setdefault(row["origin"]["reason"], []).append(
                    f"{file} {symbol}")

    @property
    def explained(self):
        return sum(self.kinds.values()) - self.kinds["unknown"]

    def tell(self, name):
        print(f"{name}: {self.units} units, {self.wanted} undefined symbols, "
              f"{100 * self.explained / max(self.wanted, 1):.2f} % explained "
              f"({', '.join(f'{n} {kind}' for kind, n in sorted(self.kinds.items()))})")
        for reason, where in sorted(self.reasons.items(), key=str):
            print(f"    {len(where)} {reason}: {', '.join(where[:4])}", flush=True)

    def check(self, name, debug, check):
        """`check` is called with each condition and its sentence."""
        check(self.units, f"{name}: nothing was compiled")
        check(not self.faults, "\n    ".join(
            [f"{name}: nm lists {self.wanted} symbols, hidden {self.rows}", *self.faults[:8]]))
        check(self.explained >= LEAST[debug] * self.wanted, f"{name}: too little is explained")
        check(all(self.reasons), f"{name}: reasons are given")
