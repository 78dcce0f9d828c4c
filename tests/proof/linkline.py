"""The link command of an image, taken from its build folder, and links that differ from
it.

In:  a build folder of CMake (Unix Makefiles: link.txt; Ninja: `ninja -t commands`).
Out: the inputs of the link in order, and relinks with some inputs replaced.
A compiler is asked for the command that it gives to the linker (-###): the start files
that it adds are inputs as well, and relinks run the linker itself. Where there is
link-time optimisation the compiler has to run it, and what it adds is not known.
Nothing is written into the build folder: output and map of a relink go where the caller
says.
"""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from archive import is_archive

# As GNU ld and lld say it.
UNDEFINED = re.compile(
    r"undefined (?:reference to [`'\"]|symbol: )([^'`\"\n]+)['`\"]?", re.M
)
# As a compiler passes it on, and as the linker gets it.
UNDEFINED_OPTION = re.compile(r"(?:-Wl,)?(?:-u,?|--undefined[=,])(.+)")


class LinkError(Exception):
    """The link command was not found or cannot be understood; the text says why."""


class LinkFailed(Exception):
    """The linker refused: `names` are undefined, `text` is all it said."""

    def __init__(self, names, text):
        super().__init__(", ".join(names) if names else text)
        self.names, self.text = names, text


def find_link(build, image=None):
    """The link line of `image` (a file name), or of the one link that writes a map."""
    build = Path(build).resolve()
    found = _from_makefiles(build) or _from_ninja(build)
    if not found:
        raise LinkError(
            f"{build}: no link.txt below it and no build.ninja in it; "
            "configure it with CMake for Unix Makefiles or Ninja"
        )
    lines = [LinkLine(folder, words) for folder, words in found]
    if image:
        chosen = [line for line in lines if Path(line.output or "").name == image]
    else:
        chosen = [line for line in lines if line.map]
    if len(chosen) != 1:
        outputs = ", ".join(sorted(str(line.output) for line in lines))
        raise LinkError(
            f"{build}: {len(chosen)} of its links fit; name one of: {outputs}"
        )
    return chosen[0]


def _from_makefiles(build):
    found = []
    for path in sorted(build.glob("**/CMakeFiles/*.dir/link.txt")):
        words = shlex.split(path.read_text().splitlines()[0])
        found.append((path.parent.parent.parent, words))
    return found


def _from_ninja(build):
    if not (build / "build.ninja").exists():
        return []
    text = subprocess.run(
        ["ninja", "-C", build, "-t", "commands"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = []
    for line in text.splitlines():
        words = [w for w in shlex.split(line) if w not in (":", "&&")]
        if "-o" in words and "-c" not in words and not words[0].endswith("ar"):
            found.append((build, words))
    return found


def _expand_responses(words, folder):
    for word in words:
        if word.startswith("@") and (folder / word[1:]).is_file():
            yield from _expand_responses(
                shlex.split((folder / word[1:]).read_text()), folder
            )
        else:
            yield word


class LinkLine:
    """One link: `folder` is where it runs, `words` are the command and its arguments."""

    def __init__(self, folder, words):
        self.folder = Path(folder)
        self.words = list(_expand_responses(words, self.folder))
        self.output = self._after("-o")
        self.map = next(
            (
                m.group(1)
                for m in (re.search(r"-Map[=,]([^,]+)", w) for w in self.words)
                if m
            ),
            None,
        )
        self._linker = None
        self.prefix = re.sub(r"(gcc|g\+\+|cc|clang)(-[\d.]+)?$", "", self.words[0])

    def _after(self, option):
        if option in self.words[:-1]:
            return self.words[self.words.index(option) + 1]
        return None

    def tool(self, name):
        """
        A binutils program that fits the compiler, such as arm-none-eabi-nm. Wrappers of
        the machine's own compiler, such as musl-gcc, have none of their own.
        """
        return self.prefix + name if shutil.which(self.prefix + name) else name

    def linker(self):
        """The words of the linker's own command; those given, if it cannot be had."""
        if self._linker is None:
            self._linker = self._ask_compiler() or self.words
        return self._linker

    def _ask_compiler(self):
        if any(word.startswith("-flto") for word in self.words):
            return None
        said = self._answer(*self.words[1:], "-###").splitlines()
        for line in reversed(said):
            words = shlex.split(line) if line.startswith(" ") else []
            name = Path(words[0]).name if words else ""
            if name == "collect2":
                return [self._program(words), *_without_plugin(words[1:])]
            if re.fullmatch(r"ld|ld\.\w+|.*-ld", name):
                return words
        return None

    def _answer(self, *arguments):
        done = subprocess.run(
            [self.words[0], *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        return done.stdout + done.stderr

    def _program(self, words):
        """What gcc's collect2 would run."""
        chosen = [w[len("-fuse-ld=") :] for w in words if w.startswith("-fuse-ld=")]
        name = f"ld.{chosen[-1]}" if chosen else "ld"
        flags = [w for w in self.words[1:] if w.startswith(("-B", "-fuse-ld="))]
        return self._answer(*flags, f"-print-prog-name={name}").strip()

    def inputs(self):
        """
        {word of the command: path} of each object and archive that is named in it, and of
        the objects that the compiler adds.
        """
        found = self._named(self.words)
        for word, path in self._named(self.linker()).items():
            with path.open("rb") as file:
                if not is_archive(file.read(8)):
                    found.setdefault(word, path)
        return found

    def _named(self, words):
        found, skip = {}, False
        for word in words[1:]:
            if skip or word in ("-o", "-T", "-u", "-e", "-L", "-z", "-m"):
                skip = not skip
                continue
            path = self._library(word) if word.startswith("-l") else self.folder / word
            if path and not word.startswith("-L") and path.is_file() and _is_code(path):
                found[word] = path
        return found

    def _library(self, word):
        """A -l library in a folder that the command names; None: the toolchain's."""
        for folder in self.folders_of_archives():
            path = self.folder / folder / f"lib{word[2:]}.a"
            if path.is_file():
                return path
        return None

    def folders_of_archives(self):
        folders = [w[2:] for w in self.words if w.startswith("-L") and len(w) > 2]
        return folders + [b for a, b in zip(self.words, self.words[1:]) if a == "-L"]

    def undefined_options(self):
        """Names that the command asks for with -u or --undefined."""
        return {name for name, _ in self._undefined_words()}

    def _undefined_words(self):
        """(name, indices of the words) of each -u."""
        found, all_words = [], self.linker()
        for i, word in enumerate(all_words):
            match = UNDEFINED_OPTION.fullmatch(word)
            if word in ("-u", "--undefined") and i + 1 < len(all_words):
                found.append((all_words[i + 1], (i, i + 1)))
            elif match:
                found.append((match.group(1), (i,)))
        return found

    def run(self, folder, replaced=None, dropped=(), extra=()):
        """
        Link again into `folder`. `replaced` maps words to other files, `dropped` are
        names whose -u goes, `extra` are more arguments for the linker. Returns (image,
        map, what was printed).
        """
        folder.mkdir(parents=True, exist_ok=True)
        image, map_file = folder / "image.elf", folder / "image.map"
        gone = {
            i for name, words in self._undefined_words() if name in dropped for i in words
        }
        words = [w for i, w in enumerate(self.linker()) if i not in gone]
        command = [str((replaced or {}).get(w, w)) for w in words]
        command = [re.sub(r"(-Map[=,])[^,]+", rf"\g<1>{map_file}", w) for w in command]
        command[command.index("-o") + 1] = str(image)
        own = ([] if self.map else [f"-Map={map_file}"]) + list(extra)
        if self.linker() is self.words:
            own = [f"-Wl,{word}" for word in own]
        done = subprocess.run(
            command + own,
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        said = done.stdout + done.stderr
        if done.returncode != 0:
            raise LinkFailed(sorted(set(UNDEFINED.findall(said))), said)
        return image, map_file, said


def _without_plugin(words):
    """What tells the linker of link-time optimisation; nothing here needs it."""
    skip = False
    for word in words:
        if not skip and word != "-plugin" and not word.startswith(
            ("-plugin-opt=", "-fuse-ld=")
        ):
            yield word
        skip = word == "-plugin"


def _is_code(path):
    with path.open("rb") as file:
        magic = file.read(8)
    return magic[:4] == b"\x7fELF" or is_archive(magic)
