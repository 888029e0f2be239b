/// Files that are part of the program, so that it needs nothing beside itself.
#pragma once
#include <stddef.h>

typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} cassets_file;

/// `Serve/openapi.yaml`, UTF-8; never freed.
cassets_file cassets_openapi(void);

/// The files of `Assets/viewer`, each by its path there; `index` is below the count.
size_t cassets_viewer_count(void);
cassets_file cassets_viewer(size_t index);
