/* libvdeplug's own header, which is C: plugs of VDE networks (libvdeplug(3)). */
#include <libvdeplug.h>
