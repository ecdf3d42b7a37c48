#ifndef CLINUXNET_H
#define CLINUXNET_H

/*
 * What Swift cannot see of the kernel's interface without help: calls that glibc hides behind _GNU_SOURCE, constants that
 * are enumerators or expressions, and the CMSG_* macros. It shows the kernel and decides nothing.
 *
 * This header must not be compiled under _GNU_SOURCE. That macro renames members of fd_set and adds to enumerations of
 * <sys/resource.h>; Swift's Glibc module was built without it, and once both definitions of a type are loaded, in whichever
 * target and order, the compiler refuses them ("different definitions in different modules"). So what needs the macro is
 * declared here in our own words, and shims.c, which has it, holds the declarations to the C library's.
 */

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/sock_diag.h>

#include "Devices.h"

/* epoll(7): enumerators in glibc, plain numbers here. */
static const uint32_t clinuxnet_EPOLLIN = EPOLLIN;
static const uint32_t clinuxnet_EPOLLOUT = EPOLLOUT;
static const uint32_t clinuxnet_EPOLLERR = EPOLLERR;
static const uint32_t clinuxnet_EPOLLHUP = EPOLLHUP;
static const uint32_t clinuxnet_EPOLLRDHUP = EPOLLRDHUP;
static const uint32_t clinuxnet_EPOLLET = EPOLLET;
static const int clinuxnet_EPOLL_CLOEXEC = EPOLL_CLOEXEC;
static const int clinuxnet_TFD_FLAGS = TFD_CLOEXEC | TFD_NONBLOCK;
static const int clinuxnet_TFD_TIMER_ABSTIME = TFD_TIMER_ABSTIME;
static const int clinuxnet_SFD_FLAGS = SFD_CLOEXEC | SFD_NONBLOCK;

/* socket(2), recvmsg(2). */
static const int clinuxnet_DATAGRAM_SOCKET_TYPE = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
static const int clinuxnet_STREAM_SOCKET_TYPE = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
static const int clinuxnet_RAW_SOCKET_TYPE = SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC;
static const int clinuxnet_SOCK_DGRAM = SOCK_DGRAM;
static const int clinuxnet_SOCK_STREAM = SOCK_STREAM;
static const int clinuxnet_MSG_DONTWAIT = MSG_DONTWAIT;
static const int clinuxnet_MSG_ERRQUEUE = MSG_ERRQUEUE;
static const int clinuxnet_MSG_TRUNC = MSG_TRUNC;
static const int clinuxnet_MSG_NOSIGNAL = MSG_NOSIGNAL;

/* accept4(2), with SOCK_NONBLOCK and SOCK_CLOEXEC; the peer's address is asked for by getpeername(2). */
int clinuxnet_accept(int listener);
/* poll(2): POLLRDHUP. */
static const short clinuxnet_POLLRDHUP = 0x2000;

/* sock_diag(7): where SO_MEMINFO keeps the datagrams this socket lost. */
static const int clinuxnet_SK_MEMINFO_DROPS = SK_MEMINFO_DROPS;
static const int clinuxnet_SK_MEMINFO_VARS = SK_MEMINFO_VARS;

/* cmsg(3). */
static inline struct cmsghdr *clinuxnet_CMSG_FIRSTHDR(const struct msghdr *message) {
    return CMSG_FIRSTHDR(message);
}
static inline struct cmsghdr *clinuxnet_CMSG_NXTHDR(struct msghdr *message, struct cmsghdr *control) {
    return CMSG_NXTHDR(message, control);
}
static inline unsigned char *clinuxnet_CMSG_DATA(struct cmsghdr *control) {
    return CMSG_DATA(control);
}

/* sendmmsg(2), recvmmsg(2): struct mmsghdr, laid out as the kernel's. */
struct clinuxnet_mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};
int clinuxnet_sendmmsg(int descriptor, struct clinuxnet_mmsghdr *messages, unsigned int count, int flags);
/* Without a timeout: it would be looked at only when a message has come. */
int clinuxnet_recvmmsg(int descriptor, struct clinuxnet_mmsghdr *messages, unsigned int count, int flags);

/* udp(7): room for one UDP_SEGMENT control message, and writing it. */
enum { clinuxnet_segment_control_space = CMSG_SPACE(sizeof(uint16_t)) };

static inline void clinuxnet_write_segment_control(void *control, uint16_t segment) {
    struct cmsghdr *header = (struct cmsghdr *)control;
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(header), &segment, sizeof segment);
}

/* Room for what a received message can bring: UDP_GRO or PACKET_AUXDATA, and SO_RXQ_OVFL. */
enum { clinuxnet_receive_control_space = CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(uint32_t)) };

struct clinuxnet_received_control {
    int32_t segment;       /* UDP_GRO: bytes of each datagram in the message; 0 when it is one datagram */
    uint32_t overflow;     /* SO_RXQ_OVFL: lost by this socket since it was opened, modulo 2^32; when has_overflow */
    uint32_t has_overflow;
    uint32_t vlan_tag;     /* PACKET_AUXDATA: TPID and TCI of the tag that the kernel took out of the frame; 0: none */
};

static inline struct clinuxnet_received_control clinuxnet_read_received_control(struct msghdr *message) {
    struct clinuxnet_received_control result = {0, 0, 0, 0};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO && c->cmsg_len >= CMSG_LEN(sizeof result.segment)) {
            memcpy(&result.segment, CMSG_DATA(c), sizeof result.segment);
        } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL
                   && c->cmsg_len >= CMSG_LEN(sizeof result.overflow)) {
            memcpy(&result.overflow, CMSG_DATA(c), sizeof result.overflow);
            result.has_overflow = 1;
        } else if (c->cmsg_level == clinuxnet_SOL_PACKET && c->cmsg_type == clinuxnet_PACKET_AUXDATA
                   && c->cmsg_len >= CMSG_LEN(sizeof(struct clinuxnet_auxdata))) {
            struct clinuxnet_auxdata data;
            memcpy(&data, CMSG_DATA(c), sizeof data);
            if (data.status & clinuxnet_VLAN_VALID) {
                uint32_t tpid = data.status & clinuxnet_VLAN_PROTOCOL_VALID ? data.vlan_protocol : 0x8100;
                result.vlan_tag = tpid << 16 | data.vlan_control;
            }
        }
    }
    return result;
}

/* ip(7), IP_RECVERR: the error itself and the address of the node that sent it. */
enum { clinuxnet_error_control_space = CMSG_SPACE(sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in6)) };

/* 1 when the message carries an IP_RECVERR or IPV6_RECVERR control message, which is then in *error; else 0. */
static inline int clinuxnet_read_extended_error(struct msghdr *message, struct sock_extended_err *error) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c)) {
        int is_error = (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR)
            || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR);
        if (is_error && c->cmsg_len >= CMSG_LEN(sizeof *error)) {
            memcpy(error, CMSG_DATA(c), sizeof *error);
            return 1;
        }
    }
    return 0;
}

/* getrlimit(2), setrlimit(2) of RLIMIT_NOFILE. */
struct clinuxnet_limit {
    uint64_t soft;
    uint64_t hard;
};
int clinuxnet_get_descriptor_limit(struct clinuxnet_limit *limit);
int clinuxnet_set_descriptor_limit(const struct clinuxnet_limit *limit);

/* unshare(2) with CLONE_NEWUSER and CLONE_NEWNET. */
int clinuxnet_unshare_user_and_network(void);
/* netdevice(7): sets IFF_UP of an interface. */
int clinuxnet_bring_up(const char *interface);
/* Trials of what cannot be tried without changing the process: each is made by a child, which ends with it. 0 or an errno. */
int clinuxnet_try_user_namespace(void); /* unshare(2): CLONE_NEWUSER and CLONE_NEWNET */
int clinuxnet_try_tap(void);            /* a tap device in a network namespace of the child's own */
int clinuxnet_try_kvm(void);            /* a virtual machine with one processor */

/* epoll_data is a union, which Swift can name only as an unsafe value. */
static inline struct epoll_event clinuxnet_epoll_event(uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return event;
}
static inline uint64_t clinuxnet_epoll_token(struct epoll_event event) {
    return event.data.u64;
}

#endif
