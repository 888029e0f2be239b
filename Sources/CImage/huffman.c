// Huffman codes of limited length.
#include "deflate_bits.h"

#include <string.h>

enum { MAX_SYMBOLS = LITERAL_SYMBOLS, MAX_BITS = 15 };

typedef struct leaf {
    uint32_t frequency;
    uint32_t symbol;
} leaf;

// Rarest first, and by symbol where equally rare: a radix sort, byte by byte of the frequency, which leaves equals in the order of symbols.
static void sort_leaves(leaf *leaves, size_t count) {
    leaf sorted[MAX_SYMBOLS];
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++) all |= leaves[i].frequency;
    for (unsigned shift = 0; shift < 32 && all >> shift > 0; shift += 8) {
        uint32_t place[257] = {0};
        for (size_t i = 0; i < count; i++) place[(leaves[i].frequency >> shift & 0xFF) + 1]++;
        for (size_t value = 0; value < 256; value++) place[value + 1] += place[value];
        for (size_t i = 0; i < count; i++) sorted[place[leaves[i].frequency >> shift & 0xFF]++] = leaves[i];
        memcpy(leaves, sorted, count * sizeof *leaves);
    }
}

static size_t used_leaves(const uint32_t *frequencies, size_t count, leaf *leaves) {
    size_t used = 0;
    for (uint32_t symbol = 0; symbol < count; symbol++) {
        if (frequencies[symbol] > 0) leaves[used++] = (leaf){frequencies[symbol], symbol};
    }
    sort_leaves(leaves, used);
    return used;
}

// The depths of the leaves of a Huffman tree, rarest first, in place (Moffat and Katajainen, 1995): the numbers are at
// first weights, then numbers of parents, then depths.
static void make_depths(uint64_t *numbers, size_t count) {
    size_t root = 0, next = 2;
    numbers[0] += numbers[1];
    for (size_t node = 1; node < count - 1; node++) {
        const bool first_is_node = next >= count || numbers[root] < numbers[next];
        if (first_is_node) {
            numbers[node] = numbers[root];
            numbers[root++] = node;
        } else {
            numbers[node] = numbers[next++];
        }
        if (next >= count || (root < node && numbers[root] < numbers[next])) {
            numbers[node] += numbers[root];
            numbers[root++] = node;
        } else {
            numbers[node] += numbers[next++];
        }
    }
    numbers[count - 2] = 0;
    for (size_t node = count - 2; node-- > 0;) numbers[node] = numbers[numbers[node]] + 1;

    size_t available = 1, depth = 0, node = count - 1, leaf = count;
    while (available > 0) {
        size_t inner = 0;
        while (node > 0 && numbers[node - 1] == depth) { inner++; node--; }
        for (; available > inner; available--) numbers[--leaf] = depth;
        available = 2 * inner;
        depth++;
    }
}

// Shortens what is longer than `limit`, and lengthens the longest of the others until the code is no longer
// over-subscribed (Kraft: the sum of 2^-length is at most 1).
static void limit_lengths(uint32_t *count_of_length, unsigned limit) {
    uint32_t total = 0;
    for (unsigned length = 1; length <= limit; length++) total += count_of_length[length] << (limit - length);
    while (total > 1u << limit) {
        unsigned length = limit - 1;
        while (count_of_length[length] == 0) length--;
        count_of_length[length]--;
        count_of_length[length + 1] += 2;
        count_of_length[limit]--;
        total--;
    }
}

void cimage_huffman_lengths(const uint32_t *frequencies, size_t count, unsigned limit, uint8_t *lengths) {
    leaf leaves[MAX_SYMBOLS];
    const size_t used = used_leaves(frequencies, count, leaves);
    memset(lengths, 0, count);
    if (used <= 1) {
        if (used == 1) lengths[leaves[0].symbol] = 1;
        return;
    }
    uint64_t depths[MAX_SYMBOLS];
    for (size_t i = 0; i < used; i++) depths[i] = leaves[i].frequency;
    make_depths(depths, used);

    uint32_t count_of_length[MAX_BITS + 1] = {0};
    for (size_t i = 0; i < used; i++) count_of_length[depths[i] < limit ? depths[i] : limit]++;
    limit_lengths(count_of_length, limit);
    size_t next = 0;
    for (unsigned length = limit; length > 0; length--) {
        for (uint32_t i = 0; i < count_of_length[length]; i++) lengths[leaves[next++].symbol] = (uint8_t)length;
    }
}

static uint32_t reversed(uint32_t code, unsigned length) {
    uint32_t result = 0;
    for (unsigned bit = 0; bit < length; bit++) result |= (code >> bit & 1) << (length - 1 - bit);
    return result;
}

void cimage_make_codes(const uint8_t *lengths, size_t count, uint32_t *codes) {
    uint32_t code = 0, count_of_length[MAX_BITS + 1] = {0}, first[MAX_BITS + 1] = {0};
    for (size_t symbol = 0; symbol < count; symbol++) count_of_length[lengths[symbol]]++;
    count_of_length[0] = 0;
    for (unsigned length = 1; length <= MAX_BITS; length++) {
        code = (code + count_of_length[length - 1]) << 1;
        first[length] = code;
    }
    for (size_t symbol = 0; symbol < count; symbol++) {
        const uint32_t length = lengths[symbol];
        codes[symbol] = length == 0 ? 0 : reversed(first[length]++, length) | length << 24;
    }
}
