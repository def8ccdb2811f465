// `tonsure inspect`, and `preview` with what it proposes, on photographs they were not made for: they end with status 0
// or 3, and no dot is drawn below the brows or off the head.
//
// A sample is looked at. TONSURE_ODD_HEADS=0-499 looks at all 500 of draw_odd_head (some ten minutes of one core),
// TONSURE_ODD_HEADS=7-7 at number 7 alone. TONSURE_ODD_HEADS_KEEP=folder keeps photos, proposals and previews there, by
// number.
//
//     TONSURE_ODD_HEADS=0-499 build/ci/tests/command/test_odd_heads
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/io/photo.h>

#include "command/odd_heads.h"
#include "command/run_command.h"

namespace tonsure::testing {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : value;
}

std::vector<int> numbers() {
  const std::string wanted = environment("TONSURE_ODD_HEADS");
  int first = 0, last = kOddHeads - 1, step = 13;  // shares no factor with the number of kinds
  if (const std::size_t dash = wanted.find('-'); dash != std::string::npos)
    first = std::stoi(wanted), last = std::stoi(wanted.substr(dash + 1)), step = 1;
  std::vector<int> out;
  for (int i = first; i <= last; i += step) out.push_back(i);
  return out;
}

/// Where the dots lie that a preview drew.
std::map<DotPlace, int> places_of_dots(const OddHead& odd, const std::string& csv) {
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  EXPECT_TRUE(line.ends_with("x_px,y_px,visible")) << line;
  std::map<DotPlace, int> places;
  while (std::getline(lines, line)) {
    const std::size_t visible = line.rfind(','), y = line.rfind(',', visible - 1), x = line.rfind(',', y - 1);
    if (line.substr(visible + 1) != "1") continue;
    ++places[place_of_dot(odd, {std::stod(line.substr(x + 1)), std::stod(line.substr(y + 1))})];
  }
  return places;
}

struct Outcome {
  int proposed = 0, refused = 0, previews = 0;
  int dots = 0, below_brows = 0, off_head = 0;
};

/// Runs both commands on one picture.
void look_at(const OddHead& odd, const std::string& folder, Outcome& outcome) {
  const std::string photo = folder + "/photo.png";
  const auto png = encode_png(odd.photo.pixels.view(), {});
  ASSERT_TRUE(png.ok());
  write_text(photo, std::string(reinterpret_cast<const char*>(png->data()), png->size()));
  const Finished inspected = run_command({"inspect", photo, "--out", folder + "/proposal", "--threads", "1"});
  if (inspected.status == 3) {
    ++outcome.refused;
    EXPECT_EQ(count_lines(inspected.err), 1U) << inspected.err;
    EXPECT_FALSE(std::filesystem::exists(folder + "/proposal/photo.scene.json"));
    return;
  }
  ASSERT_EQ(inspected.status, 0) << inspected.err;
  ++outcome.proposed;
  // Fewer dots than usual: it is places that count.
  write_text(folder + "/sparse.json", R"({"density": {"peak_per_cm2": 60}})");
  const Finished drawn = run_command({"preview", photo, "--scene", folder + "/proposal/photo.scene.json", "--treatment",
                                      folder + "/sparse.json", "--out", folder + "/preview", "--threads", "1"});
  if (drawn.status == 3) return;
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  ++outcome.previews;
  auto places = places_of_dots(odd, read_text(folder + "/preview/dots.csv"));
  outcome.dots += places[DotPlace::kScalp];
  outcome.below_brows += places[DotPlace::kBelowBrows];
  outcome.off_head += places[DotPlace::kOffHead];
  EXPECT_EQ(places[DotPlace::kBelowBrows], 0) << "dots below the brows";
  EXPECT_EQ(places[DotPlace::kOffHead], 0) << "dots off the head";
}

TEST(OddHeads, AreProposedWithoutHarmOrRefused) {
  const std::string keep = environment("TONSURE_ODD_HEADS_KEEP");
  std::map<std::string, Outcome> outcomes;
  for (const int number : numbers()) {
    const OddHead odd = draw_odd_head(number);
    SCOPED_TRACE(odd.name);
    const Folder own;
    const std::string folder = keep.empty() ? own.path() : keep + "/" + std::to_string(number);
    std::filesystem::create_directories(folder);
    const std::string kind = odd.name.substr(odd.name.find(' ') + 1);
    look_at(odd, folder, outcomes[kind.substr(0, kind.find_first_of(",0123456789"))]);
  }
  Outcome all;
  for (const auto& [kind, o] : outcomes) {
    std::printf("%-14s %3d proposed, %3d refused; %3d previews: %6d dots, %5d below the brows, %5d off the head\n",
                kind.c_str(), o.proposed, o.refused, o.previews, o.dots, o.below_brows, o.off_head);
    all = {all.proposed + o.proposed, all.refused + o.refused,         all.previews + o.previews,
           all.dots + o.dots,         all.below_brows + o.below_brows, all.off_head + o.off_head};
  }
  std::printf("%-14s %3d proposed, %3d refused; %3d previews: %6d dots, %5d below the brows, %5d off the head\n", "all",
              all.proposed, all.refused, all.previews, all.dots, all.below_brows, all.off_head);
}

}  // namespace
}  // namespace tonsure::testing
