#define _GNU_SOURCE 1 /* sendmmsg, recvmmsg, htobe64 */
#include "tunnel.h"

#include <endian.h>
#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>

/* Keeps a run, with the headers of IP and UDP, under the 65535 bytes of one packet. */
enum { run_byte_limit = 65000 };

_Static_assert(CMSG_SPACE(sizeof(uint16_t)) <= control_stride, "a UDP_SEGMENT control message fits");
_Static_assert(CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(uint32_t)) <= receive_control_stride,
               "UDP_GRO and SO_RXQ_OVFL fit");

int tunnel_sender_init(struct tunnel_sender *sender, struct cbench_end end, struct cbench_session session,
                       unsigned segment_limit, enum cbench_way way)
{
    memset(sender, 0, sizeof *sender);
    sender->descriptor = end.descriptor;
    sender->segment_limit = segment_limit < 2 ? 1 : segment_limit;
    sender->counter = 1;
    sender->destination.sin_family = AF_INET;
    sender->destination.sin_addr.s_addr = htonl(end.peer_address);
    sender->destination.sin_port = htons(end.peer_port);
    uint32_t word = htonl(version_word), number = htonl(session.session);
    uint64_t cookie = htobe64(session.cookie);
    for (unsigned i = 0; i < cbench_burst_limit; i++) {
        unsigned char *header = sender->headers + i * header_stride;
        memcpy(header, &word, 4);
        memcpy(header + 4, &number, 4);
        memcpy(header + 8, &cookie, 8);
        sender->vectors[2 * i] = (struct iovec){.iov_base = header, .iov_len = cbench_header_bytes};
        struct cmsghdr *control = (struct cmsghdr *)(sender->controls + i * control_stride);
        control->cmsg_level = SOL_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    }
    if (way == cbench_gathered)
        return 0;
    sender->copies = malloc((size_t)cbench_burst_limit * (cbench_header_bytes + frame_limit));
    return sender->copies == NULL ? ENOMEM : 0;
}

void tunnel_sender_free(struct tunnel_sender *sender)
{
    free(sender->copies);
    sender->copies = NULL;
}

/* How many datagrams from `first` on can travel as one message: equal lengths, which a shorter one may close. */
static unsigned run_length(const struct tunnel_sender *sender, unsigned first, unsigned count)
{
    size_t segment = sender->lengths[first];
    size_t most = run_byte_limit / segment;
    if (most > sender->segment_limit)
        most = sender->segment_limit;
    if (most > count - first)
        most = count - first;
    unsigned length = 1;
    while (length < most) {
        size_t next = sender->lengths[first + length];
        if (next > segment)
            break;
        length++;
        if (next < segment)
            break;
    }
    return length;
}

static unsigned plan(struct tunnel_sender *sender, unsigned count)
{
    unsigned messages = 0;
    unsigned char *copy = sender->copies;
    for (unsigned next = 0; next < count; messages++) {
        struct msghdr *message = &sender->messages[messages].msg_hdr;
        unsigned run = run_length(sender, next, count);
        message->msg_name = &sender->destination;
        message->msg_namelen = sizeof sender->destination;
        if (copy == NULL) {
            message->msg_iov = &sender->vectors[2 * next];
            message->msg_iovlen = 2 * run;
        } else {
            size_t bytes = (run - 1) * sender->lengths[next] + sender->lengths[next + run - 1];
            sender->vectors[messages] = (struct iovec){.iov_base = copy, .iov_len = bytes};
            message->msg_iov = &sender->vectors[messages];
            message->msg_iovlen = 1;
            copy += bytes;
        }
        message->msg_control = NULL;
        message->msg_controllen = 0;
        if (run > 1) {
            uint16_t segment = (uint16_t)sender->lengths[next];
            message->msg_control = sender->controls + messages * control_stride;
            message->msg_controllen = CMSG_SPACE(sizeof segment);
            memcpy(CMSG_DATA((struct cmsghdr *)message->msg_control), &segment, sizeof segment);
        }
        next += run;
    }
    return messages;
}

int tunnel_sender_flush(struct tunnel_sender *sender, unsigned count)
{
    unsigned messages = plan(sender, count);
    sender->copied = 0;
    for (unsigned sent = 0; sent < messages;) {
        int answer = sendmmsg(sender->descriptor, sender->messages + sent, messages - sent, MSG_DONTWAIT);
        sender->calls++;
        if (answer > 0)
            sent += (unsigned)answer;
        else if (errno != EINTR)
            return errno;
    }
    sender->counter += count;
    return 0;
}

int datagram_receiver_init(struct datagram_receiver *receiver, int descriptor, unsigned slots, size_t slab_bytes,
                           size_t headroom)
{
    memset(receiver, 0, sizeof *receiver);
    receiver->descriptor = descriptor;
    receiver->slots = slots < slot_limit ? slots : slot_limit;
    receiver->filled = receiver->slots;
    receiver->slab_bytes = slab_bytes;
    receiver->headroom = headroom;
    if (posix_memalign((void **)&receiver->memory, 4096, receiver->slots * slab_bytes) != 0)
        return ENOMEM;
    for (unsigned i = 0; i < receiver->slots; i++) {
        struct msghdr *message = &receiver->messages[i].msg_hdr;
        receiver->vectors[i] = (struct iovec){.iov_base = receiver->memory + i * slab_bytes + headroom,
                                              .iov_len = slab_bytes - headroom};
        message->msg_name = &receiver->names[i];
        message->msg_iov = &receiver->vectors[i];
        message->msg_iovlen = 1;
        message->msg_control = receiver->controls + i * receive_control_stride;
    }
    return 0;
}

void datagram_receiver_free(struct datagram_receiver *receiver)
{
    free(receiver->memory);
    receiver->memory = NULL;
}

int datagram_receiver_read(struct datagram_receiver *receiver)
{
    /* The kernel wrote its own lengths there; only what it used needs them anew. */
    for (unsigned i = 0; i < receiver->filled; i++) {
        struct msghdr *message = &receiver->messages[i].msg_hdr;
        message->msg_namelen = sizeof receiver->names[i];
        message->msg_controllen = receive_control_stride;
        message->msg_flags = 0;
    }
    receiver->filled = 0;
    int answer;
    do {
        answer = recvmmsg(receiver->descriptor, receiver->messages, receiver->slots, MSG_DONTWAIT, NULL);
        receiver->calls++;
    } while (answer < 0 && errno == EINTR);
    if (answer < 0)
        return errno == EAGAIN ? 0 : -errno;
    receiver->filled = (unsigned)answer;
    return answer;
}

struct message datagram_receiver_message(struct datagram_receiver *receiver, unsigned index)
{
    struct msghdr *header = &receiver->messages[index].msg_hdr;
    int segment = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO)
            memcpy(&segment, CMSG_DATA(c), sizeof segment);
    }
    struct message message = {.bytes = receiver->memory + index * receiver->slab_bytes + receiver->headroom,
                              .length = receiver->messages[index].msg_len,
                              .is_cut = (header->msg_flags & MSG_TRUNC) != 0};
    message.segment = segment > 0 && (size_t)segment < message.length ? (size_t)segment : message.length;
    const struct sockaddr_in *name = (const struct sockaddr_in *)&receiver->names[index];
    message.is_foreign = receiver->peer.sin_port != 0
        && (header->msg_namelen != sizeof *name || name->sin_family != AF_INET
            || name->sin_port != receiver->peer.sin_port
            || name->sin_addr.s_addr != receiver->peer.sin_addr.s_addr);
    return message;
}

struct tunnel_checks tunnel_checks(struct cbench_session session)
{
    return (struct tunnel_checks){
        .word = htonl(version_word), .session = htonl(session.session), .cookie = htobe64(session.cookie)};
}
