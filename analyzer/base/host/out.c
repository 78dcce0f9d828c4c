/*
 * out.c - a buffered sink on a file descriptor. See host.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <nostd/bump.h>
#include <nostd/fmt.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"

enum { BUFFER_SIZE = 64 * 1024 };

struct nsc_out {
	int fd;
	bool ours;   /* close it at the end */
	int failed;  /* errno of the first write that failed */
	size_t used; /* bytes */
	const char *name;
	char buffer[BUFFER_SIZE];
};

static void flush(struct nsc_out *out)
{
	size_t done = 0;

	while (done < out->used && out->failed == 0) {
		ssize_t written = write(out->fd, out->buffer + done, out->used - done);

		if (written >= 0) {
			done += (size_t)written;
		} else if (errno != EINTR) {
			out->failed = errno;
		}
	}
	out->used = 0;
}

static bool write_text(void *self, struct nostd_str text)
{
	struct nsc_out *out = self;

	while (text.len != 0) {
		size_t room = BUFFER_SIZE - out->used;
		size_t size = text.len < room ? text.len : room;

		memcpy(out->buffer + out->used, text.ptr, size);
		out->used += size;
		text = nostd_str_skip(text, size);
		if (out->used == BUFFER_SIZE) {
			flush(out);
		}
	}
	return out->failed == 0;
}

static struct nsc_out *new_out(struct nostd_bump *arena, int fd, const char *name)
{
	struct nsc_out *out = nostd_bump_new(arena, struct nsc_out);

	out->fd = fd;
	out->name = name;
	return out;
}

struct nsc_out *nsc_out_fd(struct nostd_bump *arena, int fd)
{
	return new_out(arena, fd, fd == 1 ? "standard output" : "standard error");
}

int nsc_out_file(struct nostd_bump *arena, const char *path, struct nsc_out **out,
		 struct nsc_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", path, strerror(errno));
	}
	*out = new_out(arena, fd, path);
	(*out)->ours = true;
	return 0;
}

struct nostd_sink nsc_out_sink(struct nsc_out *out)
{
	struct nostd_sink sink = {write_text, out};

	return sink;
}

int nsc_out_close(struct nsc_out *out, struct nsc_err *err)
{
	flush(out);
	if (out->ours && close(out->fd) != 0 && out->failed == 0) {
		out->failed = errno;
	}
	if (out->failed != 0 && out->failed != EPIPE) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", out->name,
				strerror(out->failed));
	}
	return 0;
}
