#!/usr/bin/env python3
"""The configuration's JSON Schema, its key tables and its reader say the same.

usage: test_config_schema.py DRIVER SCHEMA [SEED]

1. Every key of the tables is in the schema with the same type, help and necessity, and the
   other way round; closed lists of words agree.
2. Random documents, right and wrong ones, get the same verdict from the reader (DRIVER, see
   test_config_driver.c) and from python3-jsonschema.
3. What --print-config says of a right one has the same values, read by python3-yaml under the
   core schema of YAML 1.2.
"""
import copy
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import jsonschema
import yaml

DRIVER, SCHEMA = sys.argv[1], json.load(open(sys.argv[2]))
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
DOCUMENTS = 600
failures = []


def fail(text):
    failures.append(text)
    print("FAIL:", text)


def driver(*args):
    return subprocess.run([DRIVER, *args], capture_output=True, text=True, check=False).stdout


# -- YAML 1.2 core schema: PyYAML follows 1.1 ------------------------------------------------


class Core(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), first)


# -- 1. tables and schema ----------------------------------------------------------------------

REFS = {
    "text": "line", "prose": "prose", "path": "line", "size": "size", "date": "date",
    "format": "format",
    "texts": "lines", "paths": "lines", "globs": "lines", "words": "capabilities",
}
WORD_REFS = {
    "a tier": "tier", "a profile": "profile", "an edition": "edition",
    "a capability": "capability",
}
SECTIONS = {
    "a target": "target", "a component": "component", "an entry of `allow`": "allow",
    "an entry of `deny`": "deny", "an entry of `budgets`": "budget",
}


def ref(name):
    return "#/$defs/" + name


def check_key(row, entry):
    section, key, kind, required, words, inner, text = row
    where = f"{section}: {key}"
    if entry.get("description") != text:
        fail(f"{where}: help {text!r}, schema {entry.get('description')!r}")
    if kind in REFS and entry.get("$ref") != ref(REFS[kind]):
        fail(f"{where}: type {kind}, schema {entry}")
    if kind == "word" and words in WORD_REFS and entry.get("$ref") != ref(WORD_REFS[words]):
        fail(f"{where}: {words}, schema {entry}")
    if kind == "word" and words not in WORD_REFS and entry.get("enum") != WORDS[words]:
        fail(f"{where}: {WORDS[words]}, schema {entry}")
    if kind == "rows" and entry.get("items", {}).get("$ref") != ref(SECTIONS[inner]):
        fail(f"{where}: rows of {inner}, schema {entry}")
    if kind == "named" and entry.get("additionalProperties", {}).get("$ref") != ref(SECTIONS[inner]):
        fail(f"{where}: names of {inner}, schema {entry}")


WORDS = {}
for line in driver("words").splitlines():
    what, word, alias = line.split("\t")
    WORDS.setdefault(what, []).append(word)
for what, name in (("a tier", "tier"), ("a profile", "profile"),
                   ("a capability", "capability")):
    if SCHEMA["$defs"][name]["enum"] != WORDS[what]:
        fail(f"{what}: {WORDS[what]}, schema {SCHEMA['$defs'][name]}")

keys = [line.split("\t") for line in driver("keys").splitlines()]
for what in {row[0] for row in keys}:
    mine = {row[1]: row for row in keys if row[0] == what}
    place = SCHEMA if what == "the configuration" else SCHEMA["$defs"][SECTIONS[what]]
    theirs = place["properties"]
    for key in mine.keys() ^ theirs.keys():
        fail(f"{what}: the key {key} is only in one of tables and schema")
    for key in mine.keys() & theirs.keys():
        check_key(mine[key], theirs[key])
    required = sorted(key for key in mine if mine[key][3] == "1")
    if required != sorted(place.get("required", [])):
        fail(f"{what}: requires {required}, schema {place.get('required')}")
    if place.get("additionalProperties") is not False:
        fail(f"{what}: the schema allows other keys")
if len(keys) < 40:
    fail(f"only {len(keys)} keys in the tables")

# -- 2. verdicts -------------------------------------------------------------------------------

validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
rnd = random.Random(SEED)
CAPABILITIES = WORDS["a capability"]
LINES = ["a", "main.c", "src/**/*.c", "../x/y.a", "operator new*", "naïve", "x y", "yes", "a: b",
         "# no", "'q'", '"q"', "- x", "a\\b", "*", "/abs/p", "build dir/x.map", "@at", "100%", "日本"]


def some(values):
    return rnd.sample(values, rnd.randint(1, min(3, len(values))))


def one_or_list(values):
    return rnd.choice(values) if rnd.random() < 0.4 else some(values)


def size():
    return rnd.choice([0, 1, 4096, 2**53, "12 KiB", "7B", "3MiB", "1 GiB"])


def make(kind, words, inner):
    if kind in ("text", "path"):
        return rnd.choice(LINES)
    if kind == "prose":
        return rnd.choice(LINES + ["two\nlines", "  inner blanks  kept "])
    if kind in ("texts", "paths", "globs"):
        return one_or_list(LINES)
    if kind == "format":
        return rnd.choice(["any", "float", "positional", "%f", "%lld", "%n", "%ms", "%[", "%wf32d", "%I64u"])
    if kind == "number":
        return 1
    if kind == "size":
        return size()
    if kind == "date":
        return rnd.choice(["2027-01-01", "2024-02-29", "1999-12-31", "2400-02-29"])
    if kind == "word":
        return rnd.choice(WORDS[words])
    if kind == "words":
        return one_or_list(CAPABILITIES)
    if kind == "rows":
        return [section(inner) for _ in range(rnd.randint(0, 3))]
    if kind == "named":
        return {name: section(inner) for name in some(["boot", "app 1", "ümlaut", "12", "no"])}
    names = some(WORDS["a rule"] + ["NSC101", "nsc102"])
    levels = SCHEMA["$defs"]["level"]["enum"]
    return {name: rnd.choice(levels) for name in names}


GROUPS = {
    "an entry of `allow`": [(["symbol", "header", "capability", "format"], 1, 1)],
    "an entry of `deny`": [(["symbol", "header", "capability", "format"], 1, 1)],
    "an entry of `budgets`": [(["tier", "capability", "component"], 0, 1), (["flash", "ram"], 1, 2)],
}


def section(what):
    rows = [row for row in keys if row[0] == what]
    groups = GROUPS.get(what, [])
    grouped = {key for group in groups for key in group[0]}
    take = {row[1] for row in rows if row[3] == "1"}
    take |= {row[1] for row in rows if row[1] not in grouped and rnd.random() < 0.4}
    for members, least, most in groups:
        take |= set(rnd.sample(members, rnd.randint(least, most)))
    return {row[1]: make(row[2], row[4], row[5]) for row in rows if row[1] in take}


WRONG = [None, True, 12, -1, 1.5, "", " ", "a\tb", "nul\x00".replace("\x00", "\x01"), [], {}, [[]],
         [None], {"a": 1}, "2027-13-01", "2027-02-30", "2026-02-29", "12 KB", "-4", 2**60, "d99",
         "Core", "deny!", ["x", 3], "NSC1", "no such word", "%", "%5.2f", "%k", "%hhhd", "%lln", "%mm",
         "floats", "f"]


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, path + (index,))


def spoil(document):
    """Change one thing, which need not make it wrong."""
    path = rnd.choice([place for place in places(document) if place])
    at = document
    for step in path[:-1]:
        at = at[step]
    what = rnd.random()
    if what < 0.6:
        at[path[-1]] = copy.deepcopy(rnd.choice(WRONG))
    elif what < 0.8:
        del at[path[-1]]
    elif isinstance(at, dict):
        at[rnd.choice(["symbol", "header", "format", "tier", "flash", "reason", "kind", "nonsense", ""])] = (
            copy.deepcopy(rnd.choice(WRONG + LINES)))


def text_of(document):
    style = rnd.random()
    if style < 0.3:
        return json.dumps(document, ensure_ascii=rnd.random() < 0.5, indent=rnd.choice([None, 2]))
    return yaml.safe_dump(document, default_flow_style=rnd.choice([None, False, True]),
                          sort_keys=False, allow_unicode=rnd.random() < 0.7, width=rnd.choice([20, 80, 1000]))


SLUGS = {"NSC101": "hosted-symbol", "nsc102": "hosted-header"}


def right(document):
    """Valid by the schema, and by what a schema cannot say: a rule is named once."""
    if not validator.is_valid(document):
        return False
    rules = [SLUGS.get(name, name) for name in document.get("severity", {})]
    return len(rules) == len(set(rules))


documents = []
for number in range(DOCUMENTS):
    document = section("the configuration")
    if number % 2:
        for _ in range(rnd.randint(1, 3)):
            if document:
                spoil(document)
    documents.append(document)

valid = 0
with tempfile.TemporaryDirectory() as folder:
    paths = []
    for number, document in enumerate(documents):
        paths.append(os.path.join(folder, f"{number}.yaml"))
        with open(paths[-1], "w", encoding="utf-8") as out:
            out.write(text_of(document))
    verdicts = driver("check", *paths).splitlines()
    if len(verdicts) != len(documents):
        fail(f"{len(verdicts)} verdicts for {len(documents)} documents")
    for path, document, verdict in zip(paths, documents, verdicts):
        expected = right(document)
        valid += expected
        if expected != (verdict == "ok"):
            why = [error.message for error in validator.iter_errors(document)]
            fail(f"schema says {why or 'valid'}, reader says {verdict} of\n{open(path).read()}")

    # -- 3. values -----------------------------------------------------------------------------

    def listed(value):
        return value if isinstance(value, list) else [value]

    def path_of(value):
        full = os.path.normpath(os.path.join(folder, value))
        return os.path.relpath(full, folder) if full.startswith(folder + "/") or full == folder else full

    def bytes_of(value):
        if isinstance(value, int):
            return value
        number, unit = re.fullmatch(r"([0-9]+) ?(\w+)", value).groups()
        return int(number) << {"B": 0, "KiB": 10, "MiB": 20, "GiB": 30}[unit]

    CANONICAL = {"error": "deny", "warning": "warn", "off": "allow"}

    def canonical(kind, inner, value):
        if kind == "path":
            return path_of(value)
        if kind == "prose":
            return value.strip(" \t\n\v\f\r")
        if kind == "size":
            return bytes_of(value)
        if kind == "paths":
            return [path_of(one) for one in listed(value)]
        if kind in ("texts", "globs", "words"):
            return listed(value)
        if kind == "rows":
            return [canonical_section(inner, one) for one in value]
        if kind == "named":
            return {name: canonical_section(inner, one) for name, one in value.items()}
        if kind == "levels":
            return {SLUGS.get(name, name): CANONICAL.get(level, level) for name, level in value.items()}
        return value

    def canonical_section(what, value):
        out = {}
        for _, key, kind, _, _, inner, _ in (row for row in keys if row[0] == what):
            if key in value:
                out[key] = canonical(kind, inner, value[key])
                if out[key] in ([], {}):
                    del out[key]
        return out

    printed = 0
    for path, document in zip(paths, documents):
        if not right(document):
            continue
        printed += 1
        got = yaml.load(driver("print", path), Core)
        want = canonical_section("the configuration", document)
        want.setdefault("fail_on", "error")
        if got != want:
            fail(f"printed {got}\n  expected {want}")

print(f"seed {SEED}: {len(keys)} keys, {len(documents)} documents ({valid} valid), "
      f"{printed} printed and read back, {len(failures)} failures")
sys.exit(1 if failures or valid < DOCUMENTS // 3 or printed < DOCUMENTS // 4 else 0)
