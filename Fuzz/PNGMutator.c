// Changes PNGs where their readers look, behind the checksums: in chunks, which get right ones again, and in what is compressed.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12, MAX_ROWS = 1 << 16 };

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t max_count);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t max_count, unsigned seed);

static uint32_t load(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void store(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

// The length of the whole chunk at `at`; 0 where there is none.
static size_t chunk_at(const uint8_t *bytes, size_t count, size_t at) {
    if (at > count || count - at < CHUNK_OVERHEAD) return 0;
    const size_t length = load(bytes + at);
    return length > count - at - CHUNK_OVERHEAD ? 0 : length + CHUNK_OVERHEAD;
}

static void mend_checksums(uint8_t *bytes, size_t count) {
    size_t length;
    for (size_t at = SIGNATURE; (length = chunk_at(bytes, count, at)) > 0; at += length) {
        store(bytes + at + length - 4, libdeflate_crc32(0, bytes + at + 4, length - 8));
    }
}

// Where the first IDAT is; `count` where there is none.
static size_t find_pixels(const uint8_t *bytes, size_t count) {
    size_t length;
    for (size_t at = SIGNATURE; (length = chunk_at(bytes, count, at)) > 0; at += length) {
        if (memcmp(bytes + at + 4, "IDAT", 4) == 0) return at;
    }
    return count;
}

// Puts `size` bytes in place of the content of the chunk at `at`; the new count, or 0 where they do not fit.
static size_t replace(uint8_t *bytes, size_t count, size_t at, const uint8_t *content, size_t size, size_t max_count) {
    const size_t old = load(bytes + at);
    if (count - old + size > max_count) return 0;
    memmove(bytes + at + 8 + size, bytes + at + 8 + old, count - at - 8 - old);
    memcpy(bytes + at + 8, content, size);
    store(bytes + at, (uint32_t)size);
    return count - old + size;
}

// Says another window than the largest, now and then (RFC 1950, section 2.2: both bytes together are a multiple of 31).
static void change_window(uint8_t *zlib, unsigned seed) {
    if (seed / 512 % 4 != 0) return;
    zlib[0] = (uint8_t)(seed % 8 << 4 | 8);
    zlib[1] = (uint8_t)(31 - zlib[0] * 256 % 31);
}

// Inflates the first IDAT, changes the filtered rows, and deflates them again; 0 where that cannot be.
static size_t change_rows(uint8_t *bytes, size_t count, size_t max_count, unsigned seed) {
    static uint8_t rows[MAX_ROWS], packed[MAX_ROWS * 2];
    const size_t at = find_pixels(bytes, count);
    if (at == count) return 0;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor((int)(seed % 13));
    size_t row_count = 0, size = 0;
    if (libdeflate_zlib_decompress(decompressor, bytes + at + 8, load(bytes + at), rows, sizeof rows, &row_count)
        == LIBDEFLATE_SUCCESS) {
        row_count = LLVMFuzzerMutate(rows, row_count, sizeof rows);
        size = libdeflate_zlib_compress(compressor, rows, row_count, packed, sizeof packed);
        change_window(packed, seed);
    }
    libdeflate_free_decompressor(decompressor);
    libdeflate_free_compressor(compressor);
    return size == 0 ? 0 : replace(bytes, count, at, packed, size, max_count);
}

// Cuts the first IDAT in two, with another chunk or nothing between them; 0 where that cannot be.
static size_t cut_pixels(uint8_t *bytes, size_t count, size_t max_count, unsigned seed) {
    const size_t at = find_pixels(bytes, count), gap = CHUNK_OVERHEAD * (1 + seed % 2);
    if (at == count || count + gap > max_count) return 0;
    const size_t length = load(bytes + at), first = length * (seed % 8) / 8, end = at + 8 + first;
    memmove(bytes + end + gap, bytes + end, count - end);
    memset(bytes + end, 0, gap);
    store(bytes + at, (uint32_t)first);
    if (seed % 2 == 1) memcpy(bytes + end + 8, seed % 4 == 1 ? "teSt" : "tRNS", 4);
    store(bytes + end + gap - 8, (uint32_t)(length - first));
    memcpy(bytes + end + gap - 4, "IDAT", 4);
    return count + gap;
}

// Changes one bit of one chunk's checksum.
static void damage_checksum(uint8_t *bytes, size_t count, unsigned seed) {
    size_t length, at = SIGNATURE;
    for (unsigned skipped = seed % 5; (length = chunk_at(bytes, count, at)) > 0; at += length, skipped--) {
        if (skipped > 0 && chunk_at(bytes, count, at + length) > 0) continue;
        bytes[at + length - 1 - seed % 4] ^= (uint8_t)(1 << seed % 8);
        return;
    }
}

// Now and then as it comes, and with a wrong checksum: those, too, have to be seen.
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t max_count, unsigned seed) {
    const bool is_png = count > SIGNATURE && memcmp(bytes, "\x89PNG\r\n\x1A\n", SIGNATURE) == 0;
    const unsigned way = seed / 64 % 8;
    if (!is_png || way == 0) return LLVMFuzzerMutate(bytes, count, max_count);
    if (way == 1) {
        damage_checksum(bytes, count, seed);
        return count;
    }
    size_t changed = 0;
    if (way == 2) changed = cut_pixels(bytes, count, max_count, seed);
    if (way == 3 || way == 4) changed = change_rows(bytes, count, max_count, seed);
    if (changed == 0) changed = LLVMFuzzerMutate(bytes, count, max_count);
    mend_checksums(bytes, changed);
    return changed;
}
