#define _GNU_SOURCE 1 /* what tunnel.h needs */
#include "tunnel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Datagrams on loopback arrive within the send; one that has not come after so many milliseconds is lost. */
enum { patience = 1000, events_per_wait = 64 };

struct cbench_pair {
    struct tunnel_sender sender;
    struct datagram_receiver receiver;
    struct tunnel_checks checks;
    int epoll;
    uint64_t sum;
    struct cbench_counts counts;
};

struct cbench_pair *cbench_pair_open(struct cbench_end near, struct cbench_end far, struct cbench_session session,
                                     unsigned segment_limit, enum cbench_way way, unsigned slots, size_t slab_bytes,
                                     size_t headroom)
{
    struct cbench_pair *pair = aligned_alloc(64, (sizeof *pair + 63) & ~(size_t)63);
    if (pair == NULL)
        return NULL;
    memset(pair, 0, sizeof *pair);
    pair->checks = tunnel_checks(session);
    pair->epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event interest = {.events = EPOLLIN | EPOLLRDHUP};
    if (tunnel_sender_init(&pair->sender, near, session, segment_limit, way) != 0
        || datagram_receiver_init(&pair->receiver, far.descriptor, slots, slab_bytes, headroom) != 0
        || pair->epoll < 0 || epoll_ctl(pair->epoll, EPOLL_CTL_ADD, far.descriptor, &interest) != 0) {
        cbench_pair_close(pair);
        return NULL;
    }
    pair->receiver.peer.sin_addr.s_addr = htonl(far.peer_address);
    pair->receiver.peer.sin_port = htons(far.peer_port);
    return pair;
}

void cbench_pair_close(struct cbench_pair *pair)
{
    if (pair->epoll >= 0)
        close(pair->epoll);
    datagram_receiver_free(&pair->receiver);
    tunnel_sender_free(&pair->sender);
    free(pair);
}

static int wait_for_datagrams(struct cbench_pair *pair)
{
    struct epoll_event events[events_per_wait];
    int count = epoll_wait(pair->epoll, events, events_per_wait, 0);
    pair->counts.waits++;
    if (count == 0) {
        count = epoll_wait(pair->epoll, events, events_per_wait, patience);
        pair->counts.waits++;
    }
    return count > 0 ? 0 : count == 0 ? ETIMEDOUT : errno == EINTR ? 0 : errno;
}

static void take(struct cbench_pair *pair, struct message message)
{
    uint64_t sum = 0, frames = 0, bytes = 0, refused = 0;
    for (size_t offset = 0; offset < message.length; offset += message.segment) {
        size_t left = message.length - offset;
        size_t length = left < message.segment ? left : message.segment;
        const unsigned char *datagram = message.bytes + offset;
        bool is_cut = message.is_cut && left <= message.segment;
        if (message.is_foreign || is_cut || !tunnel_accepts(&pair->checks, datagram, length)) {
            refused++;
            continue;
        }
        uint64_t head = 0;
        size_t frame_bytes = length - cbench_header_bytes;
        if (frame_bytes >= sizeof head)
            memcpy(&head, datagram + cbench_header_bytes, sizeof head);
        sum += head;
        bytes += frame_bytes;
        frames++;
    }
    pair->sum += sum;
    pair->counts.frames += frames;
    pair->counts.bytes += bytes;
    pair->counts.refused += refused;
}

int cbench_pair_run(struct cbench_pair *pair, struct cbench_frames frames, uint64_t total, unsigned burst,
                    unsigned window)
{
    const unsigned char *memory = frames.memory;
    uint64_t arrived = pair->counts.frames + pair->counts.refused, sent = arrived, end = arrived + total;
    size_t next = 0;
    if (burst == 0 || burst > cbench_burst_limit || burst > frames.count || window < burst
        || frames.frame_bytes > frame_limit)
        return EINVAL;
    while (arrived < end) {
        while (sent < end && sent - arrived + burst <= window) {
            unsigned count = end - sent < burst ? (unsigned)(end - sent) : burst;
            if (next + count > frames.count)
                next = 0;
            for (unsigned i = 0; i < count; i++, next++)
                tunnel_sender_stage(&pair->sender, i, memory + next * frames.stride, frames.frame_bytes);
            int error = tunnel_sender_flush(&pair->sender, count);
            if (error != 0)
                return error;
            sent += count;
        }
        int error = wait_for_datagrams(pair);
        if (error != 0)
            return error;
        int messages = datagram_receiver_read(&pair->receiver);
        if (messages < 0)
            return -messages;
        for (int i = 0; i < messages; i++)
            take(pair, datagram_receiver_message(&pair->receiver, (unsigned)i));
        arrived = pair->counts.frames + pair->counts.refused;
    }
    return 0;
}

struct cbench_counts cbench_pair_counts(const struct cbench_pair *pair)
{
    struct cbench_counts counts = pair->counts;
    counts.send_calls = pair->sender.calls;
    counts.receive_calls = pair->receiver.calls;
    return counts;
}
