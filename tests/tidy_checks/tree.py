"""Checks on the tree: every file, what belongs together, what nothing uses."""

import re
import shutil
import subprocess

from tidy_checks import tables
from tidy_checks.source import is_under

COMMENT_STARTS = {
    ".c": "/*", ".h": "/*", ".def": "/*", ".ld": "/*", ".S": "/*", ".h.in": "/*",
    ".cmake.in": "#", ".pc.in": "#", ".cmake": "#", ".tsv": "#", ".sh": "#", ".yaml": "#", ".yml": "#",
}
# An expectation, an input of a case, or generated text: it holds what it holds.
RAW = re.compile(
    r"^tests/(golden/.*/expect\.(out|err)|golden/inputs/.*|sources/cases/.*/expect"
    r"|maps/(generated|written)/.*|objects/.*\.bin)$"
    r"|\.map$|\.trace$")


def check_text(source):
    """Encoding, ends of lines and files, unfinished things, other people's folders."""
    if RAW.search(source.path) or source.text is None:
        return
    if b"\r" in source.bytes:
        yield 1, "carriage returns, expected lines that end in LF"
    if source.bytes and not source.bytes.endswith(b"\n"):
        yield source.text.count("\n") + 1, "no end of line at the end of the file"
    if source.bytes.endswith(b"\n\n"):
        yield source.text.count("\n"), "blank lines at the end of the file"
    for number, line in enumerate(source.text.split("\n"), 1):
        if line != line.rstrip() and not source.path.endswith(".tsv"):
            yield number, "blanks at the end of the line"
        if re.search(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b", line):
            yield number, "unfinished: do it, or write NEEDSWORK: and the question"
        if re.search(r"(?<![\w}.*\]-])/(home|root|work|mnt|Users|tmp/\w)\b", line) and \
                not is_under(source.path, "tests/golden tests/maps tests/unit tests/tidy_checks"):
            yield number, "a path of one machine"


def check_head(source):
    """The first lines say what a file is."""
    text, name = source.text, source.path.rsplit("/", 1)[-1]
    if not text or source.path.startswith("LICENSE") or source.is_case \
            or source.path in tables.HEADLESS:
        return
    suffix = "." + name.rsplit(".", 1)[-1] if "." in name else ""
    if suffix == ".in":
        suffix = "." + ".".join(name.split(".")[-2:])
    start = COMMENT_STARTS.get(suffix)
    if name == "CMakeLists.txt" and not is_under(source.path, "fixtures"):
        return
    if text.startswith("#!"):
        second = text.split("\n", 2)[1] if "\n" in text else ""
        if not second.startswith(("#", '"""', "// ")):
            yield 2, "a script says in its second line what it does"
        return
    if start and not text.startswith(start):
        yield 1, f"no head comment: in, out, what it does not know ({start} ...)"
    elif suffix in (".c", ".h") and is_under(source.path, "cmd analyzer rules") \
            and not re.match(r"/\*\n \* " + re.escape(name) + r"\b", text):
        yield 1, f'the head comment begins with "{name}"'


def check_length(source):
    if source.text is None or source.path.endswith((".tsv", ".map", ".txt", ".md")) \
            or source.path in tables.EXCEPTIONS or source.is_case or RAW.search(source.path):
        return
    limit = tables.C_FILE_LINES if source.is_c and not is_under(source.path, "tests") \
        else tables.OTHER_FILE_LINES
    lines = source.text.count("\n")
    if lines > limit:
        yield lines, f"{lines} lines, expected at most {limit}: it holds two modules"


def check_place(source):
    """The top level holds what was agreed."""
    first, slash, _ = source.path.partition("/")
    if not first.startswith(".") and \
            first not in (tables.TOP_FOLDERS if slash else tables.TOP_FILES):
        yield 1, f"{first} does not belong at the top level"


FILE_CHECKS = (check_text, check_head, check_length, check_place)


# -- the tree as a whole; a check yields (path, line, sentence) -----------------------------

def check_format(sources):
    """clang-format 14, as .clang-format says."""
    tool = shutil.which("clang-format-14")
    if not tool:
        yield ("tests/tidy", 1, "clang-format-14 is missing: apt-get install -y "
                                "--no-install-recommends clang-format-14")
        return
    files = [source.path for source in sources if source.is_c and not source.is_case]
    for at in range(0, len(files), 100):
        done = subprocess.run([tool, "--dry-run", "--style=file", *files[at:at + 100]],
                              stderr=subprocess.PIPE, text=True, check=False,
                              cwd=sources[0].full.parents[sources[0].path.count("/")])
        for match in re.finditer(r"^(\S+?):(\d+):\d+: .*clang-format-violations", done.stderr,
                                 re.MULTILINE):
            yield match.group(1), int(match.group(2)), "not as clang-format-14 -i leaves it"


def check_dead(sources):
    """Every .c is in a CMakeLists.txt, every header is included, every script is named."""
    built = "\n".join(without_loops(s.text) for s in sources
                      if s.path.endswith("CMakeLists.txt"))
    included = {name for s in sources if s.is_c or s.path.endswith(".def")
                for _, name, _ in s.includes()}
    told = "\n".join(s.text for s in sources
                     if s.text and not s.path.endswith((".c", ".h", ".map")))
    for source in sources:
        name = source.path.rsplit("/", 1)[-1]
        if source.is_case or is_under(source.path, "tests/objects tests/maps tests/fuzz"):
            continue
        if source.path.endswith(".c") and not in_build(source.path, built) \
                and name not in told.replace(source.text, ""):
            yield source.path, 1, "no CMakeLists.txt has it"
        if source.path.endswith((".h", ".def")) and not any(
                source.path.endswith("/" + one) or source.path == one for one in included):
            yield source.path, 1, "nothing includes it"


def without_loops(text):
    """CMake's foreach(... IN ITEMS ...) written out."""
    def write_out(match):
        name, items, body = match.groups()
        return "".join(body.replace("${%s}" % name, item) for item in items.split())
    return re.sub(r"^foreach\((\w+) IN ITEMS ([^)]*)\)\n(.*?)^endforeach\(\)", write_out, text,
                  flags=re.MULTILINE | re.DOTALL)


def in_build(path, built):
    """By name, by folder/name, or as nsc_unit_test(NAME ...)."""
    name = path.rsplit("/", 1)[-1]
    module = re.match(r"(?:test|gen)_(\w+)\.c$", name)
    return re.search(r"(?<![\w.])" + re.escape(name) + r"\b", built) is not None or (
        module is not None and
        re.search(r"nsc_(unit_test|rules_table)\(" + module.group(1) + r"\b", built) is not None)


def check_rules(sources):
    """Each rule has a page; each judged one a case that fires and a near miss."""
    paths = {source.path for source in sources}
    table = next((s for s in sources if s.path == "rules/rules.def"), None)
    for match in re.finditer(r'^RULE\((\d+), "[\w-]+", \w+, \w+, (NOW|LATER),',
                             table.text if table else "", re.MULTILINE):
        rule, line = f"NSC{match.group(1)}", table.line_of(match.start())
        if f"rules/pages/{rule}.md" not in paths:
            yield table.path, line, f"{rule} has no page rules/pages/{rule}.md"
        for what in ("fires", "silent") if match.group(2) == "NOW" else ():
            if not any(re.match(rf"tests/golden/\w+/{rule}-{what}[\w-]*/cmd$", p) for p in paths):
                yield table.path, line, f"{rule} is judged and has no golden case {rule}-{what}"


def check_limits(sources):
    """Each cap has a test that names it."""
    header = next((s for s in sources if s.path == "analyzer/base/limits.h"), None)
    tests = "\n".join(s.text for s in sources if s.path.startswith("tests/") and s.text)
    for match in re.finditer(r"\b(NSC_LIMIT_\w+)(?= =| \()", header.code if header else ""):
        if match.group(1) not in tests:
            yield (header.path, header.line_of(match.start()),
                   f"no test names {match.group(1)}, so none goes beyond it")


def check_suites(sources):
    """Every executable test is in the table of suites, or in a script that is.

    tests/corpus is for inputs from outside, by hand.
    """
    table = next((s for s in sources if s.path == "tests/suites.tsv"), None)
    if not table:
        return
    told = table.text + "".join(s.text for s in sources if s.path == "tests/run")
    for source in sources:
        if not source.path.startswith("tests/") or source.is_case \
                or not source.full.stat().st_mode & 0o100:
            continue
        name = source.path.removeprefix("tests/")
        if name == "corpus":
            continue
        folder = name.split("/")[0]
        if name not in told and f"tests/{folder}/" not in told:
            yield source.path, 1, "no suite of tests/suites.tsv runs it"


TREE_CHECKS = (check_format, check_dead, check_rules, check_limits, check_suites)
