// Finds repetitions at known distances: those of flat color and of a row like the one above it.
#include "png_encode.h"

#include <stdlib.h>
#include <string.h>

static inline uint64_t load64(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

// Whether any of 32 bytes differ: long matches are most of a picture of flat colors.
static inline bool differs32(const uint8_t *first, const uint8_t *second) {
    uint64_t difference = 0;
    for (int i = 0; i < 32; i += 8) difference |= load64(first + i) ^ load64(second + i);
    return difference != 0;
}

bool cimage_add_step(step_list *list, uint32_t at, uint32_t match_length, uint32_t distance_index) {
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity == 0 ? 1 << 14 : list->capacity * 2;
        deflate_step *steps = realloc(list->steps, capacity * sizeof *steps);
        if (steps == NULL) return false;
        list->steps = steps;
        list->capacity = capacity;
    }
    const uint32_t literals = at - list->literals_at;
    list->steps[list->count++] = (deflate_step){list->literals_at, literals, match_length, distance_index};
    list->literals_at = at;
    return true;
}

// How many bytes before `end` equal those `distance` before them, from `at` on.
static uint32_t match_length(const uint8_t *bytes, uint32_t at, uint32_t end, uint32_t distance) {
    const uint32_t start = at;
    while (at < end) {
        const uint64_t difference = load64(bytes + at) ^ load64(bytes + at - distance);
        if (difference != 0) {
            at += (uint32_t)__builtin_ctzll(difference) / 8;
            break;
        }
        at += 8;
        while (at + 32 <= end && !differs32(bytes + at, bytes + at - distance)) at += 32;
    }
    return (at < end ? at : end) - start;
}

// The first place from `at` on, before `end`, that may begin a match of at least `MIN_MATCH` bytes: 8 bytes are passed
// over at once where none begins in the first five of them.
static uint32_t next_candidate(const uint8_t *bytes, uint32_t at, uint32_t end, uint32_t distance) {
    for (; at < end; at += 5) {
        const uint64_t difference = load64(bytes + at) ^ load64(bytes + at - distance);
        if ((uint32_t)difference == 0) return at;
        if ((uint32_t)(difference >> 8) == 0) return at + 1;
        if ((uint32_t)(difference >> 16) == 0) return at + 2;
        if ((uint32_t)(difference >> 24) == 0) return at + 3;
        if ((uint32_t)(difference >> 32) == 0) return at + 4;
    }
    return end;
}

static bool find_near(const uint8_t *bytes, uint32_t at, uint32_t end, uint32_t distance, step_list *list) {
    if (at < distance) at = distance;
    while ((at = next_candidate(bytes, at, end, distance)) < end) {
        const uint32_t length = match_length(bytes, at, end, distance);
        if (length < MIN_MATCH) break;
        if (!cimage_add_step(list, at, length, 0)) return false;
        at += length;
        list->literals_at = at;
    }
    return true;
}

bool cimage_find_matches(
    const uint8_t *bytes, uint32_t at, uint32_t end, const uint32_t distances[2], step_list *list) {
    if (distances[1] == 0) return find_near(bytes, at, end, distances[0], list);
    while (at < end) {
        const uint32_t near = at < distances[0] ? 0 : match_length(bytes, at, end, distances[0]);
        // Of equal matches the near one is taken, which has the shorter code.
        const bool is_longest = near == end - at;
        const uint32_t far = is_longest || at < distances[1] ? 0 : match_length(bytes, at, end, distances[1]);
        const uint32_t length = near >= far ? near : far;
        if (length < MIN_MATCH) {
            at++;
            continue;
        }
        if (!cimage_add_step(list, at, length, near >= far ? 0 : 1)) return false;
        at += length;
        list->literals_at = at;
    }
    return true;
}
