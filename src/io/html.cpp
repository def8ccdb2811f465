#include <tonsure/io/html.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>

#include <tonsure_embedded/preview_page.h>

#include "html_plan.h"
#include "html_text.h"

namespace tonsure {
namespace {

std::string base64(std::span<const std::byte> bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8) | (k < count ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kLetters[(group >> (18 - 6 * k)) & 63u] : '=';
    }
  }
  return out;
}

bool is_known(double value) {
  return std::isfinite(value) && value > 0;
}

std::string scale_text(const PreviewPage& page) {
  if (!is_known(page.mm_per_px)) return "Not known: lengths on this page cannot be trusted.";
  const std::string scale = number_text(page.mm_per_px, 3) + " mm per px";
  if (!is_known(page.scale_sd)) return scale + ", error not known";
  return scale + " &plusmn; " + number_text(100.0 * page.scale_sd, 2) + "&nbsp;% (1&nbsp;SD)";
}

std::string facts_section(const PreviewPage& page) {
  if (page.facts.empty()) return {};
  std::string out = "<section>\n<h2>Facts</h2>\n<table><tbody>\n";
  for (const auto& [label, value] : page.facts) {
    out += "<tr><th scope=\"row\">" + escape_html(label) + "</th><td>" + escape_html(value) + "</td></tr>\n";
  }
  return out + "</tbody></table>\n</section>";
}

std::string warnings_section(const PreviewPage& page) {
  if (page.warnings.empty()) return {};
  std::string out = "<section class=\"warnings\">\n<h2>Please note</h2>\n<ul>\n";
  for (const std::string& warning : page.warnings) out += "<li>" + escape_html(warning) + "</li>\n";
  return out + "</ul>\n</section>";
}

std::string strengths_section(const PreviewPage& page) {
  if (page.strengths.empty()) return {};
  std::string out = "<section>\n<h2>How dark</h2>\n<div class=\"strengths\">\n";
  for (const auto& [name, jpeg] : page.strengths) {
    const std::string label = escape_html(name);
    out += "<figure><img alt=\"Simulated, " + label + "\" src=\"data:image/jpeg;base64," + base64(jpeg) +
           "\"><figcaption>" + label + "</figcaption></figure>\n";
  }
  return out +
         "</div>\n<p class=\"small\">The same dots with less and with more pigment, simulated: a range to choose "
         "from, as no healed result can be promised.</p>\n</section>";
}

/// The guide as JSON, for the script.
std::string guide_json(const PageHairline& hairline) {
  constexpr int kPlaceDigits = 7;  // 0.01 px in photos of up to 10^5 px
  const auto number = [](double value, int digits) { return number_text(std::isfinite(value) ? value : 0, digits); };
  const auto list = [](const auto& values, const auto& text_of) {
    std::string out = "[";
    for (const auto& value : values) out += (out.size() > 1 ? "," : "") + text_of(value);
    return out + "]";
  };
  const auto exact = [&](double value) { return number(value, 17); };
  const auto place = [&](Vec2<PhotoPx> p) {
    return "[" + number(p.x, kPlaceDigits) + "," + number(p.y, kPlaceDigits) + "]";
  };
  const auto point = [&](const PageHairline::Point& p) {
    return R"({"at":)" + exact(p.at) + R"(,"shown":)" + (p.shown ? "true" : "false") + R"(,"ahead":)" +
           list(p.ahead_px, place) + "}";
  };
  return R"({"ways":)" + list(hairline.ways_mm, exact) + R"(,"handles":)" + list(hairline.handles, exact) +
         R"(,"guide":)" + list(hairline.guide, point) + "}";
}

using Fields = std::map<std::string_view, std::string_view>;

/// `text` with each {{name}} replaced, in one pass: a field's own braces are never looked at again.
std::string fill(std::string_view text, const Fields& fields) {
  std::size_t size = text.size();
  for (const auto& [name, value] : fields) size += value.size();
  std::string out;
  out.reserve(size);
  for (;;) {
    const std::size_t open = text.find("{{");
    out += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return out;
    if (const auto field = fields.find(text.substr(open + 2, close - open - 2)); field != fields.end()) {
      out += field->second;
    }
    text.remove_prefix(close + 2);
  }
}

}  // namespace

std::string preview_page_html(const PreviewPage& page) {
  const std::string title = escape_html(page.title);
  const std::string moment = escape_html(page.moment);
  const std::string width_px = std::to_string(page.width_px);
  const std::string height_px = std::to_string(page.height_px);
  const std::string mm_per_px = is_known(page.mm_per_px) ? number_text(page.mm_per_px, 9) : "0";
  const Vec2<PhotoPx> focus = page.focus.value_or(Vec2<PhotoPx>{0.5 * page.width_px, 0.5 * page.height_px});
  const std::string focus_x_px = number_text(std::isfinite(focus.x) ? focus.x : 0, 9);
  const std::string focus_y_px = number_text(std::isfinite(focus.y) ? focus.y : 0, 9);
  const std::string before = base64(page.before_jpeg);
  const std::string after = base64(page.after_jpeg);
  const std::string scale = scale_text(page);
  const std::string scale_basis =
      page.scale_basis.empty() ? std::string() : "<p class=\"small\">From: " + escape_html(page.scale_basis) + "</p>";
  const std::string facts = facts_section(page);
  const std::string warnings = warnings_section(page);
  const std::string strengths = strengths_section(page);
  const std::string plan = page.report ? plan_section(*page.report, page.risks) : std::string();
  const bool editable = page.hairline && !page.hairline->handles.empty();
  const std::string guide = editable ? escape_html(guide_json(*page.hairline)) : std::string();
  const std::string treatment = editable ? escape_json_in_html(page.hairline->treatment_json) : std::string();
  const std::string command = editable ? escape_html(page.hairline->command) : std::string();
  return fill(embedded::kPreviewPageHtml, {{"title", title},
                                           {"moment", moment},
                                           {"width_px", width_px},
                                           {"height_px", height_px},
                                           {"mm_per_px", mm_per_px},
                                           {"focus_x_px", focus_x_px},
                                           {"focus_y_px", focus_y_px},
                                           {"before_base64", before},
                                           {"after_base64", after},
                                           {"scale", scale},
                                           {"scale_basis", scale_basis},
                                           {"facts", facts},
                                           {"warnings", warnings},
                                           {"strengths", strengths},
                                           {"plan", plan},
                                           {"hairline_guide", guide},
                                           {"hairline_treatment", treatment},
                                           {"hairline_command", command},
                                           {"hairline_file", kPageTreatmentFile},
                                           {"css", embedded::kPreviewPageCss},
                                           {"css_sha256", embedded::kPreviewPageCssSha256},
                                           {"js", embedded::kPreviewPageJs},
                                           {"js_sha256", embedded::kPreviewPageJsSha256}});
}

}  // namespace tonsure
