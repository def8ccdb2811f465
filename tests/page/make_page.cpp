// Writes a preview page for the browser test: make_page OUT.html WIDTH HEIGHT [--no-hairline]
// Every string of the page tries to break out of its place.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>

namespace {

/// A grid of 100 px squares with shading; the after picture is darker in its upper half.
std::vector<std::byte> draw(int width, int height, bool after) {
  tonsure::Image<unsigned char> picture(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool square = ((x / 100) + (y / 100)) % 2 == 0;
      const int level = (square ? 190 : 170) - (after && y < height / 2 ? 70 : 0);
      unsigned char* pixel = picture.view().pixel(x, y);
      pixel[0] = static_cast<unsigned char>(level);
      pixel[1] = static_cast<unsigned char>(level - 30);
      pixel[2] = static_cast<unsigned char>(level - 50);
    }
  }
  return tonsure::encode_jpeg(picture.view(), 85).value();
}

/// A straight guide from a quarter of the width to three quarters, 4 px down the photo for each mm forward; its last
/// part is not shown.
tonsure::PageHairline straight_hairline(int width, int height, const std::string& attack) {
  tonsure::Treatment treatment;
  treatment.name = "name " + attack + " \"controls\": [1, 2]";
  treatment.seed = 18446744073709551615U;  // more digits than a script's numbers hold
  treatment.hairline.controls = {{-0.4, 3.125}, {-0.2, 0}, {0.8, 0}, {0.95, 2}};
  tonsure::PageHairline hairline;
  hairline.treatment_json = tonsure::treatment_to_json(treatment);
  hairline.command = "tonsure preview 'it''s " + attack + "' --treatment mine.treatment.json --out result";
  hairline.ways_mm = {-40, -20, 0, 20, 40};
  for (int i = -50; i <= 50; ++i) {
    tonsure::PageHairline::Point& point = hairline.guide.emplace_back();
    point.at = i / 50.0;
    point.shown = point.at < 0.9;
    for (const double way : hairline.ways_mm)
      point.ahead_px.push_back({width * (0.5 + 0.25 * point.at), 0.3 * height + 4 * way});
  }
  hairline.handles = {-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8};
  return hairline;
}

}  // namespace

int main(int argc, char** argv) {
  const bool plain = argc == 5 && std::string(argv[4]) == "--no-hairline";
  if (argc != 4 && !plain) {
    std::cerr << "usage: make_page OUT.html WIDTH HEIGHT [--no-hairline]\n";
    return 2;
  }
  tonsure::PreviewPage page;
  page.width_px = std::atoi(argv[2]);
  page.height_px = std::atoi(argv[3]);
  const std::vector<std::byte> before = draw(page.width_px, page.height_px, false);
  const std::vector<std::byte> after = draw(page.width_px, page.height_px, true);
  page.before_jpeg = before;
  page.after_jpeg = after;
  page.focus = tonsure::Vec2<tonsure::PhotoPx>{0.5 * page.width_px, 0.25 * page.height_px};
  page.mm_per_px = 0.24;
  page.scale_sd = 0.06;
  const std::string attack =
      "\"'><img src=x onerror=\"window.hacked=1\"></title></style><script>window.hacked=1</script>";
  page.title = "title " + attack + " {{js}}";
  page.scale_basis = "basis " + attack;
  page.moment = "healed " + attack;
  page.facts = {{"label " + attack, "value " + attack},
                {"<b>bold</b>", "&amp; \xE2\x80\xA8 \xE2\x80\xAE \xD7\xA9 \xF0\x9F\x99\x82"},
                {std::string("nul\0 escape\x1B", 12), "bad utf-8 \xC3( \xFF"},
                {std::string(300, 'x'), std::string(300, 'W')}};
  page.warnings = {"warning " + attack, "javascript:window.hacked=1"};
  if (!plain) page.hairline = straight_hairline(page.width_px, page.height_px, attack);
  tonsure::PlanReport& report = page.report.emplace();
  report.dots = 31482;
  report.area_cm2 = 181.4;
  report.zones = {{tonsure::Zone::kSentinel, 0, 34, 5.3, 6.4, 0.02, {0.22, 0.33}},
                  {tonsure::Zone::kLeadingEdge, 0, 234, 11.4, 20.5, 0.06, {0.22, 0.36}},
                  {tonsure::Zone::kMidScalp, 0, 30980, 160.2, 193.4, 0.92, {0.24, 0.4}},
                  {tonsure::Zone::kScar, 0, 234, 4.5, 52, 0.1, {0.2, 0.3}}};
  report.sessions = {{1, 9444, 0, {1.3, 2.7}, {0, 0}},
                     {2, 12593, 0, {1.8, 3.6}, {7, 14}},
                     {3, 9445, 0, {1.3, 2.7}, {14, 28}},
                     {4, 0, 234, {0.03, 0.07}, {42, 84}}};
  report.hours = {{4.5, 9.1}, "h", "hours " + attack};
  report.cost_usd = {{1311, 4700}, "US$", "list prices of 2013"};
  report.spacing_days = {{7, 14}, "days", "7 to 14 days"};
  report.control_days = {{28, 42}, "days", "healed work is judged from four weeks on"};
  report.touch_up_years = {{2, 5}, "years", "as pigment fades"};
  report.touch_up_percent = {{10, 20}, "%", "of one clinic's clients, within 2 to 3 years"};
  page.risks = {
      {"dark", -26, "L*", {-22, -3}, "source " + attack, "text " + attack, "mend " + attack},
      {"line-straight",
       0.4,
       "mm",
       {1.2, 8},
       "waves of 3 to 6 mm [E]",
       "The edge departs from a smooth curve by 0.4 mm; usual are 1.2 to 8 mm. A line so straight reads as drawn.",
       "set hairline.macro_amplitude_mm to 3 or more"}};
  std::ofstream file(argv[1], std::ios::binary);
  file << tonsure::preview_page_html(page);
  file.close();
  return file ? 0 : 4;
}
