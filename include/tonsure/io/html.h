/// @file
/// The preview page: one self-contained HTML file with a before/after slider.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/plan/report.h>

namespace tonsure {

/// What the page needs to let one bend the hairline by hand; see hairline_handles (tonsure/session/hairline_handles.h).
struct PageHairline {
  /// A point of the guide.
  struct Point {
    double at = 0;                        ///< along the guide, as HairlineControl::at; rising from point to point
    std::vector<Vec2<PhotoPx>> ahead_px;  ///< where one comes from it by each of `ways_mm` ahead
    bool shown = false;                   ///< others are not drawn
  };
  std::vector<double> ways_mm;  ///< rising
  std::vector<Point> guide;
  std::vector<double> handles;  ///< `at` of each handle, rising
  std::string treatment_json;   ///< the plan's treatment, as treatment_to_json writes it
  std::string command;          ///< what to run once the page's treatment is saved as kPageTreatmentFile
};
inline constexpr const char* kPageTreatmentFile = "mine.treatment.json";  ///< what the page saves

/// What the page shows. All strings are plain UTF-8 text and are escaped; what is not valid UTF-8, control characters
/// and overrides of the direction of text are shown as U+FFFD.
struct PreviewPage {
  std::string title;                       ///< heading, e.g. the photo's name
  std::span<const std::byte> before_jpeg;  ///< the photo
  std::span<const std::byte> after_jpeg;   ///< the preview, same size
  int width_px = 0;                        ///< of both pictures
  int height_px = 0;
  double mm_per_px = 0;                                    ///< at the scalp; 0: unknown, the page then says so
  double scale_sd = 0;                                     ///< relative 1-SD error of the scale; 0: not known
  std::string scale_basis;                                 ///< what the scale rests on, e.g. "distance of the pupils"
  std::string moment;                                      ///< e.g. "healed, day 28"
  std::vector<std::pair<std::string, std::string>> facts;  ///< (label, value) rows of a table
  std::vector<std::string> warnings;
  /// The same work in other strengths, from lighter to denser: what to call it, and a small picture (JPEG). Empty: no
  /// section of them.
  std::vector<std::pair<std::string, std::vector<std::byte>>> strengths;
  std::optional<PlanReport> report;      ///< none: no section on the plan
  std::vector<RiskNote> risks;           ///< told with the report
  std::optional<Vec2<PhotoPx>> focus;    ///< the treated area's middle: 100 % opens there. None: the photo's middle
  std::optional<PageHairline> hairline;  ///< none, or one without handles: the hairline cannot be edited in the page
};

/// The page as UTF-8 HTML.
///
/// Guarantees: (1) it loads nothing from anywhere: both pictures, style and script stand in it, and its content
/// security policy refuses everything else; (2) no string of `page` becomes markup or script; (3) "Simulated" stands on
/// the picture wherever the preview is to be seen; (4) the same page gives the same bytes.
/// Cost: the page is 4/3 the size of the two JPEGs, and as much again is in use while it is put together.
TONSURE_EXPORT std::string preview_page_html(const PreviewPage& page);

}  // namespace tonsure
