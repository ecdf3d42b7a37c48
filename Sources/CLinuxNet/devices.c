#define _GNU_SOURCE 1 /* struct ifreq with all its members */
#include "CLinuxNet.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

_Static_assert(IFNAMSIZ == clinuxnet_interface_name_space, "linux/if.h");
_Static_assert(SOL_PACKET == 263 && PACKET_AUXDATA == 8 && PACKET_VNET_HDR == 15 && PACKET_IGNORE_OUTGOING == 23,
               "linux/if_packet.h");
_Static_assert(IFF_UP == 1 << 0 && IFF_RUNNING == 1 << 6, "linux/if.h");
_Static_assert(TP_STATUS_VLAN_VALID == 1 << 4 && TP_STATUS_VLAN_TPID_VALID == 1 << 6, "linux/if_packet.h");
_Static_assert(sizeof(struct clinuxnet_auxdata) == sizeof(struct tpacket_auxdata)
                   && offsetof(struct clinuxnet_auxdata, vlan_control) == offsetof(struct tpacket_auxdata, tp_vlan_tci)
                   && offsetof(struct clinuxnet_auxdata, vlan_protocol) == offsetof(struct tpacket_auxdata, tp_vlan_tpid),
               "our auxdata is the kernel's");
_Static_assert(CMSG_SPACE(sizeof(struct tpacket_auxdata)) + CMSG_SPACE(sizeof(uint32_t)) <= 64,
               "what a packet socket brings beside a frame fits its slot");

static struct ifreq request_for(const char *name) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    return request;
}

/* Interfaces. */

int clinuxnet_interface_index(int socket, const char *name) {
    struct ifreq request = request_for(name);
    return ioctl(socket, SIOCGIFINDEX, &request) == 0 ? request.ifr_ifindex : -1;
}

int clinuxnet_interface_flags(int socket, int index) {
    struct ifreq request = {.ifr_ifindex = index};
    if (ioctl(socket, SIOCGIFNAME, &request) != 0) return -1;
    return ioctl(socket, SIOCGIFFLAGS, &request) == 0 ? (uint16_t)request.ifr_flags : -1;
}

int clinuxnet_interface_is_ethernet(int socket, const char *name) {
    struct ifreq request = request_for(name);
    if (ioctl(socket, SIOCGIFHWADDR, &request) != 0) return -1;
    return request.ifr_hwaddr.sa_family == ARPHRD_ETHER;
}

int clinuxnet_open_link_monitor(void) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor < 0) return -1;
    struct sockaddr_nl group = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
    if (bind(descriptor, (struct sockaddr *)&group, sizeof group) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

int clinuxnet_next_link(int socket) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg link;
    } message;
    ssize_t count = recv(socket, &message, sizeof message, MSG_DONTWAIT);
    if (count < 0) return errno == ENOBUFS ? 0 : -1;
    int is_link = (size_t)count == sizeof message
        && (message.header.nlmsg_type == RTM_NEWLINK || message.header.nlmsg_type == RTM_DELLINK);
    return is_link ? message.link.ifi_index : 0;
}

/* Tap devices. */

int clinuxnet_open_tun(void) {
    return open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

int clinuxnet_tap_attach(int descriptor, char name[clinuxnet_interface_name_space], int has_header, int multi_queue) {
    struct ifreq request = request_for(name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI | (has_header ? IFF_VNET_HDR : 0) | (multi_queue ? IFF_MULTI_QUEUE : 0);
    if (ioctl(descriptor, TUNSETIFF, &request) != 0) return -1;
    memcpy(name, request.ifr_name, clinuxnet_interface_name_space);
    return 0;
}

int clinuxnet_tap_identify(int descriptor, struct clinuxnet_tap *tap) {
    struct ifreq request = request_for("");
    if (ioctl(descriptor, TUNGETIFF, &request) != 0) return -1;
    memset(tap, 0, sizeof *tap);
    memcpy(tap->name, request.ifr_name, sizeof tap->name);
    tap->name[sizeof tap->name - 1] = 0;
    tap->is_tap = (request.ifr_flags & IFF_TAP) != 0;
    tap->has_packet_info = (request.ifr_flags & IFF_NO_PI) == 0;
    return request.ifr_flags & IFF_VNET_HDR ? ioctl(descriptor, TUNGETVNETHDRSZ, &tap->header_byte_count) : 0;
}

int clinuxnet_tap_is(int descriptor, int socket, const char *name) {
    struct ifreq attached = request_for(name), named = request_for(name);
    /* The hardware address tells it from an interface of that name in another namespace, where the descriptor may be from. */
    if (ioctl(descriptor, SIOCGIFHWADDR, &attached) != 0 || ioctl(socket, SIOCGIFHWADDR, &named) != 0) return -1;
    return memcmp(attached.ifr_hwaddr.sa_data, named.ifr_hwaddr.sa_data, ETH_ALEN) == 0;
}

int clinuxnet_tap_set_header_byte_count(int descriptor, int count) {
    return ioctl(descriptor, TUNSETVNETHDRSZ, &count);
}

int clinuxnet_tap_set_send_buffer(int descriptor, int count) {
    return ioctl(descriptor, TUNSETSNDBUF, &count);
}

int clinuxnet_tap_refuse_offloads(int descriptor) {
    return ioctl(descriptor, TUNSETOFFLOAD, 0UL);
}

/* Packet sockets. */

int clinuxnet_open_packet(void) {
    return socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int clinuxnet_packet_bind(int socket, int index) {
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index};
    return bind(socket, (struct sockaddr *)&address, sizeof address);
}

int clinuxnet_packet_set_promiscuous(int socket, int index) {
    struct packet_mreq membership = {.mr_ifindex = index, .mr_type = PACKET_MR_PROMISC};
    return setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership);
}
