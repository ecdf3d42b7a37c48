#ifndef CLINUXNET_DEVICES_H
#define CLINUXNET_DEVICES_H

/*
 * Interfaces, tap devices and packet sockets: ioctl(2) takes its arguments in structures and as varargs, which Swift cannot
 * pass. Each function is one request, or a few of which only all together make sense; -1 is an error, in errno.
 */

#include <stdint.h>
#include <sys/types.h>

/* netdevice(7), on any socket of the namespace that is meant. */
enum { clinuxnet_interface_name_space = 16 }; /* IFNAMSIZ */
static const int clinuxnet_IFF_UP = 1 << 0;
static const int clinuxnet_IFF_RUNNING = 1 << 6;
int clinuxnet_interface_index(int socket, const char *name);
int clinuxnet_interface_flags(int socket, int index);
int clinuxnet_interface_is_ethernet(int socket, const char *name); /* 1 or 0 */

/* rtnetlink(7): a socket that is told of every change of an interface (RTMGRP_LINK). */
int clinuxnet_open_link_monitor(void);
/* The index of the interface that the next message is about; 0 for other messages, and where some were lost. */
int clinuxnet_next_link(int socket);

/* tuntap.rst of the kernel: IFF_TAP and IFF_NO_PI are always there. */
int clinuxnet_open_tun(void); /* /dev/net/tun */
int clinuxnet_tap_attach(int descriptor, char name[clinuxnet_interface_name_space], int has_header, int multi_queue);
struct clinuxnet_tap {
    char name[clinuxnet_interface_name_space];
    int32_t is_tap;             /* IFF_TAP: frames; else IFF_TUN: packets */
    int32_t has_packet_info;    /* no IFF_NO_PI: four bytes before each frame */
    int32_t header_byte_count;  /* IFF_VNET_HDR: the bytes of virtio_net_hdr; else 0 */
};
int clinuxnet_tap_identify(int descriptor, struct clinuxnet_tap *tap); /* TUNGETIFF, TUNGETVNETHDRSZ */
int clinuxnet_tap_is(int descriptor, int socket, const char *name);    /* 1 if the interface of that name is this one */
int clinuxnet_tap_set_header_byte_count(int descriptor, int count);    /* TUNSETVNETHDRSZ */
int clinuxnet_tap_set_send_buffer(int descriptor, int count);          /* TUNSETSNDBUF */
int clinuxnet_tap_refuse_offloads(int descriptor);                     /* TUNSETOFFLOAD with none */

/* network_namespaces(7), of the calling thread alone. */
int clinuxnet_unshare_network(void);
int clinuxnet_set_network(int descriptor);
/* A bridge that learns nothing and says nothing, down; and an interface at it, with an MTU. */
int clinuxnet_make_hub(const char *name);
int clinuxnet_plug_in(const char *hub, const char *interface, int mtu);

/* packet(7). */
int clinuxnet_open_packet(void); /* hears nothing before it is bound */
int clinuxnet_packet_bind(int socket, int index);
int clinuxnet_packet_set_promiscuous(int socket, int index);
static const int clinuxnet_SOL_PACKET = 263;
static const int clinuxnet_PACKET_AUXDATA = 8;
static const int clinuxnet_PACKET_VNET_HDR = 15;
static const int clinuxnet_PACKET_IGNORE_OUTGOING = 23;

/* struct tpacket_auxdata, and those of its flags that say what the kernel has taken out of a frame. */
struct clinuxnet_auxdata {
    uint32_t status;
    uint32_t length;
    uint32_t captured;
    uint16_t link_layer;
    uint16_t network;
    uint16_t vlan_control;
    uint16_t vlan_protocol;
};
static const uint32_t clinuxnet_VLAN_VALID = 1 << 4;
static const uint32_t clinuxnet_VLAN_PROTOCOL_VALID = 1 << 6;

/*
 * Starts a program that ends with the thread that started it, with nothing open but its output, the null device as its
 * input, and `lent`, unless that is -1. 0, or -1 with what fork(2) or execve(2) said.
 */
int clinuxnet_start(const char *path, char *const arguments[], int output, int lent, pid_t *child);
/* fork(2) of the only thread; the child ends with it. 0 in the child. */
pid_t clinuxnet_fork(void);
int clinuxnet_pidfd_open(pid_t child);
int clinuxnet_pipe(int ends[2]); /* O_CLOEXEC; the end that is read does not block */
/* unix(7), SCM_RIGHTS: a descriptor that came with a byte; does not wait. ENOMSG: a byte without one, or the end. */
int clinuxnet_receive_descriptor(int socket);

#endif
