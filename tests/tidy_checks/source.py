"""The files of the tree, and C text with its comments and literals blanked out."""

import re
from pathlib import Path

from tidy_checks import tables

SKIPPED = re.compile(tables.SKIPPED)
CASES = re.compile(tables.CASES)
C_SUFFIXES = (".c", ".h")
# Literals and comments: what a look at the code must not see.
NOT_CODE = re.compile(
    r"""//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
COMMENT = re.compile(r"//|/\*")


def blank(text, keep_literals):
    """Comments (and literals) as blanks; offsets and line numbers stay."""
    def replace(match):
        found = match.group()
        if keep_literals and not COMMENT.match(found):
            return found
        return re.sub(r"[^\n]", " ", found)
    return NOT_CODE.sub(replace, text)


class Source:
    """One file of the tree."""

    def __init__(self, root, path):
        self.path = str(path.relative_to(root))
        self.full = path
        self.bytes = path.read_bytes()
        self.is_c = path.suffix in C_SUFFIXES
        self.is_case = bool(CASES.match(self.path))
        try:
            self.text = self.bytes.decode("utf-8")
        except UnicodeDecodeError:
            self.text = None
        self._code = self._directives = None

    @property
    def code(self):
        """C without comments and literals."""
        if self._code is None:
            self._code = blank(self.text, False)
        return self._code

    @property
    def directives(self):
        """C without comments: #include keeps its file."""
        if self._directives is None:
            self._directives = blank(self.text, True)
        return self._directives

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def includes(self):
        """(line, file, quoted) of each include directive."""
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(<([^>\n]+)>|"([^"\n]+)")',
                                 self.directives, re.MULTILINE):
            yield (self.line_of(match.start(1)), match.group(2) or match.group(3),
                   match.group(3) is not None)


def read_tree(root):
    """Every file of the tree, by path; whether it is committed does not matter."""
    found = []
    for path in sorted(Path(root).rglob("*")):
        relative = str(path.relative_to(root))
        if path.is_file() and not path.is_symlink() and not SKIPPED.search(relative):
            found.append(Source(root, path))
    return found


def is_under(path, places):
    """Is it in one of these folders, or does its name begin as one says?"""
    return any(path == place or path.startswith(place if place.endswith("_") else place + "/")
               for place in places.split())


def last_call(head):
    """NAME and what its parentheses hold, for the `NAME(...)` at the end of the head."""
    text = re.sub(r"__attribute__\s*\(\(.*\)\)\s*$", "", head, flags=re.DOTALL).rstrip()
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            named = re.search(r"(\w+)\s*$", text[:at])
            return (named.group(1), text[at + 1:-1]) if named and text[at] == "(" else None
    return None


def head_start(head):
    """Behind macros that stand before the function, each a paragraph of its own."""
    gaps = list(re.finditer(r"\n[ \t]*\n", head.rstrip()))
    return gaps[-1].end() if gaps else 0


def functions(source):
    """(line, name, parameters, last line) of each function that is defined at top level."""
    code = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m.group()),
                  source.code, flags=re.MULTILINE)
    depth, start = 0, 0
    for match in re.finditer(r"[{};]", code):
        if match.group() == ";" and depth == 0:
            start = match.end()
        elif match.group() == "{":
            if depth == 0:
                head, opened = code[start:match.start()], match.start()
            depth += 1
        elif match.group() == "}":
            depth = max(depth - 1, 0)
            if depth == 0:
                named = last_call(head)
                if named:
                    begin = start + len(head) - len(head[head_start(head):].lstrip())
                    yield (source.line_of(begin), *named, source.line_of(match.start()),
                           opened)
                start = match.end()
