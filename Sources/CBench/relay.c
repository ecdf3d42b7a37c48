#define _GNU_SOURCE 1 /* what tunnel.h needs */
#include "board.h"
#include "tunnel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { sender_batch = 64, sender_seconds = 10 };

/* The sender. Nothing in it that the child needs is allocated behind the fork. */

struct plain_sender {
    struct mmsghdr messages[sender_batch];
    struct iovec vectors[sender_batch];
};

static int64_t monotonic_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void send_plainly(struct plain_sender *sender, int descriptor, uint64_t limit, struct cbench_board *board)
{
    int64_t end = monotonic_now() + (int64_t)sender_seconds * 1000000000;
    uint64_t sent = 0;
    while (!atomic_load(&board->stop) && (limit == 0 || sent < limit) && monotonic_now() < end) {
        unsigned count = limit != 0 && limit - sent < sender_batch ? (unsigned)(limit - sent) : sender_batch;
        int answer = sendmmsg(descriptor, sender->messages, count, 0);
        atomic_fetch_add(&board->send_calls, 1);
        /* An error is an earlier datagram's fate: nobody listens there yet. */
        if (answer > 0) {
            sent += (unsigned)answer;
            atomic_fetch_add(&board->frames, (unsigned)answer);
        }
    }
}

int cbench_start_sender(struct cbench_end end, struct cbench_frames frames, uint64_t limit, struct cbench_board *board)
{
    struct plain_sender sender = {0};
    struct sockaddr_in destination = {.sin_family = AF_INET,
                                      .sin_port = htons(end.peer_port),
                                      .sin_addr.s_addr = htonl(end.peer_address)};
    for (unsigned i = 0; i < sender_batch; i++) {
        const char *frame = (const char *)frames.memory + i % frames.count * frames.stride;
        sender.vectors[i] = (struct iovec){.iov_base = (void *)frame, .iov_len = frames.frame_bytes};
        sender.messages[i].msg_hdr = (struct msghdr){.msg_iov = &sender.vectors[i], .msg_iovlen = 1};
    }
    /* Connected: a sender that is looked up a route for each datagram would be the slowest of the three. */
    if (connect(end.descriptor, (struct sockaddr *)&destination, sizeof destination) != 0)
        return -1;
    pid_t child = fork_bound();
    if (child != 0)
        return child;
    send_plainly(&sender, end.descriptor, limit, board);
    _exit(0);
}

/* The relay. */

struct relay {
    struct datagram_receiver receiver;
    struct tunnel_sender sender;
    struct cbench_board *board;
    int epoll;
};

static void forward(struct relay *relay, unsigned count)
{
    if (tunnel_sender_flush(&relay->sender, count) == 0)
        atomic_fetch_add(&relay->board->frames, count);
    else
        atomic_fetch_add(&relay->board->refused, count);
}

static void relay_messages(struct relay *relay, unsigned messages)
{
    unsigned staged = 0;
    for (unsigned i = 0; i < messages; i++) {
        struct message message = datagram_receiver_message(&relay->receiver, i);
        for (size_t offset = 0; offset < message.length; offset += message.segment) {
            size_t left = message.length - offset;
            size_t length = left < message.segment ? left : message.segment;
            if ((message.is_cut && left <= message.segment) || length > frame_limit) {
                atomic_fetch_add(&relay->board->refused, 1);
                continue;
            }
            tunnel_sender_stage(&relay->sender, staged++, message.bytes + offset, length);
            if (staged == cbench_burst_limit) {
                forward(relay, staged);
                staged = 0;
            }
        }
    }
    if (staged > 0)
        forward(relay, staged);
}

static void relay_for_ever(struct relay *relay)
{
    struct epoll_event event;
    while (1) {
        int ready = epoll_wait(relay->epoll, &event, 1, -1);
        atomic_fetch_add(&relay->board->waits, 1);
        if (ready < 0 && errno != EINTR)
            return;
        int messages = datagram_receiver_read(&relay->receiver);
        if (messages > 0)
            relay_messages(relay, (unsigned)messages);
        atomic_store(&relay->board->receive_calls, relay->receiver.calls);
        atomic_store(&relay->board->send_calls, relay->sender.calls);
    }
}

int cbench_start_relay(int descriptor, struct cbench_end tunnel, struct cbench_session session, unsigned segment_limit,
                       enum cbench_way way, size_t slab_bytes, struct cbench_board *board)
{
    struct relay *relay = aligned_alloc(64, (sizeof *relay + 63) & ~(size_t)63);
    if (relay == NULL)
        return -ENOMEM;
    memset(relay, 0, sizeof *relay);
    relay->board = board;
    relay->epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event interest = {.events = EPOLLIN};
    pid_t child = -ENOMEM;
    if (relay->epoll >= 0 && epoll_ctl(relay->epoll, EPOLL_CTL_ADD, descriptor, &interest) == 0
        && tunnel_sender_init(&relay->sender, tunnel, session, segment_limit, way) == 0
        && datagram_receiver_init(&relay->receiver, descriptor, slot_limit, slab_bytes, 0) == 0)
        child = fork_bound();
    if (child == 0) {
        relay_for_ever(relay);
        _exit(1);
    }
    if (relay->epoll >= 0)
        close(relay->epoll);
    tunnel_sender_free(&relay->sender);
    datagram_receiver_free(&relay->receiver);
    free(relay);
    return child;
}

/* The sink. */

struct cbench_sink {
    struct datagram_receiver receiver;
    struct tunnel_checks checks;
    struct cbench_counts counts;
};

struct cbench_sink *cbench_sink_open(int descriptor, struct cbench_session session, size_t slab_bytes)
{
    struct cbench_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL)
        return NULL;
    if (datagram_receiver_init(&sink->receiver, descriptor, slot_limit, slab_bytes, 0) != 0) {
        cbench_sink_close(sink);
        return NULL;
    }
    sink->checks = tunnel_checks(session);
    return sink;
}

void cbench_sink_close(struct cbench_sink *sink)
{
    datagram_receiver_free(&sink->receiver);
    free(sink);
}

static int empty_buffer(struct cbench_sink *sink)
{
    int messages;
    while ((messages = datagram_receiver_read(&sink->receiver)) > 0) {
        for (int i = 0; i < messages; i++) {
            struct message message = datagram_receiver_message(&sink->receiver, (unsigned)i);
            for (size_t offset = 0; offset < message.length; offset += message.segment) {
                size_t left = message.length - offset;
                size_t length = left < message.segment ? left : message.segment;
                if (tunnel_accepts(&sink->checks, message.bytes + offset, length)) {
                    sink->counts.frames++;
                    sink->counts.bytes += length - cbench_header_bytes;
                } else {
                    sink->counts.refused++;
                }
            }
        }
    }
    return -messages;
}

int cbench_sink_run(struct cbench_sink *sink, int64_t nanoseconds, uint64_t frames)
{
    int64_t end = monotonic_now() + nanoseconds;
    while (1) {
        int error = empty_buffer(sink);
        /* What an ICMP message said of the tunnel's other end is not the sink's. */
        if (error != 0 && error != ECONNREFUSED)
            return error;
        if (sink->counts.frames >= frames || monotonic_now() >= end)
            return 0;
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
}

struct cbench_counts cbench_sink_counts(const struct cbench_sink *sink)
{
    struct cbench_counts counts = sink->counts;
    counts.receive_calls = sink->receiver.calls;
    return counts;
}
