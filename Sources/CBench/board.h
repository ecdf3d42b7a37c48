#ifndef CBENCH_BOARD_H
#define CBENCH_BOARD_H

#include "CBench.h"

#include <stdatomic.h>
#include <sys/types.h>

/* One writer, any readers; nothing is concluded from one figure about another. */
struct cbench_board {
    _Atomic uint64_t frames, bytes, refused, send_calls, receive_calls, waits;
    _Atomic int stop;
};

/* Forks: 0 in the child, which dies with its parent's thread. */
pid_t fork_bound(void);

#endif
