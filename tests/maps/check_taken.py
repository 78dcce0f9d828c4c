#!/usr/bin/env python3
"""Compare `why --taken` with the whole map, member by member.

usage: check_taken.py NOSTD_CHECK MAP_DUMP FOLDER

Of each map in FOLDER that has reasons, every member's chain is put together here from the
pulls that map_dump reads of the whole map. `why --taken '*'` reads the reasons alone, and
must say the same; asked for one of the members by its name it must give that member.
"""
import json
import os
import subprocess
import sys


def text_of(file):
    if not file:
        return None
    return "%s(%s)" % (file["archive"], file["member"]) if file.get("archive") \
        else file["member"]


def chains(pulls):
    """The answer, by member, in the order of the map."""
    first = {}
    for pull in pulls:
        first.setdefault(text_of(pull), pull)
    answers = {}
    for member in first:
        steps, at = [], member
        while at in first:
            steps.append(first[at])
            at = text_of(first[at]["by"])
        lines = ["how the linker came to take %s:" % member,
                 "  " + ("the link line" if at is None else at)]
        for pull in reversed(steps):
            arrow = "-> %s -> " % pull["symbol"] if pull["symbol"] else ""
            lines.append("  %s%s" % (arrow, text_of(pull)))
        answers[member] = "\n".join(lines)
    return answers


def ask(check, name, path):
    run = subprocess.run([check, "why", "--taken", name, path], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    return run.returncode, run.stdout.decode("utf-8", "replace").strip("\n")


def main():
    check, dump, folder = sys.argv[1:]
    maps = failed = count = 0
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not name.endswith(".map"):
            continue
        run = subprocess.run([dump, "--json", path], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        if run.returncode == 2:
            continue
        facts = json.loads(run.stdout.decode("utf-8", "replace"))
        if not facts["pulls"]:
            continue
        maps += 1
        wanted = chains(facts["pulls"])
        code, answer = ask(check, "*", path)
        got = answer.split("\n\n")
        # A pattern is tried on symbols first; files come in for the members without one.
        symbols = {text_of(p) for p in facts["pulls"] if p["symbol"]} or set(wanted)
        good = code == 0 and got == [wanted[m] for m in wanted if m in symbols]
        for member in list(wanted)[:: max(1, len(wanted) // 8)]:
            if "\ufffd" in member:
                continue  # of another character set: it cannot be asked for here
            count += 1
            code, answer = ask(check, member, path)
            good &= code == 0 and answer == wanted[member]
        if not good:
            failed += 1
            print("%s: differs from the whole map" % path)
    print("%d maps, %d members, %d failed" % (maps, count, failed))
    sys.exit(1 if failed or not maps else 0)


if __name__ == "__main__":
    main()
