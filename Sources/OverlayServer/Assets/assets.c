#include "assets.h"

static const unsigned char openapi[] = {
#embed "../Serve/openapi.yaml"
};

cassets_file cassets_openapi(void) { return (cassets_file){openapi, sizeof openapi}; }
