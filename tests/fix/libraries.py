"""The libraries that remedies are tried on, each built for Cortex-M4 with newlib.

A row is a package of third-party/packages.tsv, and what of it is compiled how: as firmware
takes it, with the library's own settings as they are. The hosted parts that are left by
default are what `fix` is asked about.
"""

import recipes

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


def lua(tree, build):
    recipes.RECIPES["lua5.4"][0](tree, build)


def lwip(tree, build):
    recipes.RECIPES["lwip"][0](tree, build)


def mbedtls(tree, build):
    """With the configuration that it comes with, but for what needs an operating system."""
    (build.folder / "user.h").write_text(
        "#undef MBEDTLS_NET_C\n#undef MBEDTLS_TIMING_C\n#define MBEDTLS_NO_PLATFORM_ENTROPY\n")
    build.compile(files(tree, "library/*.c"), [
        '-DMBEDTLS_USER_CONFIG_FILE="user.h"', "-I", build.folder, "-I", tree / "include"])


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


def libtommath(tree, build):
    """A part: each function is a file, and the switches do not depend on how many."""
    build.compile(files(tree, "bn_mp_[cdfi]*.c") + files(tree, "bn_mp_s[hu]*.c") +
                  files(tree, "bn_s_mp_rand*.c"), [])


def libtomcrypt(tree, build):
    """Hashes, ciphers, and what all of them use."""
    folders = ("src/ciphers/aes", "src/hashes", "src/hashes/helper", "src/misc",
               "src/misc/crypt", "src/prngs", "src/misc/base64")
    sources = [x for y in folders for x in files(tree / y, "*.c")
               if x.name not in ("aes_tab.c", "sha384.c", "sha224.c", "sha512_224.c",
                                 "sha512_256.c")]
    build.compile(sources, ["-DLTC_SOURCE", "-I", tree / "src/headers"])


def jansson(tree, build):
    (build.folder / "jansson_config.h").write_text(
        "#define JSON_INLINE inline\n#define JSON_INTEGER_IS_LONG_LONG 1\n"
        "#define JSON_HAVE_LOCALECONV 1\n#define JSON_HAVE_ATOMIC_BUILTINS 1\n"
        "#define JSON_HAVE_SYNC_BUILTINS 1\n#define JSON_PARSER_MAX_DEPTH 2048\n")
    build.compile(files(tree, "src/*.c"), [
        "-DUSE_URANDOM", "-DHAVE_OPEN", "-DHAVE_CLOSE", "-DHAVE_READ", "-DHAVE_STDINT_H",
        "-DHAVE_SYS_TIME_H", "-DHAVE_GETTIMEOFDAY", "-DHAVE_FCNTL_H", "-DHAVE_UNISTD_H",
        "-DHAVE_GETPID", "-DHAVE_LOCALE_H", "-I", build.folder])


def http_parser(tree, build):
    build.compile([tree / "http_parser.c"], [])


def kissfft(tree, build):
    build.compile(files(tree, "kiss_*.c"), [])


def bearssl(tree, build):
    build.compile(files(tree, "src/rand/*.c") + files(tree, "src/x509/*.c") +
                  files(tree, "src/ssl/ssl_engine*.c"),
                  ["-DBR_USE_UNIX_TIME=1", "-DBR_USE_URANDOM=1", "-I", tree / "src",
                   "-I", tree / "inc"])


def wolfssl(tree, build):
    (build.folder / "user_settings.h").write_text(
        "#define SINGLE_THREADED\n#define WOLFCRYPT_ONLY\n#define NO_DEV_RANDOM\n"
        "#define WOLFSSL_GENSEED_FORTEST\n#define SIZEOF_LONG_LONG 8\n")
    names = "aes sha sha256 md5 hmac hash memory random wc_port logging error coding".split()
    build.compile([tree / f"wolfcrypt/src/{x}.c" for x in names],
                  ["-DWOLFSSL_USER_SETTINGS", "-I", build.folder, "-I", tree])


# How it is built; its package; whether it is the sample of the short ring.
LIBRARIES = {
    "bearssl": (bearssl, "bearssl", False),
    "bzip2": (bzip2, "bzip2", False),
    "cjson": (cjson, "cjson", False),
    "expat": (expat, "expat", False),
    "http-parser": (http_parser, "http-parser", False),
    "jansson": (jansson, "jansson", False),
    "kissfft": (kissfft, "kissfft", False),
    "libdeflate": (libdeflate, "libdeflate", False),
    "libtomcrypt": (libtomcrypt, "libtomcrypt", False),
    "libtommath": (libtommath, "libtommath", False),
    "lua": (lua, "lua5.4", False),
    "lwip": (lwip, "lwip", False),
    "lz4": (lz4, "lz4", False),
    "mbedtls": (mbedtls, "mbedtls", False),
    "nanopb": (nanopb, "nanopb", False),
    "stb": (stb, "libstb", False),
    "wolfssl": (wolfssl, "wolfssl", False),
    "xxhash": (xxhash, "xxhash", False),
    "zlib": (zlib, "zlib", True),
}
