/*
 * child.c - programs that run beside us, and our own end when we are one. See host.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"

extern char **environ;

static int spawn(const char *const *argv, int socket, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int ret;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_adddup2(&actions, socket, 0);
	posix_spawn_file_actions_adddup2(&actions, socket, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	ret = posix_spawn(pid, argv[0], &actions, &attributes,
			  (char *const *)(uintptr_t)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return ret;
}

int nsc_host_spawn(const char *const *argv, struct nsc_child *out, struct nsc_err *err)
{
	int ends[2];
	pid_t pid = 0;
	int failed = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", argv[0], strerror(errno));
	}
	if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
		failed = errno;
	} else {
		failed = spawn(argv, ends[1], &pid);
	}
	close(ends[1]);
	if (failed != 0) {
		close(ends[0]);
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", argv[0], strerror(failed));
	}
	out->pid = (int)pid;
	out->fd = ends[0];
	return 0;
}

int nsc_host_end(struct nsc_child *child, bool now)
{
	int status = 0;

	close(child->fd);
	if (now) {
		kill(child->pid, SIGKILL);
	}
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
	}
	child->pid = 0;
	child->fd = -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* proc(5): the second number of /proc/PID/statm is the resident size in pages. */
size_t nsc_host_child_memory(const struct nsc_child *child)
{
	char text[128];
	struct nostd_str resident, rest;
	size_t pages = 0;
	ssize_t size;
	int fd;

	nostd_format_to(text, sizeof(text), "/proc/{}/statm", child->pid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	size = fd < 0 ? -1 : read(fd, text, sizeof(text));
	if (fd >= 0) {
		close(fd);
	}
	if (size <= 0 || !nostd_str_split_once(nostd_str_new(text, (size_t)size), ' ',
					       &rest, &resident)) {
		return 0;
	}
	nostd_str_split_once(resident, ' ', &resident, &rest);
	if (!nostd_str_to_size(resident, 10, &pages)) {
		return 0;
	}
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool may_try_again(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

long nsc_host_receive(const struct nsc_child *child, void *buffer, size_t size)
{
	ssize_t count = read(child->fd, buffer, size);

	if (count < 0) {
		return may_try_again(errno) ? -1 : 0;
	}
	return (long)count;
}

long nsc_host_send(const struct nsc_child *child, struct nostd_span bytes)
{
	ssize_t count = send(child->fd, bytes.ptr, bytes.size, MSG_NOSIGNAL);

	if (count < 0) {
		return may_try_again(errno) ? -1 : 0;
	}
	return (long)count;
}

void nsc_host_wait(struct nsc_wait *waits, size_t count, int64_t milliseconds)
{
	struct pollfd *fds = nsc_host_alloc((count + 1) * sizeof(*fds));
	size_t i;

	for (i = 0; i < count; i++) {
		fds[i].fd = waits[i].child ? waits[i].child->fd : -1;
		fds[i].events = (short)(POLLIN | (waits[i].to_send ? POLLOUT : 0));
		fds[i].revents = 0;
	}
	if (poll(fds, (nfds_t)count, (int)milliseconds) < 0) {
		for (i = 0; i < count; i++) {
			fds[i].revents = 0;
		}
	}
	for (i = 0; i < count; i++) {
		waits[i].can_receive =
			(fds[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
		waits[i].can_send = (fds[i].revents & POLLOUT) != 0;
	}
	nsc_host_free(fds);
}

bool nsc_host_read_all(void *buffer, size_t size)
{
	unsigned char *at = buffer;

	while (size != 0) {
		ssize_t count = read(0, at, size);

		if (count < 0 && errno == EINTR) {
			continue;
		}
		if (count <= 0) {
			return false;
		}
		at += count;
		size -= (size_t)count;
	}
	return true;
}

bool nsc_host_write_all(struct nostd_span bytes)
{
	while (bytes.size != 0) {
		ssize_t count = write(1, bytes.ptr, bytes.size);

		if (count < 0 && errno == EINTR) {
			continue;
		}
		if (count < 0) {
			return false;
		}
		bytes.ptr += count;
		bytes.size -= (size_t)count;
	}
	return true;
}

bool nsc_host_limit_memory(size_t size_bytes)
{
	struct rlimit limit = {size_bytes, size_bytes};

	return setrlimit(RLIMIT_AS, &limit) == 0;
}
