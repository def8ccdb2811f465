// Prints the table of docs/model/optics.md: the colour of dots and of a field of them from the last day to ten years
// later.
#include <cstdio>
#include <utility>

#include "optics/colour_in_time.h"

int main() {
  using namespace tonsure;
  using namespace tonsure::testing;
  constexpr double kYear = 365.25;
  const auto lab = [](const Lab& v) { std::printf(" | %.0f / %.0f / %.0f", v.l, v.a, v.b); };
  const std::pair<const char*, SkinOptics> skins[] = {{"light", kLight}, {"medium", kMedium}, {"deep", kDeep}};
  const std::pair<const char*, double> shades[] = {{"carbon medium", 10}, {"medium brown", 8}, {"trico brown", 4}};
  for (const auto& [shade, dilution] : shades) {
    for (const auto& [name, skin] : skins) {
      std::printf("| %s | %s", shade, name);
      lab(look(skin, shade, dilution, 28).bare);
      for (const bool centre : {true, false}) {
        std::printf(centre ? " | dot" : "| | | | field");
        for (const double age : {0.0, 28.0, kYear, 5 * kYear, 10 * kYear}) {
          const Seen seen = look(skin, shade, dilution, age);
          lab(centre ? seen.centre : seen.field);
        }
        std::printf(" |\n");
      }
    }
  }
  return 0;
}
