"""Checks on one C file each. A check yields (line, sentence)."""

import re

from tidy_checks import tables
from tidy_checks.source import functions, is_under

PRODUCT = "cmd analyzer rules fixtures/nostd/include fixtures/nostd/src"


def check_calls(source):
    """Banned calls, each with what to use."""
    if not is_under(source.path, PRODUCT):
        return
    for names, allowed, instead in tables.BANNED:
        if is_under(source.path, allowed):
            continue
        pattern = r"(?<![\w.>])(%s)\s*\(" % "|".join(names.split())
        for match in re.finditer(pattern, source.code):
            before = source.code[:match.start()].rstrip()
            if re.search(r"(\b(?:struct|enum|int|char|void|bool|size_t|uint\w+)|\*)$", before):
                continue  # it is declared or defined here
            yield (source.line_of(match.start()),
                   f"{match.group(1)}() is not called here; use {instead}")


def layer_of(path):
    fitting = [folder for folder in tables.LAYERS if is_under(path, folder)]
    return max(fitting, key=len, default=None)


def check_layers(source):
    """Includes go downward, and are written from the root.

    The library is built and copied by itself: its folders have headers of their own.
    """
    layer = layer_of(source.path)
    if layer is None:
        return
    for line, name, quoted in source.includes():
        if not quoted:
            continue
        target = layer_of(name)
        if target is None:
            own = layer == "fixtures/nostd" and "/" not in name
            if not (own or layer == "rules" or name == "version.h"):
                yield line, f'"{name}": includes are written from the root of the repository'
        elif target != layer and not is_under(target + "/x", tables.LAYERS[layer]):
            allowed = tables.LAYERS[layer] or "nothing"
            yield line, f"{layer} may not include {target}; below it stand: {allowed}"


def check_users(source):
    """Headers that only one folder uses."""
    if not is_under(source.path, PRODUCT):
        return
    library = is_under(source.path, "fixtures/nostd")
    for line, name, quoted in source.includes():
        if quoted:
            continue
        if library and not re.fullmatch(r"nostd/.*|" + tables.FREESTANDING, name):
            yield line, f"<{name}>: the library includes only <nostd/...> and freestanding headers"
        for pattern, folders, instead in () if library else tables.ONLY_USERS:
            if re.fullmatch(pattern, name) and not is_under(source.path, folders):
                yield line, f"<{name}> is only for {folders}; use {instead}"


def check_functions(source):
    """Length, and number of parameters."""
    if source.is_case:
        return
    for line, name, parameters, last, _ in functions(source):
        place = f"{source.path}:{name}"
        if last - line + 1 > tables.FUNCTION_LINES and place not in tables.EXCEPTIONS:
            yield (line, f"{name}() has {last - line + 1} lines, expected at most "
                         f"{tables.FUNCTION_LINES}: split it")
        count = len([one for one in split_parameters(parameters) if one.strip()])
        if count > tables.PARAMETERS and is_under(source.path, "cmd analyzer rules") \
                and place not in tables.EXCEPTIONS:
            yield (line, f"{name}() has {count} parameters, expected at most "
                         f"{tables.PARAMETERS}: use a struct")


def split_parameters(text):
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def block_end(code, opened):
    depth = 0
    for at in range(opened, len(code)):
        depth += (code[at] == "{") - (code[at] == "}")
        if depth == 0:
            return at
    return len(code)


def check_switches(source):
    """No default where every label is an enumerator."""
    for match in re.finditer(r"\bswitch\s*\(", source.code):
        opened = source.code.find("{", match.end())
        body = source.code[opened:block_end(source.code, opened)]
        labels = re.findall(r"\bcase\s+(\w+)\s*:", body)
        default = re.search(r"\bdefault\s*:", body)
        if default and labels and all(re.match(r"(NSC|NOSTD|CX)\w*_[A-Z]", one) or
                                      re.match(r"CX\w+_\w+", one) for one in labels) \
                and not re.search(r"clang_", source.code[match.end():opened]):
            yield (source.line_of(opened + default.start()),
                   "default: in a switch over an enumeration hides the values that are missing")


def check_braces(source):
    """Braces always."""
    if source.is_case:
        return
    code = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m.group()),
                  source.code, flags=re.MULTILINE)
    for match in re.finditer(r"\b(if|for|while|switch)\s*\(", code):
        depth, at = 1, match.end()
        while at < len(code) and depth:
            depth += (code[at] == "(") - (code[at] == ")")
            at += 1
        rest = code[at:].lstrip()
        closes_do = match.group(1) == "while" and code[:match.start()].rstrip().endswith("}")
        if not rest.startswith("{") and not (closes_do and rest.startswith(";")) \
                and not rest.startswith("\\"):
            yield source.line_of(match.start()), f"{match.group(1)} without braces"
    for match in re.finditer(r"\belse\b(?!\s*(\{|if\b|\\))", code):
        yield source.line_of(match.start()), "else without braces"


def check_containers(source):
    """No list, growing array, hash table or growing block but those of <nostd/...>."""
    if not is_under(source.path, tables.CONTAINER_FOLDERS) \
            or is_under(source.path, "analyzer/base/host"):
        return
    instead = "use a container of <nostd/...>"
    for match in re.finditer(r"\bstruct (\w+) \{(.*?)\n\s*\}", source.code, re.DOTALL):
        line, body = source.line_of(match.start()), match.group(2)
        if re.search(rf"struct {match.group(1)} \*(next|prev|link|tail)\b", body):
            yield line, f"struct {match.group(1)} is a list of its own; {instead}"
        fields = set(re.findall(r"(\w+)(?:\[[^\]]*\])?;", body))
        if "*" in body and fields & {"cap", "capacity", "room", "allocated"} \
                and fields & {"len", "count", "size", "used"}:
            yield line, f"struct {match.group(1)} is a growing array of its own; {instead}"
        if "*" in body and fields & {"slots", "buckets"} and fields & {"mask", "count"}:
            yield line, f"struct {match.group(1)} is a hash table of its own; {instead}"
    for match in re.finditer(r"\b(nostd_realloc|nostd_resize|nostd_vec_grow\w*|nostd_table_\w+)\s*\(",
                             source.code):
        yield source.line_of(match.start()), f"{match.group(1)}(): {instead}"


def check_guard(source):
    """Header guards say where the header is."""
    if not source.path.endswith(".h") or source.path in tables.TEMPLATES or source.is_case:
        return
    if source.path.startswith(tables.PROTOTYPES):
        return
    path = re.sub(r"^fixtures/(nostd/include|firmware/\w+)/", "", source.path)
    guard = re.sub(r"\W", "_", path).upper()
    if is_under(source.path, "cmd analyzer rules tests"):
        guard = "NSC_" + guard
    found = re.search(r"^#ifndef (\w+)\n#define \1\n", source.directives, re.MULTILINE)
    if not found:
        yield 1, f"no header guard, expected {guard}"
    elif found.group(1) not in (guard, guard.replace("NSC_TESTS_UNIT_", "NSC_TEST_")):
        yield (source.line_of(found.start()),
               f"header guard {found.group(1)}, expected {guard}")


def check_words(source):
    """No names for structs, no jumps but to the way out."""
    if source.is_case or not is_under(source.path, "cmd analyzer rules fixtures/nostd"):
        return
    for match in re.finditer(r"\btypedef\s+(?:struct|union|enum)\b", source.code):
        yield source.line_of(match.start()), "typedef of a struct: write struct NAME"
    for match in re.finditer(r"\bgoto\s+(\w+)", source.code):
        if match.group(1) not in ("out", "done"):
            yield (source.line_of(match.start()),
                   f"goto {match.group(1)}: only to the one way out, called out")


def check_columns(source):
    if source.is_case:
        return
    for number, line in enumerate(source.text.split("\n"), 1):
        if len(line.expandtabs(8)) > tables.COLUMNS and not re.search(r"https?://\S{40}", line):
            yield number, f"{len(line.expandtabs(8))} columns, expected at most {tables.COLUMNS}"


CHECKS = (check_calls, check_layers, check_users, check_functions, check_switches, check_braces,
          check_containers, check_guard, check_words, check_columns)
