#define _GNU_SOURCE 1 /* close_range, pipe2, pidfd_open */
#include "CLinuxNet.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/close_range.h>

/* Async-signal-safe throughout: the parent may have threads. Returns only what went wrong. */
static int become(const char *path, char *const arguments[], int output, int lent, pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    /* It may have ended before that was asked for. */
    if (getppid() != parent) _exit(127);
    /* Blocked signals and ignored ones would be inherited. */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* Where this process was started without them, it may be one of the three that are about to be replaced. */
    output = fcntl(output, F_DUPFD_CLOEXEC, 3);
    if (output < 0) return errno;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) return errno;
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (lent >= 0 && fcntl(lent, F_SETFD, 0) != 0) return errno;
    execv(path, arguments);
    return errno;
}

int clinuxnet_start(const char *path, char *const arguments[], int output, int lent, pid_t *child) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -1;
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        int error = become(path, arguments, output, lent, parent);
        if (write(report[1], &error, sizeof error) < 0) _exit(126);
        _exit(127);
    }
    int error = pid < 0 ? errno : 0;
    close(report[1]);
    if (pid > 0) {
        /* Nothing comes, and the pipe ends, when execve(2) has closed it. */
        while (read(report[0], &error, sizeof error) < 0 && errno == EINTR) {}
        if (error != 0) {
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        }
    }
    close(report[0]);
    *child = pid;
    errno = error;
    return error == 0 ? 0 : -1;
}

pid_t clinuxnet_fork(void) {
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid != 0) return pid;
    /* The parent may have ended before that was asked for. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(127);
    return 0;
}

int clinuxnet_pidfd_open(pid_t child) {
    return (int)syscall(SYS_pidfd_open, child, 0);
}

int clinuxnet_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == -1 ? -1 : 0;
}

int clinuxnet_receive_descriptor(int socket) {
    char byte;
    struct iovec vector = {.iov_base = &byte, .iov_len = 1};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control,
        /* Room for one: the kernel closes what is beyond. */
        .msg_controllen = CMSG_LEN(sizeof(int))};
    ssize_t count;
    do count = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0) return -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len >= CMSG_LEN(sizeof(int))) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(c), sizeof descriptor);
            return descriptor;
        }
    }
    errno = ENOMSG;
    return -1;
}
