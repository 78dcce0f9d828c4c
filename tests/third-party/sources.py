"""Source packages: fetched by apt-get, checked against packages.tsv, unpacked."""

import hashlib
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Unusable(Exception):
    """The text says what could not be had, and what was expected."""


def read_pins():
    """{package: (version, {file: sha256})}."""
    pins = {}
    for line in (HERE / "packages.tsv").read_text().splitlines():
        if line.startswith("#") or line.startswith("package\t"):
            continue
        package, version, name, digest = line.split("\t")
        pins.setdefault(package, (version, {}))[1][name] = digest
    return pins


def deb_src_entries():
    """The machine's own apt sources, with `deb` made `deb-src`; (file name, text)."""
    folder = Path("/etc/apt")
    for path in sorted(folder.glob("sources.list.d/*.sources")):
        yield path.name, re.sub(r"(?m)^Types:.*$", "Types: deb-src", path.read_text())
    for path in [folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))]:
        if path.is_file():
            lines = re.findall(r"(?m)^deb\s.*$", path.read_text())
            yield path.name, "".join(re.sub(r"^deb\s", "deb-src ", x) + "\n" for x in lines)


class Apt:
    """apt-get with folders of its own; nothing of /etc/apt or /var/lib/apt is changed."""

    def __init__(self, work):
        self.etc, state, cache = work / "apt/etc", work / "apt/state", work / "apt/cache"
        for folder in (self.etc, state / "lists/partial", cache / "archives/partial"):
            folder.mkdir(parents=True, exist_ok=True)
        self.options = ["-q", "-o", "Dir::Etc::sourcelist=/dev/null",
                        "-o", f"Dir::Etc::sourceparts={self.etc}",
                        "-o", f"Dir::State={state}",
                        "-o", "Dir::State::status=/var/lib/dpkg/status",
                        "-o", f"Dir::Cache={cache}",
                        # The folders are the caller's, so the download user may not write.
                        "-o", "APT::Sandbox::User="]
        self.updated = False

    def run(self, program, *words, folder=None):
        done = subprocess.run([program, *self.options, *words], cwd=folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def update(self):
        if self.updated:
            return
        for name, text in deb_src_entries():
            (self.etc / name).write_text(text)
        code, text = self.run("apt-get", "update")
        if code != 0:
            raise Unusable("apt-get update with deb-src entries failed:\n" + text)
        self.updated = True

    def versions(self, package):
        """What apt knows of a source package."""
        _, text = self.run("apt-cache", "showsrc", "--only-source", package)
        return sorted(set(re.findall(r"(?m)^Version: (.*)$", text)))


def digest_faults(folder, files):
    """Sentences about files that are missing or not what the list says."""
    for name, wanted in files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: not there"
            continue
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != wanted:
            yield f"{name}: sha256 {found}, expected {wanted}"


def download(apt, package, version, folder):
    apt.update()
    known = apt.versions(package)
    if version not in known:
        raise Unusable(f"source package {package}: pinned {version}, apt offers "
                       f"{', '.join(known) or 'none'}")
    folder.mkdir(parents=True, exist_ok=True)
    code, text = apt.run("apt-get", "source", "--download-only", "--only-source",
                         f"{package}={version}", folder=folder)
    if code != 0:
        raise Unusable(f"apt-get source {package}={version} failed:\n{text}")


def unpack(apt, work, package):
    """The folder with the patched sources of a pinned package; made once."""
    version, files = read_pins()[package]
    folder = work / "sources" / package
    tree = folder / "tree"
    if any(digest_faults(folder, files)):
        download(apt, package, version, folder)
    faults = list(digest_faults(folder, files))
    if faults:
        raise Unusable(f"source package {package} {version}: " + "; ".join(faults))
    if not tree.is_dir():
        description = next(name for name in files if name.endswith(".dsc"))
        done = subprocess.run(["dpkg-source", "--no-check", "-x", description, "tree"],
                              cwd=folder, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise Unusable(f"dpkg-source -x {description} failed:\n{done.stdout}")
    return tree
