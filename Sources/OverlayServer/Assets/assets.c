#include "assets.h"

static const unsigned char openapi[] = {
#embed "../Serve/openapi.yaml"
};

static const unsigned char index_html[] = {
#embed "viewer/index.html"
};

static const unsigned char elements_js[] = {
#embed "viewer/elements.js"
};

static const unsigned char api_service_js[] = {
#embed "viewer/api/service.js"
};

static const unsigned char page_page_css[] = {
#embed "viewer/page/page.css"
};

static const unsigned char page_page_js[] = {
#embed "viewer/page/page.js"
};

static const unsigned char page_panels_js[] = {
#embed "viewer/page/panels.js"
};

static const unsigned char page_player_js[] = {
#embed "viewer/page/player.js"
};

static const unsigned char stage_overlay_stage_js[] = {
#embed "viewer/stage/overlay-stage.js"
};

static const unsigned char stage_pictures_js[] = {
#embed "viewer/stage/pictures.js"
};

static const unsigned char state_address_js[] = {
#embed "viewer/state/address.js"
};

static const unsigned char strip_overlay_strip_js[] = {
#embed "viewer/strip/overlay-strip.js"
};

cassets_file cassets_openapi(void) { return (cassets_file){"openapi.yaml", openapi, sizeof openapi}; }

static const cassets_file viewer[] = {
    {"index.html", index_html, sizeof index_html},
    {"elements.js", elements_js, sizeof elements_js},
    {"api/service.js", api_service_js, sizeof api_service_js},
    {"page/page.css", page_page_css, sizeof page_page_css},
    {"page/page.js", page_page_js, sizeof page_page_js},
    {"page/panels.js", page_panels_js, sizeof page_panels_js},
    {"page/player.js", page_player_js, sizeof page_player_js},
    {"stage/overlay-stage.js", stage_overlay_stage_js, sizeof stage_overlay_stage_js},
    {"stage/pictures.js", stage_pictures_js, sizeof stage_pictures_js},
    {"state/address.js", state_address_js, sizeof state_address_js},
    {"strip/overlay-strip.js", strip_overlay_strip_js, sizeof strip_overlay_strip_js},
};

size_t cassets_viewer_count(void) { return sizeof viewer / sizeof viewer[0]; }

cassets_file cassets_viewer(size_t index) { return viewer[index]; }
