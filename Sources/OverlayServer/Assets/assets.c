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

static const unsigned char api_decode_worker_js[] = {
#embed "viewer/api/decode-worker.js"
};

static const unsigned char api_decode_js[] = {
#embed "viewer/api/decode.js"
};

static const unsigned char api_decoder_js[] = {
#embed "viewer/api/decoder.js"
};

static const unsigned char api_orientation_js[] = {
#embed "viewer/api/orientation.js"
};

static const unsigned char api_problem_js[] = {
#embed "viewer/api/problem.js"
};

static const unsigned char api_service_js[] = {
#embed "viewer/api/service.js"
};

static const unsigned char page_follower_js[] = {
#embed "viewer/page/follower.js"
};

static const unsigned char page_keyboard_js[] = {
#embed "viewer/page/keyboard.js"
};

static const unsigned char page_page_css[] = {
#embed "viewer/page/page.css"
};

static const unsigned char page_page_js[] = {
#embed "viewer/page/page.js"
};

static const unsigned char page_player_js[] = {
#embed "viewer/page/player.js"
};

static const unsigned char page_recent_js[] = {
#embed "viewer/page/recent.js"
};

static const unsigned char page_status_js[] = {
#embed "viewer/page/status.js"
};

static const unsigned char panels_choices_js[] = {
#embed "viewer/panels/choices.js"
};

static const unsigned char panels_clip_js[] = {
#embed "viewer/panels/clip.js"
};

static const unsigned char panels_detections_js[] = {
#embed "viewer/panels/detections.js"
};

static const unsigned char panels_differences_js[] = {
#embed "viewer/panels/differences.js"
};

static const unsigned char panels_element_js[] = {
#embed "viewer/panels/element.js"
};

static const unsigned char panels_filters_js[] = {
#embed "viewer/panels/filters.js"
};

static const unsigned char panels_found_js[] = {
#embed "viewer/panels/found.js"
};

static const unsigned char panels_once_js[] = {
#embed "viewer/panels/once.js"
};

static const unsigned char panels_save_js[] = {
#embed "viewer/panels/save.js"
};

static const unsigned char panels_selection_js[] = {
#embed "viewer/panels/selection.js"
};

static const unsigned char panels_share_js[] = {
#embed "viewer/panels/share.js"
};

static const unsigned char panels_sign_js[] = {
#embed "viewer/panels/sign.js"
};

static const unsigned char panels_stages_js[] = {
#embed "viewer/panels/stages.js"
};

static const unsigned char panels_track_sheet_js[] = {
#embed "viewer/panels/track-sheet.js"
};

static const unsigned char panels_warnings_js[] = {
#embed "viewer/panels/warnings.js"
};

static const unsigned char panels_worst_js[] = {
#embed "viewer/panels/worst.js"
};

static const unsigned char stage_fields_js[] = {
#embed "viewer/stage/fields.js"
};

static const unsigned char stage_outlines_js[] = {
#embed "viewer/stage/outlines.js"
};

static const unsigned char stage_overlay_stage_js[] = {
#embed "viewer/stage/overlay-stage.js"
};

static const unsigned char stage_picture_loader_js[] = {
#embed "viewer/stage/picture-loader.js"
};

static const unsigned char stage_pictures_js[] = {
#embed "viewer/stage/pictures.js"
};

static const unsigned char stage_pointer_js[] = {
#embed "viewer/stage/pointer.js"
};

static const unsigned char stage_selection_js[] = {
#embed "viewer/stage/selection.js"
};

static const unsigned char stage_sheet_js[] = {
#embed "viewer/stage/sheet.js"
};

static const unsigned char stage_styles_js[] = {
#embed "viewer/stage/styles.js"
};

static const unsigned char stage_targets_js[] = {
#embed "viewer/stage/targets.js"
};

static const unsigned char stage_titles_js[] = {
#embed "viewer/stage/titles.js"
};

static const unsigned char stage_view_js[] = {
#embed "viewer/stage/view.js"
};

static const unsigned char stage_wish_js[] = {
#embed "viewer/stage/wish.js"
};

static const unsigned char state_address_js[] = {
#embed "viewer/state/address.js"
};

static const unsigned char state_comparison_js[] = {
#embed "viewer/state/comparison.js"
};

static const unsigned char state_differences_js[] = {
#embed "viewer/state/differences.js"
};

static const unsigned char state_filter_js[] = {
#embed "viewer/state/filter.js"
};

static const unsigned char state_frame_index_js[] = {
#embed "viewer/state/frame-index.js"
};

static const unsigned char state_query_js[] = {
#embed "viewer/state/query.js"
};

static const unsigned char state_reference_js[] = {
#embed "viewer/state/reference.js"
};

static const unsigned char state_sight_js[] = {
#embed "viewer/state/sight.js"
};

static const unsigned char state_summary_js[] = {
#embed "viewer/state/summary.js"
};

static const unsigned char state_timeline_js[] = {
#embed "viewer/state/timeline.js"
};

static const unsigned char state_turn_js[] = {
#embed "viewer/state/turn.js"
};

static const unsigned char strip_bars_js[] = {
#embed "viewer/strip/bars.js"
};

static const unsigned char strip_differences_js[] = {
#embed "viewer/strip/differences.js"
};

static const unsigned char strip_lines_js[] = {
#embed "viewer/strip/lines.js"
};

static const unsigned char strip_overlay_strip_js[] = {
#embed "viewer/strip/overlay-strip.js"
};

static const unsigned char strip_range_js[] = {
#embed "viewer/strip/range.js"
};

static const unsigned char strip_styles_js[] = {
#embed "viewer/strip/styles.js"
};

static const unsigned char strip_thumbnails_js[] = {
#embed "viewer/strip/thumbnails.js"
};

static const unsigned char strip_turned_js[] = {
#embed "viewer/strip/turned.js"
};

cassets_file cassets_openapi(void) { return (cassets_file){"openapi.yaml", openapi, sizeof openapi}; }

static const cassets_file viewer[] = {
    {"index.html", index_html, sizeof index_html},
    {"elements.js", elements_js, sizeof elements_js},
    {"api/decode-worker.js", api_decode_worker_js, sizeof api_decode_worker_js},
    {"api/decode.js", api_decode_js, sizeof api_decode_js},
    {"api/decoder.js", api_decoder_js, sizeof api_decoder_js},
    {"api/orientation.js", api_orientation_js, sizeof api_orientation_js},
    {"api/problem.js", api_problem_js, sizeof api_problem_js},
    {"api/service.js", api_service_js, sizeof api_service_js},
    {"page/follower.js", page_follower_js, sizeof page_follower_js},
    {"page/keyboard.js", page_keyboard_js, sizeof page_keyboard_js},
    {"page/page.css", page_page_css, sizeof page_page_css},
    {"page/page.js", page_page_js, sizeof page_page_js},
    {"page/player.js", page_player_js, sizeof page_player_js},
    {"page/recent.js", page_recent_js, sizeof page_recent_js},
    {"page/status.js", page_status_js, sizeof page_status_js},
    {"panels/choices.js", panels_choices_js, sizeof panels_choices_js},
    {"panels/clip.js", panels_clip_js, sizeof panels_clip_js},
    {"panels/detections.js", panels_detections_js, sizeof panels_detections_js},
    {"panels/differences.js", panels_differences_js, sizeof panels_differences_js},
    {"panels/element.js", panels_element_js, sizeof panels_element_js},
    {"panels/filters.js", panels_filters_js, sizeof panels_filters_js},
    {"panels/found.js", panels_found_js, sizeof panels_found_js},
    {"panels/once.js", panels_once_js, sizeof panels_once_js},
    {"panels/save.js", panels_save_js, sizeof panels_save_js},
    {"panels/selection.js", panels_selection_js, sizeof panels_selection_js},
    {"panels/share.js", panels_share_js, sizeof panels_share_js},
    {"panels/sign.js", panels_sign_js, sizeof panels_sign_js},
    {"panels/stages.js", panels_stages_js, sizeof panels_stages_js},
    {"panels/track-sheet.js", panels_track_sheet_js, sizeof panels_track_sheet_js},
    {"panels/warnings.js", panels_warnings_js, sizeof panels_warnings_js},
    {"panels/worst.js", panels_worst_js, sizeof panels_worst_js},
    {"stage/fields.js", stage_fields_js, sizeof stage_fields_js},
    {"stage/outlines.js", stage_outlines_js, sizeof stage_outlines_js},
    {"stage/overlay-stage.js", stage_overlay_stage_js, sizeof stage_overlay_stage_js},
    {"stage/picture-loader.js", stage_picture_loader_js, sizeof stage_picture_loader_js},
    {"stage/pictures.js", stage_pictures_js, sizeof stage_pictures_js},
    {"stage/pointer.js", stage_pointer_js, sizeof stage_pointer_js},
    {"stage/selection.js", stage_selection_js, sizeof stage_selection_js},
    {"stage/sheet.js", stage_sheet_js, sizeof stage_sheet_js},
    {"stage/styles.js", stage_styles_js, sizeof stage_styles_js},
    {"stage/targets.js", stage_targets_js, sizeof stage_targets_js},
    {"stage/titles.js", stage_titles_js, sizeof stage_titles_js},
    {"stage/view.js", stage_view_js, sizeof stage_view_js},
    {"stage/wish.js", stage_wish_js, sizeof stage_wish_js},
    {"state/address.js", state_address_js, sizeof state_address_js},
    {"state/comparison.js", state_comparison_js, sizeof state_comparison_js},
    {"state/differences.js", state_differences_js, sizeof state_differences_js},
    {"state/filter.js", state_filter_js, sizeof state_filter_js},
    {"state/frame-index.js", state_frame_index_js, sizeof state_frame_index_js},
    {"state/query.js", state_query_js, sizeof state_query_js},
    {"state/reference.js", state_reference_js, sizeof state_reference_js},
    {"state/sight.js", state_sight_js, sizeof state_sight_js},
    {"state/summary.js", state_summary_js, sizeof state_summary_js},
    {"state/timeline.js", state_timeline_js, sizeof state_timeline_js},
    {"state/turn.js", state_turn_js, sizeof state_turn_js},
    {"strip/bars.js", strip_bars_js, sizeof strip_bars_js},
    {"strip/differences.js", strip_differences_js, sizeof strip_differences_js},
    {"strip/lines.js", strip_lines_js, sizeof strip_lines_js},
    {"strip/overlay-strip.js", strip_overlay_strip_js, sizeof strip_overlay_strip_js},
    {"strip/range.js", strip_range_js, sizeof strip_range_js},
    {"strip/styles.js", strip_styles_js, sizeof strip_styles_js},
    {"strip/thumbnails.js", strip_thumbnails_js, sizeof strip_thumbnails_js},
    {"strip/turned.js", strip_turned_js, sizeof strip_turned_js},
};

size_t cassets_viewer_count(void) { return sizeof viewer / sizeof viewer[0]; }

cassets_file cassets_viewer(size_t index) { return viewer[index]; }
