"""The libraries that remedies are tried on, each built for Cortex-M4 with newlib.

A row is a package of third-party/packages.tsv, and what of it is compiled how: as firmware
takes it, with the library's own settings as they are. The hosted parts that are left by
default are what `fix` is asked about.
"""

STB = "#define {}_IMPLEMENTATION\n#include \"{}.h\"\n"


def files(tree, pattern, without=()):
    return [x for x in sorted(tree.glob(pattern)) if x.name not in without]


def zlib(tree, build):
    """Without the files that read and write gzip files."""
    build.compile([x for x in files(tree, "*.c") if not x.name.startswith("gz")], ["-I", tree])


def bzip2(tree, build):
    names = "blocksort huffman crctable randtable compress decompress bzlib".split()
    build.compile([tree / f"{x}.c" for x in names], [])


def expat(tree, build):
    (build.folder / "expat_config.h").write_text(
        "#define XML_DTD 1\n#define XML_NS 1\n#define XML_GE 1\n#define XML_DEV_URANDOM 1\n"
        "#define XML_CONTEXT_BYTES 1024\n#define BYTEORDER 1234\n#define HAVE_UNISTD_H 1\n")
    build.compile([tree / f"expat/lib/{x}.c" for x in ("xmlparse", "xmlrole", "xmltok")],
                  ["-I", build.folder])


def lz4(tree, build):
    build.compile([tree / "lib/lz4.c", tree / "lib/lz4hc.c"], [])


def xxhash(tree, build):
    build.compile([tree / "xxhash.c"], [])


def cjson(tree, build):
    build.compile([tree / "cJSON.c"], [])


def libdeflate(tree, build):
    build.compile(files(tree, "lib/*.c") + files(tree, "lib/arm/*.c"), ["-I", tree])


def stb(tree, build):
    """Headers that hold their code: a file for each that has a switch."""
    for name in ("stb_image", "stb_image_write", "stb_truetype", "stb_sprintf", "stb_dxt"):
        path = build.folder / f"use_{name}.c"
        path.write_text(STB.format(name.upper(), name))
        build.compile([path], ["-I", tree])


def nanopb(tree, build):
    build.compile(files(tree, "pb_*.c"), ["-DPB_ENABLE_MALLOC"])


def http_parser(tree, build):
    build.compile([tree / "http_parser.c"], [])


def kissfft(tree, build):
    build.compile(files(tree, "kiss_*.c"), [])


def bearssl(tree, build):
    build.compile(files(tree, "src/rand/*.c") + files(tree, "src/x509/*.c") +
                  files(tree, "src/ssl/ssl_engine*.c"),
                  ["-DBR_USE_UNIX_TIME=1", "-DBR_USE_URANDOM=1", "-I", tree / "src",
                   "-I", tree / "inc"])


# How it is built; its package; whether it is the sample of the short ring.
LIBRARIES = {
    "bearssl": (bearssl, "bearssl", False),
    "bzip2": (bzip2, "bzip2", False),
    "cjson": (cjson, "cjson", False),
    "expat": (expat, "expat", False),
    "http-parser": (http_parser, "http-parser", False),
    "kissfft": (kissfft, "kissfft", False),
    "libdeflate": (libdeflate, "libdeflate", False),
    "lz4": (lz4, "lz4", False),
    "nanopb": (nanopb, "nanopb", False),
    "stb": (stb, "libstb", False),
    "xxhash": (xxhash, "xxhash", False),
    "zlib": (zlib, "zlib", True),
}
