/*
 * process.c - other programs, run to their end with their output captured. See host.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"

extern char **environ;

enum { SECONDS_DEFAULT = 30, READ_SIZE = 16 * 1024 };
#define OUTPUT_DEFAULT ((size_t)16 << 20)

/* One captured stream. */
struct stream {
	int fd; /* -1: ended */
	struct nostd_string text;
};

int64_t nsc_host_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Ours, with `extra` in front: the first of two equal names wins in getenv. */
static char **environment(struct nostd_bump *arena, const char *const *extra)
{
	size_t count = 0, own = 0, i;
	char **all;

	while (extra && extra[count]) {
		count++;
	}
	while (environ[own]) {
		own++;
	}
	all = nostd_bump_array(arena, char *, count + own + 1);
	for (i = 0; i < count; i++) {
		all[i] = (char *)(uintptr_t)extra[i];
	}
	for (i = 0; i < own; i++) {
		all[count + i] = environ[i];
	}
	return all;
}

static int spawn(const struct nsc_command *command, char **env, int out, int err_fd,
		 pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int ret;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes,
				 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_adddup2(&actions, err_fd, 2);
	if (command->folder) {
		posix_spawn_file_actions_addchdir_np(&actions, command->folder);
	}
	ret = posix_spawn(pid, command->argv[0], &actions, &attributes,
			  (char *const *)(uintptr_t)command->argv, env);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return ret;
}

/* Take what a stream has; false when it has more than may be kept. */
static bool take(struct stream *stream, size_t size_max)
{
	char bytes[READ_SIZE];
	ssize_t count = read(stream->fd, bytes, sizeof(bytes));

	if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
		return true;
	}
	if (count <= 0) {
		close(stream->fd);
		stream->fd = -1;
		return true;
	}
	nostd_string_push_str(&stream->text, nostd_str_new(bytes, (size_t)count));
	return stream->text.len <= size_max;
}

/* Read both streams to their end. 0, or ETIMEDOUT, or EFBIG. */
static int drain(struct stream streams[2], const struct nsc_command *command, int64_t end)
{
	size_t size_max = command->output_max ? command->output_max : OUTPUT_DEFAULT;

	while (streams[0].fd >= 0 || streams[1].fd >= 0) {
		struct pollfd fds[2] = {{streams[0].fd, POLLIN, 0},
					{streams[1].fd, POLLIN, 0}};
		int64_t left = end - nsc_host_milliseconds();
		int i;

		if (left <= 0) {
			return ETIMEDOUT;
		}
		if (poll(fds, 2, (int)left) < 0 && errno != EINTR) {
			return errno;
		}
		for (i = 0; i < 2; i++) {
			if (streams[i].fd >= 0 && fds[i].revents &&
			    !take(&streams[i], size_max)) {
				return EFBIG;
			}
		}
	}
	return 0;
}

/*
 * Wait for `pid`, whose streams have ended, until `end`; kill its whole group when
 * something went wrong or it closed its streams and stays. Sets *ret to ETIMEDOUT then.
 */
static int reap(pid_t pid, int64_t end, int *ret)
{
	const struct timespec pause = {0, 2000000};
	int status = 0;
	pid_t done = 0;

	while (*ret == 0 && (done = waitpid(pid, &status, WNOHANG)) == 0) {
		if (nsc_host_milliseconds() >= end) {
			*ret = ETIMEDOUT;
		}
		nanosleep(&pause, NULL);
	}
	if (done == 0) {
		kill(-pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
		}
	}
	/*
	 * Nobody knows it when SIGCHLD is ignored, which whoever started us may have
	 * done.
	 */
	return done >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void close_pipe(int pipe_fds[2])
{
	int i;

	for (i = 0; i < 2; i++) {
		if (pipe_fds[i] >= 0) {
			close(pipe_fds[i]);
		}
		pipe_fds[i] = -1;
	}
}

static int run_captured(const struct nsc_command *command, char **env, int pipes[2][2],
			struct nostd_string text[2], int *status)
{
	unsigned seconds = command->seconds_max ? command->seconds_max : SECONDS_DEFAULT;
	int64_t end = nsc_host_milliseconds() + (int64_t)seconds * 1000;
	struct stream streams[2];
	pid_t pid;
	int ret, i;

	ret = spawn(command, env, pipes[0][1], pipes[1][1], &pid);
	for (i = 0; i < 2; i++) {
		close(pipes[i][1]);
		pipes[i][1] = -1;
		streams[i].fd = pipes[i][0];
		streams[i].text = text[i];
	}
	if (ret != 0) {
		return ret;
	}
	ret = drain(streams, command, end);
	*status = reap(pid, end, &ret);
	for (i = 0; i < 2; i++) {
		pipes[i][0] = streams[i].fd;
		text[i] = streams[i].text;
	}
	return ret;
}

int nsc_host_run(struct nostd_bump *arena, const struct nsc_command *command,
		 struct nsc_command_result *out, struct nsc_err *err)
{
	int pipes[2][2] = {{-1, -1}, {-1, -1}};
	struct nostd_string text[2];
	int ret;

	text[0] = nostd_string_new_in(nostd_bump_in(arena));
	text[1] = nostd_string_new_in(nostd_bump_in(arena));
	out->status = -1;
	if (pipe2(pipes[0], O_CLOEXEC) != 0 || pipe2(pipes[1], O_CLOEXEC) != 0) {
		ret = errno;
	} else {
		ret = run_captured(command, environment(arena, command->env), pipes, text,
				   &out->status);
	}
	close_pipe(pipes[0]);
	close_pipe(pipes[1]);
	out->timed_out = ret == ETIMEDOUT;
	out->out = nostd_string_as_str(&text[0]);
	out->err_text = nostd_string_as_str(&text[1]);
	if (ret != 0 && ret != ETIMEDOUT) {
		return nsc_fail(err, NSC_ERR_HOST, "{}: {}", command->argv[0],
				ret == EFBIG ? "too much output" : strerror(ret));
	}
	return 0;
}
