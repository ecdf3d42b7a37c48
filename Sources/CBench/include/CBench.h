#ifndef CBENCH_H
#define CBENCH_H

#include <stddef.h>
#include <stdint.h>

/* What a benchmark is compared with: the least that any program must do for the same work. */

/* Reads the first 16 bytes of `frames` frames that lie `stride` bytes apart, `rounds` times, and adds them up, so that
 * nothing can be left out. */
uint64_t cbench_walk(const void *memory, size_t frames, size_t stride, size_t rounds);

/* Calls of malloc, calloc, realloc and their kin on this thread since it began, or -1 where a sanitizer has taken their
 * place. Counted by functions of the same names in this target, which hand on to the C library's. */
int64_t cbench_allocations(void);

#endif
