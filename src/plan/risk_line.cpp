// Risks of how the line is drawn.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "../scalp/anatomy.h"
#include "risk_parts.h"
#include "risk_photo.h"

namespace tonsure {
namespace {

// Adult men 60 to 90 mm [C], the usual 75 less and more 15; women 55 +- 3 [M], the usual 58 less 6.
constexpr double kMenBelowMm = 15, kWomenBelowMm = 6, kAboveMm = 15, kHighestMm = 90;
// Waves of the edge [E]: amplitudes of 3 to 6 and 1 to 2.5 mm are thought natural. On finished dots, edges of which a
// third of that is measured still wave; those of barbers' straight lines come to 0.6 mm at most.
constexpr Range kUsualWaveMm = {0.9, 8};
// Corners of nature differ by 3 to 10 mm [E], and the waves of either side are their own.
constexpr Range kUsualDifferenceMm = {1.3, 20};
// Landmarks of the temples are good to some 5 mm; so many dots beyond make a patch that is seen [E].
constexpr double kTempleToleranceMm = 5;
constexpr std::size_t kTempleDots = 20;

/// The border that the hair of one temple had before any loss: from the frontotemporal corner, by the temple point, to
/// the sideburn.
using TempleBorder = std::array<Vec3<HeadMm>, 3>;

/// How far a dot lies ahead of it, mm along the skin; 0 behind it, and where no temple is. Temples lie beside the
/// vertical through the canthus: between the two, hairlines reach down as low.
double ahead_of_temple_mm(const ScalpSurface& surface, const ScalpLandmarks& landmarks, const TempleBorder& border,
                          Vec3<HeadMm> point) {
  if (point.y >= border[0].y || point.y < border[2].y || std::fabs(point.x) < landmarks.canthus_x_mm) return 0;
  const std::size_t k = point.y >= border[1].y ? 0 : 1;
  const double t = (border[k].y - point.y) / (border[k].y - border[k + 1].y);
  const Vec3<HeadMm> direction = normalized(border[k] + t * (border[k + 1] - border[k]));
  const Vec3<HeadMm> at = radius_mm(surface, direction) * direction;
  // Ahead: nearer to the midline of the face, seen from above.
  if (std::atan2(std::fabs(point.x), point.z) >= std::atan2(std::fabs(at.x), at.z)) return 0;
  return skin_distance_mm(surface, at, point);
}

}  // namespace

MaybeNote note_low_line(const Plan& plan, const FrontEdge& edge, double height_sd_mm) {
  if (!edge.height_mm) return std::nullopt;
  Treatment unset = plan.treatment;
  unset.hairline.height_above_glabella_mm.reset();
  const double usual = hairline_height_mm(unset);
  const bool woman = plan.treatment.client.sex == Sex::kFemale;
  RiskNote note{"line-low", rounded(*edge.height_mm, height_sd_mm > 0 ? 1 : 0.1), "mm", {}, "", "", ""};
  note.usual = {rounded(usual - (woman ? kWomenBelowMm : kMenBelowMm), 0.1),
                rounded(std::min(kHighestMm, usual + kAboveMm), 0.1)};
  if (std::max(note.value, *edge.height_mm + height_sd_mm) >= note.usual.low) return std::nullopt;
  note.source = woman ? "trichion to glabella in women 55 +- 3 mm [M]; 1.5 mm more a year past 40 [E]"
                      : "adult men 60 to 90 mm [C], 61 +- 3 before any loss [M]; 1.5 mm more a year past 40 [E]";
  const auto& age = plan.treatment.client.age_years;
  note.text = "The line lies " + measured_words(note.value, height_sd_mm) + " above the glabella; for " +
              (woman ? "a woman" : "a man") + (age ? " of " + number_words(rounded(*age, 0.1)) : "") + " " +
              range_words(note.usual, "mm") + " is usual. A low line is the first thing that is regretted with age.";
  note.mend = "set hairline.height_above_glabella_mm to " + number_words(note.usual.low) +
              " or more; where the scene draws the hairline, draw it " +
              number_words(rounded(note.usual.low - note.value, 0.1)) + " mm higher";
  return note;
}

MaybeNote note_straight_line(const FrontEdge& edge) {
  if (!edge.wave_mm) return std::nullopt;
  RiskNote note{"line-straight", rounded(*edge.wave_mm, 0.1), "mm", kUsualWaveMm, "", "", ""};
  if (note.value >= note.usual.low) return std::nullopt;
  note.source = "waves of 3 to 6 mm with smaller ones of 1 to 2.5 mm on top [E]";
  note.text = "The edge departs from a smooth curve by " + number_words(note.value) +
              " mm (amplitude over the middle 80 mm); usual are " + range_words(note.usual, "mm") +
              ". A line so straight reads as drawn.";
  note.mend =
      "set hairline.macro_amplitude_mm to 3 or more, hairline.micro_amplitude_mm to 1 or more and "
      "hairline.largest_departure_mm to null";
  return note;
}

MaybeNote note_symmetric_line(const FrontEdge& edge) {
  if (!edge.difference_mm) return std::nullopt;
  RiskNote note{"line-symmetric", rounded(*edge.difference_mm, 0.1), "mm", kUsualDifferenceMm, "", "", ""};
  if (note.value >= note.usual.low) return std::nullopt;
  note.source = "the right side recedes further in 3 of 4 men [M]; corners differ by 3 to 10 mm [E]";
  note.text = "Left and mirrored right half of the edge differ by " + number_words(note.value) +
              " mm (RMS to 60 mm from the middle); usual are " + range_words(note.usual, "mm") +
              ". No grown hairline is so symmetric.";
  note.mend =
      "set hairline.asymmetry to 1, hairline.macro_amplitude_mm to 3 or more and hairline.largest_departure_mm to "
      "null";
  return note;
}

MaybeNote note_past_temple_points(const Plan& plan, const ScalpLandmarks& landmarks,
                                  const std::vector<FittedHead>& photos) {
  const ScalpLandmarks& l = landmarks;
  const TempleBorder left = {l.frontotemporal.left, l.temple_point.left, l.sideburn.left};
  const TempleBorder right = {l.frontotemporal.right, l.temple_point.right, l.sideburn.right};
  struct Ahead {
    double mm = 0, sd_mm = 0;
  };
  std::vector<Ahead> ahead;
  for (const auto& point : plan.dots.head) {
    const double mm = ahead_of_temple_mm(plan.surface, l, point.x > 0 ? left : right, point);
    if (mm <= kTempleToleranceMm) continue;
    const double sd_mm = place_error_mm(photos, point);
    if (mm > kTempleToleranceMm + sd_mm) ahead.push_back({mm, sd_mm});
  }
  if (ahead.size() < kTempleDots) return std::nullopt;
  std::sort(ahead.begin(), ahead.end(), [](const Ahead& a, const Ahead& b) { return a.mm > b.mm; });
  const Ahead& least = ahead[kTempleDots - 1];
  RiskNote note{"past-temple-points", rounded(least.mm, 1), "mm", {0, kTempleToleranceMm}, "", "", ""};
  note.source = "where temples' hair ends before any loss, good to some 5 mm [E]";
  note.text = std::to_string(ahead.size()) + " dots lie ahead of the temple points, " + std::to_string(kTempleDots) +
              " of them by " + measured_words(note.value, least.sd_mm) + " or more; usual are " +
              range_words(note.usual, "mm") + ". Pigment there stands on skin that never bore hair.";
  note.mend =
      "draw scalp_region or the hairline of the scene behind the temple points; or set hairline.temple to "
      "\"parallel\" or \"reversed\"";
  return note;
}

}  // namespace tonsure
