#define _GNU_SOURCE 1 /* execvp, memfd_create, MAP_ANONYMOUS */
#include "board.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct cbench_board *cbench_board_open(void)
{
    void *memory = mmap(NULL, sizeof(struct cbench_board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void cbench_board_close(struct cbench_board *board)
{
    munmap(board, sizeof *board);
}

struct cbench_counts cbench_board_counts(const struct cbench_board *board)
{
    return (struct cbench_counts){.frames = atomic_load(&board->frames),
                                  .bytes = atomic_load(&board->bytes),
                                  .refused = atomic_load(&board->refused),
                                  .send_calls = atomic_load(&board->send_calls),
                                  .receive_calls = atomic_load(&board->receive_calls),
                                  .waits = atomic_load(&board->waits)};
}

void cbench_board_stop(struct cbench_board *board)
{
    atomic_store(&board->stop, 1);
}

pid_t fork_bound(void)
{
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0)
        return -errno;
    if (child == 0) {
        /* What the parent has blocked would stay blocked. */
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        /* It may have died before the signal was asked for. */
        if (getppid() != parent)
            _exit(1);
    }
    return child;
}

int cbench_start_program(const char *const arguments[], int diagnostics)
{
    pid_t child = fork_bound();
    if (child != 0)
        return child;
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(diagnostics, STDERR_FILENO);
    execvp(arguments[0], (char *const *)arguments);
    dprintf(STDERR_FILENO, "%s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

int cbench_open_unnamed(void)
{
    int descriptor = memfd_create("wirework-bench", MFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int64_t cbench_cpu_time(int process)
{
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return -1;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int cbench_has_ended(int process)
{
    int status;
    pid_t answer;
    do
        answer = waitpid(process, &status, WNOHANG);
    while (answer < 0 && errno == EINTR);
    return answer != 0;
}
