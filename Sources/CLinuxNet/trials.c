#define _GNU_SOURCE 1 /* unshare */
#include "CLinuxNet.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/kvm.h>

/* What a child does here is async-signal-safe: the parent may have threads. An errno fits the status of a process. */
static int in_child(int (*trial)(void)) {
    pid_t child = fork();
    if (child < 0) return errno;
    if (child == 0) _exit(trial());
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return errno;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : ECANCELED;
}

static int user_namespace(void) {
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : errno;
}

/* In a network namespace of its own nobody sees the device, and both go with the child. */
static int tap(void) {
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return errno;
    int descriptor = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return errno;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    return ioctl(descriptor, TUNSETIFF, &request) == 0 ? 0 : errno;
}

/* The device can be open to all where the processor lends nothing: only a machine with a processor in it tells. */
static int kvm(void) {
    int device = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (device < 0) return errno;
    int machine = ioctl(device, KVM_CREATE_VM, 0UL);
    if (machine < 0) return errno;
    return ioctl(machine, KVM_CREATE_VCPU, 0UL) < 0 ? errno : 0;
}

int clinuxnet_try_user_namespace(void) {
    return in_child(user_namespace);
}

int clinuxnet_try_tap(void) {
    return in_child(tap);
}

int clinuxnet_try_kvm(void) {
    return in_child(kvm);
}
