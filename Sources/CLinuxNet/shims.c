#define _GNU_SOURCE 1 /* struct mmsghdr, sendmmsg, recvmmsg */
#include "CLinuxNet.h"

#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What LinuxNet relies on, said where a port to another kernel or C library would break it. */
_Static_assert(UDP_SEGMENT == 103 && UDP_GRO == 104, "linux/udp.h");
_Static_assert(SO_RXQ_OVFL == 40 && SO_RCVBUFFORCE == 33 && SO_MEMINFO == 55, "asm-generic/socket.h");
_Static_assert(sizeof(struct sockaddr_in) == 16, "an IPv4 socket address has 16 bytes");
_Static_assert(sizeof(struct sockaddr_in6) == 28, "an IPv6 socket address has 28 bytes");
_Static_assert(sizeof(struct sock_extended_err) == 16, "linux/errqueue.h");
_Static_assert(sizeof(struct clinuxnet_mmsghdr) == sizeof(struct mmsghdr)
                   && offsetof(struct clinuxnet_mmsghdr, msg_len) == offsetof(struct mmsghdr, msg_len),
               "our mmsghdr is the kernel's");
_Static_assert(clinuxnet_POLLRDHUP == POLLRDHUP, "poll(2)");
_Static_assert(sizeof(struct signalfd_siginfo) == 128, "signalfd(2)");
_Static_assert(clinuxnet_segment_control_space <= 32, "a UDP_SEGMENT control message fits its slot");
_Static_assert(clinuxnet_receive_control_space <= 64, "what a received message brings fits its slot");
_Static_assert(clinuxnet_error_control_space <= 64, "what an error brings fits the room for it");
_Static_assert(_Alignof(struct cmsghdr) <= 16, "control slots are aligned to 16 bytes");
_Static_assert(sizeof(uint64_t) == sizeof(((struct epoll_event *)0)->data), "a registration fits epoll_data");

int clinuxnet_sendmmsg(int descriptor, struct clinuxnet_mmsghdr *messages, unsigned int count, int flags) {
    return sendmmsg(descriptor, (struct mmsghdr *)messages, count, flags);
}

int clinuxnet_recvmmsg(int descriptor, struct clinuxnet_mmsghdr *messages, unsigned int count, int flags) {
    return recvmmsg(descriptor, (struct mmsghdr *)messages, count, flags, NULL);
}

int clinuxnet_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinuxnet_get_descriptor_limit(struct clinuxnet_limit *limit) {
    struct rlimit value;
    int result = getrlimit(RLIMIT_NOFILE, &value);
    if (result == 0) {
        limit->soft = value.rlim_cur;
        limit->hard = value.rlim_max;
    }
    return result;
}

int clinuxnet_set_descriptor_limit(const struct clinuxnet_limit *limit) {
    struct rlimit value = {.rlim_cur = limit->soft, .rlim_max = limit->hard};
    return setrlimit(RLIMIT_NOFILE, &value);
}

int clinuxnet_unshare_user_and_network(void) {
    return unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

int clinuxnet_bring_up(const char *interface) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor == -1) {
        return -1;
    }
    int result = ioctl(descriptor, SIOCGIFFLAGS, &request);
    if (result == 0) {
        request.ifr_flags |= IFF_UP;
        result = ioctl(descriptor, SIOCSIFFLAGS, &request);
    }
    int error = errno;
    close(descriptor);
    errno = error;
    return result;
}
