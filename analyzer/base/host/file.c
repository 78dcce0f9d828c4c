/*
 * file.c - files and folders. See host.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"

static const unsigned char nothing[1]; /* what an empty file's bytes point at */

static enum nsc_file_kind kind_of(const struct stat *st)
{
	if (S_ISREG(st->st_mode)) {
		return NSC_FILE_REGULAR;
	}
	return S_ISDIR(st->st_mode) ? NSC_FILE_FOLDER : NSC_FILE_OTHER;
}

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct nsc_file_id id_of(const struct stat *st)
{
	struct nsc_file_id id;

	id.size = (uint64_t)st->st_size;
	id.inode = (uint64_t)st->st_ino;
	id.mtime = nanoseconds(st->st_mtim);
	id.ctime = nanoseconds(st->st_ctim);
	return id;
}

static int64_t latest_of(const struct stat *st, int64_t other)
{
	struct nsc_file_id id = id_of(st);
	int64_t latest = id.mtime > id.ctime ? id.mtime : id.ctime;

	return latest > other ? latest : other;
}

enum nsc_file_kind nsc_host_look(const char *path, struct nsc_file_id *id)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		return NSC_FILE_NONE;
	}
	if (id) {
		*id = id_of(&st);
	}
	return kind_of(&st);
}

static int map_file(int fd, const char *path, struct nsc_file_bytes *out,
		    struct nsc_err *err)
{
	struct stat st;
	void *mapped;

	if (fstat(fd, &st) != 0) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", path, strerror(errno));
	}
	if (!S_ISREG(st.st_mode)) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: expected a file, found a {}",
				path, S_ISDIR(st.st_mode) ? "folder" : "device or pipe");
	}
	out->id = id_of(&st);
	out->mapped = NULL;
	out->bytes.ptr = nothing;
	out->bytes.size = (size_t)st.st_size;
	if (st.st_size == 0) {
		return 0;
	}
	mapped = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (mapped == MAP_FAILED) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", path, strerror(errno));
	}
	out->mapped = mapped;
	out->bytes.ptr = mapped;
	return 0;
}

int nsc_host_open(const char *path, struct nsc_file_bytes *out, struct nsc_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int ret;

	if (fd < 0) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: {}", path, strerror(errno));
	}
	ret = map_file(fd, path, out, err);
	close(fd);
	return ret;
}

void nsc_host_close(struct nsc_file_bytes *file)
{
	if (file->mapped) {
		munmap(file->mapped, file->bytes.size);
	}
	file->mapped = NULL;
	file->bytes.ptr = nothing;
	file->bytes.size = 0;
}

static int write_all(int fd, struct nostd_span bytes)
{
	while (bytes.size != 0) {
		ssize_t written = write(fd, bytes.ptr, bytes.size);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written < 0) {
			return -1;
		}
		bytes.ptr += written;
		bytes.size -= (size_t)written;
	}
	return 0;
}

/* A file gets the mode that it had, and a link stays one: its target is written. */
int nsc_host_write(const char *path, struct nostd_span bytes, struct nsc_err *err)
{
	struct nostd_string beside = nostd_string_new();
	char *target = realpath(path, NULL); /* NULL: it is not there yet */
	struct stat st;
	mode_t mode = stat(path, &st) == 0 ? st.st_mode & 07777 : 0644;
	int fd, failed;

	nostd_format(&beside, "{}.XXXXXX", target ? target : path);
	fd = mkstemp(beside.ptr);
	failed = fd < 0 ? errno : 0;
	if (fd >= 0) {
		failed = write_all(fd, bytes) != 0 || fchmod(fd, mode) != 0 ? errno : 0;
		if (close(fd) != 0 && failed == 0) {
			failed = errno;
		}
		if (failed == 0 && rename(beside.ptr, target ? target : path) != 0) {
			failed = errno;
		}
		if (failed != 0) {
			unlink(beside.ptr);
		}
	}
	if (failed != 0) {
		nsc_fail(err, NSC_ERR_HOST, "{}: {}", path, strerror(failed));
	}
	free(target);
	nostd_string_drop(&beside);
	return failed != 0 ? -1 : 0;
}

int nsc_host_rename(const char *from, const char *to, struct nsc_err *err)
{
	if (rename(from, to) != 0) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", from, strerror(errno));
	}
	return 0;
}

int nsc_host_remove(const char *path, struct nsc_err *err)
{
	if (unlink(path) != 0 && errno != ENOENT) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", path, strerror(errno));
	}
	return 0;
}

int nsc_host_mkdirs(const char *path, struct nsc_err *err)
{
	struct nostd_string part = nostd_string_new();
	size_t size = strlen(path), i;
	int ret = 0;

	for (i = 1; i <= size && ret == 0; i++) {
		if (path[i] != '/' && path[i] != '\0') {
			continue;
		}
		nostd_string_clear(&part);
		nostd_string_push_str(&part, nostd_str_new(path, i));
		if (mkdir(part.ptr, 0755) != 0 && errno != EEXIST) {
			ret = nsc_fail(err, NSC_ERR_HOST, "{}: {}", part.ptr,
				       strerror(errno));
		}
	}
	if (ret == 0 && nsc_host_look(path, NULL) != NSC_FILE_FOLDER) {
		ret = nsc_fail(err, NSC_ERR_HOST, "{}: expected a folder, found a file",
			       path);
	}
	nostd_string_drop(&part);
	return ret;
}

#define NOSTD_NAME entries
#define NOSTD_T    struct nsc_dir_entry
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME      by_name
#define NOSTD_T         struct nsc_dir_entry
#define NOSTD_CMP(a, b) nostd_str_cmp((a)->name, (b)->name)
#include <nostd/sort.h>

static void add_entry(struct entries *all, struct nostd_bump *arena, int folder,
		      const char *name)
{
	struct nsc_dir_entry entry;
	struct stat st;

	entry.name = nostd_bump_str(arena, nostd_str_from_c(name));
	entry.is_link = false;
	entry.kind = NSC_FILE_NONE;
	entry.changed = 0;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		entry.is_link = S_ISLNK(st.st_mode);
		entry.changed = latest_of(&st, entry.changed);
	}
	if (fstatat(folder, name, &st, 0) == 0) {
		entry.kind = kind_of(&st);
		entry.changed = latest_of(&st, entry.changed);
	}
	entries_push(all, entry);
}

bool nsc_host_list(struct nostd_bump *arena, const char *path, struct nsc_dir_entry **out,
		   size_t *count)
{
	struct entries all = entries_new_in(nostd_bump_in(arena));
	DIR *dir = opendir(path);
	struct dirent *one;

	*out = NULL;
	*count = 0;
	if (!dir) {
		return false;
	}
	while ((one = readdir(dir)) != NULL) {
		if (strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0) {
			add_entry(&all, arena, dirfd(dir), one->d_name);
		}
	}
	closedir(dir);
	by_name_sort_unstable(all.ptr, all.len);
	*out = all.ptr;
	*count = all.len;
	return true;
}

struct nostd_str nsc_host_cwd(struct nostd_bump *arena)
{
	char *text = getcwd(NULL, 0);
	struct nostd_str kept =
		nostd_bump_str(arena, nostd_str_from_c(text ? text : "/"));

	free(text);
	return kept;
}

bool nsc_host_enter(const char *path)
{
	return chdir(path) == 0;
}

struct nostd_str nsc_host_real(struct nostd_bump *arena, const char *path)
{
	char *text = realpath(path, NULL);
	struct nostd_str kept = nostd_bump_str(arena, nostd_str_from_c(text));

	free(text);
	return kept;
}

struct nostd_str nsc_host_self(struct nostd_bump *arena)
{
	return nsc_host_real(arena, "/proc/self/exe");
}

struct nostd_str nsc_host_which(struct nostd_bump *arena, struct nostd_str name)
{
	const char *path = getenv("PATH");
	struct nostd_str_split it =
		nostd_str_split(nostd_str_from_c(path ? path : "/usr/bin:/bin"), ':');

	while (nostd_str_split_next(&it)) {
		struct nostd_str folder = it.part.len != 0 ? it.part : NOSTD_STR(".");
		struct nostd_str full = nsc_path_join(arena, folder, name);
		struct stat st;

		if (stat(full.ptr, &st) == 0 && S_ISREG(st.st_mode) &&
		    access(full.ptr, X_OK) == 0) {
			return full;
		}
	}
	return NOSTD_STR("");
}
