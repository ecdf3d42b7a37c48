#ifndef CBENCH_TUNNEL_H
#define CBENCH_TUNNEL_H

/* The sending and the receiving half of an L2TPv3 session, as a careful C program would have them. */

#include "CBench.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Header template, control message, copied frame: room for each, and no more cache lines than needed. */
enum { header_stride = 32, control_stride = 32, receive_control_stride = 64, slot_limit = 64, frame_limit = 2048 };

struct tunnel_sender {
    int descriptor;
    unsigned segment_limit;
    uint32_t counter; /* of the next datagram; the first carries 1, as QEMU's does */
    uint64_t calls;
    struct sockaddr_in destination;
    size_t lengths[cbench_burst_limit]; /* of datagrams */
    struct mmsghdr messages[cbench_burst_limit];
    /* Gathered: a header and a frame for each datagram. Copied: one for each message. */
    struct iovec vectors[2 * cbench_burst_limit];
    _Alignas(16) unsigned char controls[cbench_burst_limit * control_stride];
    _Alignas(64) unsigned char headers[cbench_burst_limit * header_stride];
    /* Where datagrams are put one behind the other; NULL: nothing is copied. */
    unsigned char *copies;
    size_t copied;
};

/* 0, or ENOMEM. */
int tunnel_sender_init(struct tunnel_sender *sender, struct cbench_end end, struct cbench_session session,
                       unsigned segment_limit, enum cbench_way way);
void tunnel_sender_free(struct tunnel_sender *sender);

/* Makes a frame of at most `frame_limit` bytes the datagram `index` of the next flush; they are staged in order. */
static inline void tunnel_sender_stage(struct tunnel_sender *sender, unsigned index, const void *frame, size_t bytes)
{
    unsigned char *header = sender->headers + index * header_stride;
    uint32_t field = htonl(sender->counter + index);
    memcpy(header + cbench_header_bytes - 4, &field, 4);
    sender->lengths[index] = cbench_header_bytes + bytes;
    if (sender->copies == NULL) {
        sender->vectors[2 * index + 1] = (struct iovec){.iov_base = (void *)frame, .iov_len = bytes};
        return;
    }
    unsigned char *to = sender->copies + sender->copied;
    memcpy(to, header, cbench_header_bytes);
    memcpy(to + cbench_header_bytes, frame, bytes);
    sender->copied += cbench_header_bytes + bytes;
}

/* Sends the first `count` slots. 0, or an errno. */
int tunnel_sender_flush(struct tunnel_sender *sender, unsigned count);

struct datagram_receiver {
    int descriptor;
    unsigned slots;
    unsigned filled; /* by the latest read */
    uint64_t calls;
    struct sockaddr_in peer; /* whom datagrams must come from; sin_port 0: from anybody */
    size_t slab_bytes;
    size_t headroom;
    unsigned char *memory;
    struct mmsghdr messages[slot_limit];
    struct iovec vectors[slot_limit];
    struct sockaddr_in6 names[slot_limit];
    _Alignas(16) unsigned char controls[slot_limit * receive_control_stride];
};

/* A message: one datagram, or several of `segment` bytes, the last perhaps shorter. */
struct message {
    const unsigned char *bytes;
    size_t length;
    size_t segment;
    bool is_cut;
    bool is_foreign;
};

/* 0, or ENOMEM. */
int datagram_receiver_init(struct datagram_receiver *receiver, int descriptor, unsigned slots, size_t slab_bytes,
                           size_t headroom);
void datagram_receiver_free(struct datagram_receiver *receiver);

/* The number of messages; 0 when there are none; negative: an errno. */
int datagram_receiver_read(struct datagram_receiver *receiver);
struct message datagram_receiver_message(struct datagram_receiver *receiver, unsigned index);

struct tunnel_checks {
    uint32_t word;
    uint32_t session;
    uint64_t cookie;
};

/* In network byte order, so that checking swaps nothing. */
struct tunnel_checks tunnel_checks(struct cbench_session session);

/* The T bit and the version (RFC 3931 4.1.2.1); the other bits are to be ignored. */
enum { version_word = 0x00030000, version_mask = (int)0x800f0000 };

/* Whether a datagram is one of the session's, and has a frame in it. */
static inline bool tunnel_accepts(const struct tunnel_checks *checks, const unsigned char *datagram, size_t bytes)
{
    uint32_t word, session;
    uint64_t cookie;
    if (bytes <= cbench_header_bytes)
        return false;
    memcpy(&word, datagram, 4);
    memcpy(&session, datagram + 4, 4);
    memcpy(&cookie, datagram + 8, 8);
    return (word & htonl((uint32_t)version_mask)) == checks->word && session == checks->session
        && cookie == checks->cookie;
}

#endif
