#!/usr/bin/env python3
"""JSON as we read and write it against Python's json, on random texts, right and wrong.

usage: test_json_oracle.py DRIVER [SEED] [TEXTS]

Python's reader is made as strict as ours: no NaN, no lone surrogates or NULs in texts, no equal
keys in one object, at most 48 levels, numbers of at most 63 characters.
"""
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time

DRIVER = sys.argv[1]
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
TEXTS = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
rnd = random.Random(SEED)

TEXT = ["", "a", "key", "naïve", "日本", "😀", "\n\t\r\b\f", "\"", "\\", "/", "\x7f", "a" * 70, "\u2028",
        "\ud7ff", "\ue000", "\uffff"]
TOKENS = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud83d", b"\\u0000", b"null", b"true",
          b"1", b"0", b"-", b".", b"e", b"+", b" ", b"\n", b"\t", b"\x00", b"\x0b", b"\xff", b"\xc3", b"\xa9",
          b'"a":1', b'"a":', b"NaN", b"1e999", b"\xef\xbb\xbf", b"'", b"//", b"01"]


def value(depth):
    kind = rnd.random()
    if depth > 0 and kind < 0.25:
        return [value(depth - 1) for _ in range(rnd.randint(0, 4))]
    if depth > 0 and kind < 0.5:
        return {rnd.choice(TEXT) + str(rnd.randint(0, 3)): value(depth - 1) for _ in range(rnd.randint(0, 4))}
    if kind < 0.7:
        return rnd.choice(TEXT)
    if kind < 0.9:
        return rnd.choice([0, 1, -1, 1.5, -0.0, 1e-300, 1e300, 123456789, 2**53, 0.1, 12345678901234567890])
    return rnd.choice([True, False, None])


def text():
    made = json.dumps(value(rnd.randint(0, 5)), ensure_ascii=rnd.random() < 0.5,
                      indent=rnd.choice([None, 0, 3]), separators=rnd.choice([None, (",", ":"), (" , ", " : ")]))
    made = made.encode()
    if rnd.random() < 0.1:
        deep = rnd.randint(40, 56)
        made = b"[" * deep + made + b"]" * deep
    for _ in range(rnd.choice([0, 1, 1, 1, 2, 5])):
        at = rnd.randint(0, len(made))
        kind = rnd.random()
        if kind < 0.5:
            made = made[:at] + rnd.choice(TOKENS) + made[at:]
        elif kind < 0.8:
            made = made[:at] + made[at + rnd.randint(1, 3):]
        else:
            made = made[:at] + bytes([rnd.randrange(256)]) + made[at + 1:]
    return made


class Refused(Exception):
    pass


def constant(_):
    raise Refused


def number(convert):
    def make(digits):
        if len(digits) > 63:
            raise Refused
        return convert(digits)
    return make


def pairs(items):
    keys = [key for key, _ in items]
    if len(set(keys)) != len(keys):
        raise Refused
    return dict(items)


def look(made, depth=0):
    """Texts and nesting that Python takes and we do not."""
    if isinstance(made, str) and ("\0" in made or any(0xd800 <= ord(c) < 0xe000 for c in made)):
        raise Refused
    if isinstance(made, (list, dict)) and depth >= 48:
        raise Refused
    for inner in made if isinstance(made, (list, dict)) else ():
        look(inner, depth + 1)
        if isinstance(made, dict):
            look(made[inner], depth + 1)


def oracle(data):
    try:
        data = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
        made = json.loads(data.decode(), parse_constant=constant, parse_int=number(int),
                          parse_float=number(float), object_pairs_hook=pairs)
        look(made)
        return True, made
    except (Refused, ValueError, UnicodeDecodeError, RecursionError):
        return False, None


def same(ours, theirs):
    if isinstance(theirs, bool) or theirs is None or isinstance(theirs, str):
        return ours is theirs if not isinstance(theirs, str) else ours == theirs
    if isinstance(theirs, (int, float)):
        return isinstance(ours, (int, float)) and not isinstance(ours, bool) and (
            float(ours) == float(theirs) or math.isnan(float(theirs)))
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    return isinstance(ours, dict) and list(ours) == list(theirs) and all(
        same(ours[key], theirs[key]) for key in theirs)


failures = taken = 0
with tempfile.TemporaryDirectory() as folder:
    texts = [text() for _ in range(TEXTS)]
    paths = []
    for index, data in enumerate(texts):
        paths.append(os.path.join(folder, str(index)))
        with open(paths[-1], "wb") as out:
            out.write(data)
    lines = []
    for first in range(0, TEXTS, 1000):
        lines += subprocess.run([DRIVER, *paths[first:first + 1000]], capture_output=True,
                                check=True).stdout.decode().split("\n")[:-1]
assert len(lines) == TEXTS, len(lines)
for data, line in zip(texts, lines):
    valid, made = oracle(data)
    taken += valid
    if (line != "refused") != valid:
        failures += 1
        print(f"FAIL: {data!r}: Python {'takes' if valid else 'refuses'} it, we say {line}")
    elif valid and not same(json.loads(line), made):
        failures += 1
        print(f"FAIL: {data!r}: we read {line}")
print(f"seed {SEED}: {TEXTS} texts, {taken} taken, {failures} failures")
sys.exit(1 if failures or not TEXTS // 10 < taken < TEXTS * 9 // 10 else 0)
