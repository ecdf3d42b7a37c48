#include "CBench.h"

#include <string.h>

uint64_t cbench_walk(const void *memory, size_t frames, size_t stride, size_t rounds)
{
    uint64_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        const unsigned char *frame = memory;
        for (size_t i = 0; i < frames; i++, frame += stride) {
            uint64_t head, tail;
            memcpy(&head, frame, 8);
            memcpy(&tail, frame + 8, 8);
            sum += head ^ tail;
            /* Keeps the compiler from folding the rounds into one. */
            __asm__ volatile("" : "+r"(sum));
        }
    }
    return sum;
}
