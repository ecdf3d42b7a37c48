#ifndef CBENCH_H
#define CBENCH_H

#include <stddef.h>
#include <stdint.h>

/* What a benchmark is compared with: the least that any program must do for the same work. */

/* Reads the first 16 bytes of `frames` frames that lie `stride` bytes apart, `rounds` times, and adds them up, so that
 * nothing can be left out. */
uint64_t cbench_walk(const void *memory, size_t frames, size_t stride, size_t rounds);

/* Calls of malloc, calloc, realloc and their kin on this thread since it began, or -1 where a sanitizer has taken their
 * place. Counted by functions of the same names in this target, which hand on to the C library's. */
int64_t cbench_allocations(void);

/* An L2TPv3 session in one direction, always of the same kind: over UDP, with a cookie of 64 bits and a counter. */
struct cbench_session {
    uint32_t session;
    uint64_t cookie;
};
enum { cbench_header_bytes = 20 };

/* One end of a tunnel: a bound, non-blocking IPv4 socket, which stays its owner's, and the far end's address. */
struct cbench_end {
    int descriptor;
    uint32_t peer_address; /* host order */
    uint16_t peer_port;
};

/* The most frames that travel together. */
enum { cbench_burst_limit = 256 };

/* What was done. Calls are those that the kernel answered, refusals included. */
struct cbench_counts {
    uint64_t frames;
    uint64_t bytes;
    uint64_t refused;
    uint64_t send_calls;
    uint64_t receive_calls;
    uint64_t waits;
};

/* Where frames of equal length lie. */
struct cbench_frames {
    const void *memory;
    size_t stride;
    size_t count;
    size_t frame_bytes;
};

/* How datagrams get to the kernel. */
enum cbench_way {
    cbench_gathered, /* from where they lie: a vector for each header, another for each frame */
    cbench_copied    /* header and frame one behind the other, a vector for each message */
};

/* The limit of a tunnel pair: both ends on this thread, and between system calls only what no tunnel can leave out.
 *
 *     header template, counter patched; gathered or copied; UDP_SEGMENT for runs; sendmmsg
 *     epoll_wait; recvmmsg into slabs, UDP_GRO; per message: truncation, source; per datagram: length, version, session,
 *     cookie; per frame: counted, its first bytes read */
struct cbench_pair;

/* NULL when there is no memory or no epoll. `segment_limit` is what was probed; below 2, no UDP_SEGMENT is used.
 * `slots` slabs of `slab_bytes`, of which `headroom` bytes stand before a message. */
struct cbench_pair *cbench_pair_open(struct cbench_end near, struct cbench_end far, struct cbench_session session,
                                     unsigned segment_limit, enum cbench_way way, unsigned slots, size_t slab_bytes,
                                     size_t headroom);
void cbench_pair_close(struct cbench_pair *pair);

/* Carries `total` frames from near to far, at most `burst` at once and `window` on their way.
 * 0, or an errno; ETIMEDOUT when some were lost. */
int cbench_pair_run(struct cbench_pair *pair, struct cbench_frames frames, uint64_t total, unsigned burst,
                    unsigned window);
struct cbench_counts cbench_pair_counts(const struct cbench_pair *pair);

/* Processes. Each dies with the thread that started it, however that ends (PR_SET_PDEATHSIG). What starts one returns its
 * id, or a negative errno. */

/* What a process in C shows of its work, and where it is told to stop: memory shared with those started later. */
struct cbench_board;
struct cbench_board *cbench_board_open(void);
void cbench_board_close(struct cbench_board *board);
struct cbench_counts cbench_board_counts(const struct cbench_board *board);
void cbench_board_stop(struct cbench_board *board);

/* A plain sender: each frame is a datagram, a message of its own, 64 with a call; on and on until it is told to stop, has
 * sent `limit` (0: no limit) or has run for ten seconds. Counts what it sends. */
int cbench_start_sender(struct cbench_end end, struct cbench_frames frames, uint64_t limit, struct cbench_board *board);

/* A relay: frames that come as datagrams leave as datagrams of the session; on and on until it is killed.
 *
 *     epoll_wait; recvmmsg of 64 into slabs, UDP_GRO; header template; UDP_SEGMENT for runs; sendmmsg */
int cbench_start_relay(int descriptor, struct cbench_end tunnel, struct cbench_session session, unsigned segment_limit,
                       enum cbench_way way, size_t slab_bytes, struct cbench_board *board);

/* A program, found as a shell finds it; nothing to read, its output thrown away, its diagnostics into a descriptor. */
int cbench_start_program(const char *const arguments[], int diagnostics);

/* A file without a name (memfd_create(2)), or a negative errno. */
int cbench_open_unnamed(void);

/* Nanoseconds of CPU time that all threads of a process have used, or -1. */
int64_t cbench_cpu_time(int process);

/* Whether a child has ended; then it has been waited for, and its id may be another's. */
int cbench_has_ended(int process);

/* Where a tunnel ends in a benchmark of something else: datagrams of the session are counted and thrown away. */
struct cbench_sink;
struct cbench_sink *cbench_sink_open(int descriptor, struct cbench_session session, size_t slab_bytes);
void cbench_sink_close(struct cbench_sink *sink);

/* Reads for a while, or until `frames` have come in all. It sleeps between two looks, so that whoever sends does not pay
 * for waking it: 0.2 ms, in which no plain sender fills a receive buffer. 0, or an errno. */
int cbench_sink_run(struct cbench_sink *sink, int64_t nanoseconds, uint64_t frames);
struct cbench_counts cbench_sink_counts(const struct cbench_sink *sink);

#endif
