#define _GNU_SOURCE 1 /* setns, unshare */
#include "CLinuxNet.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>

int clinuxnet_unshare_network(void) { return unshare(CLONE_NEWNET); }

int clinuxnet_set_network(int descriptor) { return setns(descriptor, CLONE_NEWNET); }

/* A request to make an interface (rtnetlink(7)), with room for attributes. */
struct new_link {
    struct nlmsghdr header;
    struct ifinfomsg link;
    char attributes[256];
};

static void *append(struct new_link *request, uint16_t type, const void *value, size_t length) {
    struct rtattr *attribute = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = (unsigned short)RTA_LENGTH(length);
    memcpy(RTA_DATA(attribute), value, length);
    request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
    return attribute;
}

static void close_nest(struct new_link *request, void *nest) {
    ((struct rtattr *)nest)->rta_len =
        (unsigned short)((char *)request + request->header.nlmsg_len - (char *)nest);
}

/* Sends a request, and waits for the kernel's answer, which it gives within the call. */
static int ask(struct nlmsghdr *request) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor < 0) return -1;
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    ssize_t count = send(descriptor, request, request->nlmsg_len, 0);
    if (count >= 0) count = recv(descriptor, &answer, sizeof answer, 0);
    int error = count < 0 ? errno : EPROTO;
    if (count >= (ssize_t)NLMSG_LENGTH(sizeof answer.error) && answer.header.nlmsg_type == NLMSG_ERROR) {
        error = -answer.error.error;
    }
    close(descriptor);
    errno = error;
    return error == 0 ? 0 : -1;
}

int clinuxnet_make_hub(const char *name) {
    struct new_link request = {
        .header = {
            .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
            .nlmsg_type = RTM_NEWLINK,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL,
        },
        .link = {.ifi_family = AF_UNSPEC},
    };
    const uint32_t ageing = 0;       /* nothing is learnt: all that one port sends goes to the others */
    const uint8_t snooping = 0;      /* nor are groups, and nothing is asked about them */
    const uint16_t forward = 0xfff8; /* 802.1Q's own addresses too, but for those that no bridge may pass */
    append(&request, IFLA_IFNAME, name, strnlen(name, IFNAMSIZ - 1) + 1);
    void *info = append(&request, IFLA_LINKINFO, "", 0);
    append(&request, IFLA_INFO_KIND, "bridge", sizeof "bridge");
    void *data = append(&request, IFLA_INFO_DATA, "", 0);
    append(&request, IFLA_BR_AGEING_TIME, &ageing, sizeof ageing);
    append(&request, IFLA_BR_MCAST_SNOOPING, &snooping, sizeof snooping);
    append(&request, IFLA_BR_GROUP_FWD_MASK, &forward, sizeof forward);
    close_nest(&request, data);
    close_nest(&request, info);
    return ask(&request.header);
}

int clinuxnet_plug_in(const char *hub, const char *interface, int mtu) {
    struct ifreq port = {0}, bridge = {0};
    strncpy(port.ifr_name, interface, IFNAMSIZ - 1);
    strncpy(bridge.ifr_name, hub, IFNAMSIZ - 1);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result = ioctl(descriptor, SIOCGIFINDEX, &port);
    bridge.ifr_ifindex = port.ifr_ifindex;
    port.ifr_mtu = mtu;
    if (result == 0) result = ioctl(descriptor, SIOCSIFMTU, &port);
    if (result == 0) result = ioctl(descriptor, SIOCBRADDIF, &bridge);
    int error = errno;
    close(descriptor);
    errno = error;
    return result;
}
