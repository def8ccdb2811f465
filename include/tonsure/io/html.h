/// @file
/// The preview page: one self-contained HTML file with a before/after slider.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/export.h>

namespace tonsure {

/// What the page shows. All strings are plain text and are escaped.
struct PreviewPage {
  std::string title;                       ///< heading, e.g. the photo's name
  std::span<const std::byte> before_jpeg;  ///< the photo
  std::span<const std::byte> after_jpeg;   ///< the preview, same size
  int width_px = 0;
  int height_px = 0;
  double mm_per_px = 0;
  double scale_sd = 0;  ///< relative 1-SD error of the scale
  std::string scale_basis;
  std::string moment;                                      ///< e.g. "healed, day 28"
  std::vector<std::pair<std::string, std::string>> facts;  ///< (label, value) rows of a table
  std::vector<std::string> warnings;
};

/// The page as UTF-8 HTML. It loads nothing from anywhere.
TONSURE_EXPORT std::string preview_page_html(const PreviewPage& page);

}  // namespace tonsure
