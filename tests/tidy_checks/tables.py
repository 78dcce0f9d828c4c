"""What tidy knows, as rows. A new ban, layer or exception is a row here."""

# Folders that are not the source.
SKIPPED = r"(^|/)((build[^/]*|out|\.git|\.cache|__pycache__|node_modules)/|\.git$)"

# -- cases -----------------------------------------------------------------------------------
# What a test is fed and what it expects. Expectations name lines and columns of the inputs,
# and a case may be about the very thing that is banned elsewhere: bodies on one line, labels
# without braces, headers without a guard, texts that end in blanks. So these files hold what
# their case needs; how they are laid out, and what they include, is not looked at.
CASES = (r"tests/(golden/[^/]+/[^/]+|sources/cases|headers/cases|objects/src|fuzz/seeds"
         r"|maps/generated|third-party/port)/|fixtures/leaks/")

# Tables whose README says what each column is; tests take their first line for the header.
HEADLESS = (
    "fixtures/firmware/telemetry/expected.tsv",
    "fixtures/firmware/telemetry/silent.tsv",
)

# -- the top level: what may stand there, besides files whose names begin with a dot ---------
TOP_FOLDERS = {"cmd", "analyzer", "rules", "fixtures", "tests", "LICENSES"}
TOP_FILES = {"CMakeLists.txt", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md",
             "SECURITY.md"}

# -- layers: a folder, and what it may include besides itself and <nostd/...> ---------------
# The longest folder that fits counts.
LAYERS = {
    "cmd": "analyzer/base analyzer/config analyzer/judge analyzer/run",
    "analyzer/base": "",
    "analyzer/fact": "analyzer/base",
    "analyzer/config": "analyzer/fact analyzer/base",
    "analyzer/store": "analyzer/fact analyzer/base",
    "analyzer/compdb": "analyzer/fact analyzer/base",
    "analyzer/object": "analyzer/fact analyzer/base",
    "analyzer/map": "analyzer/fact analyzer/base",
    "analyzer/pool": "analyzer/fact analyzer/base",
    "analyzer/clang": "analyzer/fact analyzer/base analyzer/pool",
    "analyzer/linkline": "analyzer/compdb analyzer/fact analyzer/base",
    "analyzer/graph": "analyzer/fact analyzer/base",
    "analyzer/replay": "analyzer/graph analyzer/fact analyzer/base",
    "analyzer/judge": "analyzer/replay analyzer/graph analyzer/fact analyzer/base rules",
    "analyzer/report": "analyzer/judge analyzer/replay analyzer/graph analyzer/fact "
                       "analyzer/base rules",
    "analyzer/run": "analyzer rules",
    "rules": "",
    "fixtures/nostd": "",
}

# -- headers with one user: pattern, folders, what to use elsewhere ------------------------
ONLY_USERS = (
    (r"sqlite3\.h", "analyzer/store", "the functions of analyzer/store"),
    (r"yaml\.h", "analyzer/config", "the functions of analyzer/config"),
    (r"clang-c/.*", "analyzer/clang", "unit facts, which the worker makes"),
    (r"cjson/.*", "analyzer/base/json_in.c analyzer/compdb analyzer/report/reread.c",
     "analyzer/base/json_in.h"),
    (r"libelf\.h|gelf\.h|dwarf\.h|elfutils/.*", "analyzer/object", "object facts"),
    (r"elf\.h", "analyzer/object analyzer/report", "object facts"),
    (r"xxhash\.h", "analyzer/base", "analyzer/base/digest.h"),
    (r"stdio\.h", "analyzer/base/host cmd rules/gen_", "nsc_out, or a diagnostic"),
    (r"stdlib\.h", "analyzer/base/host rules/gen_", "the arenas of the run"),
    (r"errno\.h", "analyzer/base/host", "a function of analyzer/base/host/host.h"),
    (r"getopt\.h", "cmd/opt.c", "the option tables of cmd/"),
    (r"(sys|netinet|arpa)/.*|unistd\.h|fcntl\.h|dirent\.h|poll\.h|sched\.h|signal\.h|spawn\.h"
     r"|time\.h|pthread\.h|termios\.h|locale\.h|setjmp\.h|dlfcn\.h",
     "analyzer/base/host", "a function of analyzer/base/host/host.h"),
)
# What a freestanding library may include of the language (C11 4p6, C23 headers that gcc has).
FREESTANDING = r"(float|iso646|limits|stdalign|stdarg|stdbool|stddef|stdint|stdnoreturn)\.h"

# -- calls that are banned: names, where they are allowed, what to use ---------------------
BANNED = (
    ("malloc calloc realloc free strdup strndup posix_memalign aligned_alloc",
     "analyzer/base/host rules/gen_memory.c", "an arena: run->keep, run->scratch"),
    ("exit _exit _Exit quick_exit abort atexit",
     "analyzer/base/host cmd/main.c rules/gen_ analyzer/clang/main.c",
     "nsc_fail() and a return; NSC_BUG() for bugs of ours"),
    ("printf fprintf puts putchar fputs fputc vprintf vfprintf perror putc",
     "analyzer/base/host cmd rules/gen_", "nsc_out, nsc_diag() or a finding"),
    ("sprintf vsprintf snprintf vsnprintf asprintf",
     "rules/gen_", "nostd_format_to() or nostd_format()"),
    ("strcpy strcat strncpy strncat stpcpy gets strtok strtok_r", "",
     "struct nostd_str or struct nostd_string"),
    ("atoi atol atoll atof strtol strtoul strtoll strtoull strtod sscanf",
     "", "nostd_str_to_u64() and its kin, which say where they stopped"),
    ("fopen freopen fdopen fclose fread fwrite fgets getline open openat creat read write "
     "close mmap munmap stat lstat fstat opendir readdir unlink rename mkdir chdir realpath",
     "analyzer/base/host rules/gen_", "analyzer/base/host/host.h"),
    ("system popen fork vfork execv execve execvp execl execlp posix_spawn posix_spawnp",
     "analyzer/base/host", "nsc_host_run() with a fixed list of arguments"),
    ("getenv secure_getenv setenv putenv unsetenv", "analyzer/base/host", "nsc_host_env()"),
    ("time clock gettimeofday localtime gmtime clock_gettime strftime",
     "analyzer/base/host", "nothing: output depends on the input alone"),
    ("rand random srand", "", "nothing: output depends on the input alone"),
    ("qsort bsearch", "", "<nostd/sort.h>: stable, typed, no allocation"),
    ("setlocale isalpha isdigit isspace isalnum isupper islower toupper tolower isxdigit",
     "rules/gen_", "the functions of <nostd/str.h>: no locale"),
    ("alloca setjmp longjmp signal", "analyzer/base/host", "nothing"),
    ("strerror strerror_r", "analyzer/base/host", "nsc_fail(), which host fills"),
)

# -- containers: the tool's are those of <nostd/...> -----------------------------------------
CONTAINER_FOLDERS = "analyzer rules cmd"

# -- shape -----------------------------------------------------------------------------------
FUNCTION_LINES, C_FILE_LINES, OTHER_FILE_LINES = 70, 800, 900
COLUMNS, PARAMETERS = 90, 5

# "path:function" or "path": why it may be longer, or take more.
EXCEPTIONS = {
    "analyzer/store/query.c:authorize": "sqlite3_set_authorizer() gives its callback six",
    "analyzer/report/schema/nostd-check-report.schema.json": "one document, as readers want it",
}

# Made from templates by tests/nostd-declare, and without a guard as they are.
PROTOTYPES = "fixtures/nostd/include/nostd/declare/"

# Headers that make a type each time they are included (their head says so).
TEMPLATES = (
    "fixtures/nostd/include/nostd/binaryheap.h",
    "fixtures/nostd/include/nostd/box.h",
    "fixtures/nostd/include/nostd/btreemap.h",
    "fixtures/nostd/include/nostd/btreeset.h",
    "fixtures/nostd/include/nostd/detail/begin.h",
    "fixtures/nostd/include/nostd/detail/btree_common.h",
    "fixtures/nostd/include/nostd/detail/btree_cursor.h",
    "fixtures/nostd/include/nostd/detail/btree_end.h",
    "fixtures/nostd/include/nostd/detail/btree_impl.h",
    "fixtures/nostd/include/nostd/detail/end.h",
    "fixtures/nostd/include/nostd/detail/hash_impl.h",
    "fixtures/nostd/include/nostd/detail/rc_impl.h",
    "fixtures/nostd/include/nostd/detail/vec_panic.h",
    "fixtures/nostd/include/nostd/detail/vec_take.h",
    "fixtures/nostd/include/nostd/detail/vecdeque_change.h",
    "fixtures/nostd/include/nostd/detail/vecdeque_look.h",
    "fixtures/nostd/include/nostd/detail/vecdeque_panic.h",
    "fixtures/nostd/include/nostd/hashmap.h",
    "fixtures/nostd/include/nostd/hashset.h",
    "fixtures/nostd/include/nostd/linkedlist.h",
    "fixtures/nostd/include/nostd/slice.h",
    "fixtures/nostd/include/nostd/sort.h",
    "fixtures/nostd/include/nostd/vec.h",
    "fixtures/nostd/include/nostd/vecdeque.h",
    "tests/unit/test_nostd_btreemap_stream.h",
    "tests/unit/test_nostd_hashmap_stream.h",
)
