"""Compile databases from the calls that `record` kept."""

import json
from pathlib import Path

# Options whose value is the next word, so that it is no input.
TAKES_VALUE = {"-o", "-include", "-imacros", "-x", "-MF", "-MT", "-MQ", "-I", "-D", "-U",
               "-isystem", "-idirafter", "-iquote", "-Xlinker", "-T", "-e", "-u", "-L", "-l"}
SOURCES = (".c", ".S", ".s")


def read_call(path):
    """(folder, words) of one compiler call."""
    words = path.read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1]
    return words[0], words[1:]


def sources_of(words):
    skip = False
    for word in words[1:]:
        if not skip and not word.startswith("-") and word.endswith(SOURCES):
            yield word
        skip = not skip and word in TAKES_VALUE


def entries(log):
    """One entry for each source that a call compiled, in order of their text."""
    rows = []
    for path in Path(log).iterdir():
        folder, words = read_call(path)
        sources = list(sources_of(words))
        # These make no object.
        if {"-E", "-S", "-M", "-MM"} & set(words):
            continue
        for source in sources:
            # Configure scripts compile what they remove again.
            if not (Path(folder) / source).is_file():
                continue
            rows.append({"directory": folder, "file": source,
                         "arguments": [x for x in words if x == source or x not in sources]})
    return sorted(rows, key=lambda row: json.dumps(row))


def write(log, out):
    """The database; how many entries it has."""
    rows = entries(log)
    Path(out).write_text(json.dumps(rows, indent=1) + "\n")
    return len(rows)
