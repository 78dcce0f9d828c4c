/*
 * host.h - the operating system, and nothing else may talk to it.
 *
 * Files, folders, processes, environment, memory from the heap. POSIX; paths are bytes.
 * Failures carry the path and what the system said. Nothing here is ever handed to a
 * shell.
 */
#ifndef NSC_ANALYZER_BASE_HOST_HOST_H
#define NSC_ANALYZER_BASE_HOST_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/alloc.h>
#include <nostd/span.h>
#include <nostd/str.h>

struct nostd_bump;
struct nostd_sink;
struct nsc_err;

/*
 * The C library's heap: the back of every arena, and the registered global allocator. Out
 * of memory ends the process with one line and exit code 3 (decisions.md 8), so none of
 * these returns NULL.
 */
extern const struct nostd_allocator nsc_host_heap;
void *nsc_host_alloc(size_t size);
void nsc_host_free(void *block);

/*
 * What a file is known by without reading it (decisions.md 19). Times in ns since 1970.
 */
struct nsc_file_id {
	uint64_t size;
	uint64_t inode;
	int64_t mtime;
	int64_t ctime;
};

enum nsc_file_kind { NSC_FILE_NONE, NSC_FILE_REGULAR, NSC_FILE_FOLDER, NSC_FILE_OTHER };

/*
 * Look at a path, following links. NSC_FILE_NONE when it is not there or may not be seen.
 */
enum nsc_file_kind nsc_host_look(const char *path, struct nsc_file_id *id);

/*
 * A file's bytes, mapped for reading. A FIFO, device or folder is refused, not waited
 * for.
 */
struct nsc_file_bytes {
	struct nostd_span bytes; /* ptr is not NULL, also for an empty file */
	void *mapped;            /* NULL: nothing to unmap */
	struct nsc_file_id id;
};
int nsc_host_open(const char *path, struct nsc_file_bytes *out, struct nsc_err *err);
void nsc_host_close(struct nsc_file_bytes *file);

/*
 * Write a whole file: beside it first, then renamed over it. Folders must exist. A file
 * that is there keeps its mode; where `path` is a link, its target is written.
 */
int nsc_host_write(const char *path, struct nostd_span bytes, struct nsc_err *err);
/*
 * Move a file to another name, over what is there; take one away (not there is success).
 * Folders are left alone.
 */
int nsc_host_rename(const char *from, const char *to, struct nsc_err *err);
int nsc_host_remove(const char *path, struct nsc_err *err);
/* Create a folder and its parents; already there is success. */
int nsc_host_mkdirs(const char *path, struct nsc_err *err);

/*
 * Entries of a folder in byte order, without "." and "..", in `arena`. A folder that
 * cannot be read gives 0 entries and false.
 */
struct nsc_dir_entry {
	struct nostd_str name;
	enum nsc_file_kind kind; /* of what a link points at */
	bool is_link;
	int64_t changed; /* ns since 1970: the latest time of the entry or its target */
};
bool nsc_host_list(struct nostd_bump *arena, const char *path,
		   struct nsc_dir_entry **entries, size_t *count);

/* Absolute path of the working folder, in `arena`. */
struct nostd_str nsc_host_cwd(struct nostd_bump *arena);
/* Make a folder the working folder; false: it is none, or may not be entered. */
bool nsc_host_enter(const char *path);
/* The path with every link followed, in `arena`; empty when it does not exist. */
struct nostd_str nsc_host_real(struct nostd_bump *arena, const char *path);
/* Absolute path of the running program; empty when the system does not say. */
struct nostd_str nsc_host_self(struct nostd_bump *arena);
/* An environment variable; NULL when it is not set. */
const char *nsc_host_env(const char *name);
/* The names of those that begin with `prefix`, in byte order, in `arena`. */
struct nostd_str *nsc_host_env_names(struct nostd_bump *arena, struct nostd_str prefix,
				     size_t *count);
/* Find a program as the system's own PATH search would; empty when there is none. */
struct nostd_str nsc_host_which(struct nostd_bump *arena, struct nostd_str name);
bool nsc_host_is_terminal(int fd);
/*
 * Days since 1970-01-01 UTC, for expiry dates; NSC_TODAY=YYYY-MM-DD overrides it (tests).
 */
int64_t nsc_host_today(void);
/* Nanoseconds since 1970 UTC, to be compared with the times of files. */
int64_t nsc_host_now(void);
/* Processors that may be used; at least 1. */
unsigned nsc_host_cpus(void);

/* A program run to its end, its output captured. */
struct nsc_command {
	const char *const *argv; /* NULL ends; argv[0] is a path, no PATH search */
	const char *folder;      /* working folder; NULL: ours */
	const char *const *env;  /* extra NAME=VALUE over ours; NULL: none */
	unsigned seconds_max;    /* killed after this; 0: 30 */
	size_t output_max;       /* bytes of each stream; more is an error; 0: 16 MiB */
};
struct nsc_command_result {
	int status; /* exit status; -1: killed by a signal or by the time limit */
	bool timed_out;
	struct nostd_str out, err_text; /* in the arena */
};
int nsc_host_run(struct nostd_bump *arena, const struct nsc_command *command,
		 struct nsc_command_result *out, struct nsc_err *err);

/* Milliseconds of a clock that never goes back. */
int64_t nsc_host_milliseconds(void);

/*
 * A program that runs beside us, its standard input and output one socket. Its standard
 * error goes nowhere.
 */
struct nsc_child {
	int pid; /* 0: none */
	int fd;  /* our end; does not block, does not raise SIGPIPE */
};
int nsc_host_spawn(const char *const *argv, struct nsc_child *out, struct nsc_err *err);
/*
 * Close, kill if `now`, and wait for it. The exit status, or 128 + the signal, as shells
 * say; *child is none after.
 */
int nsc_host_end(struct nsc_child *child, bool now);
/* Bytes of memory it has resident; 0 when the system does not say. */
size_t nsc_host_child_memory(const struct nsc_child *child);

/* Transfers: > 0 bytes, 0 the other end is gone, < 0 nothing to be had right now. */
long nsc_host_receive(const struct nsc_child *child, void *buffer, size_t size);
long nsc_host_send(const struct nsc_child *child, struct nostd_span bytes);

/* Wait until one of them can be read from or written to, or the time is over. */
struct nsc_wait {
	const struct nsc_child *child; /* NULL: passed over */
	bool to_send;                  /* wait for room too */
	bool can_receive, can_send;    /* the answer; an end that is gone can receive */
};
void nsc_host_wait(struct nsc_wait *waits, size_t count, int64_t milliseconds);

/* Our own standard input and output, blocking: all of `size` bytes, or false. */
bool nsc_host_read_all(void *buffer, size_t size);
bool nsc_host_write_all(struct nostd_span bytes);
/* Our own address space from now on; false when the system has no such limit. */
bool nsc_host_limit_memory(size_t size_bytes);

/*
 * A sink on a file descriptor, buffered. Write errors are kept and told by
 * nsc_out_close().
 */
struct nsc_out;
struct nsc_out *nsc_out_fd(struct nostd_bump *arena, int fd);
int nsc_out_file(struct nostd_bump *arena, const char *path, struct nsc_out **out,
		 struct nsc_err *err);
struct nostd_sink nsc_out_sink(struct nsc_out *out);
/* Flush; < 0 when any write failed. A reader that went away (EPIPE) is not a failure. */
int nsc_out_close(struct nsc_out *out, struct nsc_err *err);

#endif
