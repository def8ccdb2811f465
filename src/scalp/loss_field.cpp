// Loss of hair as regions of the flattened mean head with soft, irregular borders. Model: docs/model/loss.md.
#include "loss_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "../core/rng.h"
#include "../core/smooth_step.h"

#include "anatomy_frame.h"

namespace tonsure {
namespace {

using Flat = Vec2<ScalpMm>;

constexpr double kPi = std::numbers::pi;
constexpr double kMostYears = 80;
constexpr double kNever = -1000;  // mm: no loss of that sort anywhere
constexpr double kLeastShaft = 0.3;

// Channels of the stage that draws a head's anatomy.
constexpr std::uint64_t kTurnChannel = 0x1055'0000, kPatchChannel = 0x1055'0001, kWideChannel = 0x1055'0002,
                        kFineChannel = 0x1055'0003, kMottleChannel = 0x1055'0004;

// Right over left recession, log-normal: mean 1.23 and above 1 in 77 % [M].
constexpr double kTurnMean = 0.182, kTurnSd = 0.246;

/// mm along the skin of the mean head from its top, about: x to the left, y backwards. Lengths hold along the
/// median and across it (quarters of the ellipses 77 x 90 and 100 x 90).
constexpr double kAcrossMm = 83.6, kAlongMm = 95.1;
Flat flatten(Vec3<HeadMm> on_mean) {
  const double level = std::hypot(on_mean.x, on_mean.z);
  if (level <= 0) return {0, 0};
  const double turn = std::atan2(level, on_mean.y);
  return {kAcrossMm * turn * on_mean.x / level, -kAlongMm * turn * on_mean.z / level};
}

/// Union of two regions given by how far inside them a point is, rounded over `round` mm where they meet.
double united(double a, double b, double round) {
  const double h = std::max(0.0, round - std::abs(a - b)) / round;
  return std::max(a, b) + 0.25 * round * h * h;
}
double common(double a, double b, double round) {
  return -united(-a, -b, round);
}

/// The state of one class of Norwood's, mm on the flattened mean head.
struct Stage {
  double middle;    ///< recession of the hairline in the midline
  double corner;    ///< of the temples
  double half;      ///< distance of the lateral border of that from the midline
  double crown;     ///< radius of the crown's spot; negative: none
  double bridge;    ///< share lost between front and crown
  double top_half;  ///< half breadth of the bald top, and its end behind the crown's middle
  double top_back;
  double fall;  ///< by how much more it is broad in front: the border of the sides' hair falls towards the temples
};
// Chosen for the areas and landmarks of the classes (loss_field_test.cpp) [E].
constexpr std::array<Stage, 7> kStages = {{{0, 0, 50, -30, 0, 16, 5, 0},
                                           {10, 17, 57, -22, 0, 20, 8, 0},
                                           {22, 28, 66, -8, 0, 26, 12, 0},
                                           {27, 40, 65, 32, 0, 30, 20, 0},
                                           {48, 57, 65, 41, 0.24, 30, 37, 0},
                                           {55, 62, 65, 41, 1, 46, 41, 3},
                                           {56, 62, 76, 44, 1, 60, 58, 25}}};
constexpr double kCrownSpotMm = 18;  // radius of that of Norwood III vertex, 3 to 6 cm across [C]
// The a-variants: one front, rising backwards, hardly deeper at the temples [C].
constexpr std::array<Stage, 7> kFrontStages = {{{0, 0, 50, -30, 0, 16, 5, 0},
                                                {14, 15, 55, -30, 0, 20, 5, 0},
                                                {31, 30, 61, -30, 0, 20, 5, 0},
                                                {56, 54, 63, -30, 0, 20, 5, 0},
                                                {90, 84, 63, -30, 0, 20, 5, 0},
                                                {110, 110, 65, 41, 1, 46, 41, 3},
                                                {110, 110, 76, 44, 1, 60, 58, 25}}};

Stage mixed(const Stage& a, const Stage& b, double f) {
  const auto mix = [f](double x, double y) { return x + f * (y - x); };
  return {mix(a.middle, b.middle), mix(a.corner, b.corner),     mix(a.half, b.half),         mix(a.crown, b.crown),
          mix(a.bridge, b.bridge), mix(a.top_half, b.top_half), mix(a.top_back, b.top_back), mix(a.fall, b.fall)};
}

Stage stage_of(const LossField& field) {
  const auto& stages = field.pattern.variant == 'a' ? kFrontStages : kStages;
  const double grade = std::clamp(field.grade, 1.0, 7.0);
  const auto i = std::min<std::size_t>(static_cast<std::size_t>(grade) - 1, stages.size() - 2);
  Stage s = mixed(stages[i], stages[i + 1], grade - 1 - static_cast<double>(i));
  // The crown's spot comes first, and grows until the others' has its size.
  if (field.pattern.variant == 'v') s.crown = std::max(s.crown, kCrownSpotMm + 8 * (grade - 3));
  return s;
}

/// Where the landmarks lie on the flattened mean head.
struct Marks {
  double trichion = 0;  ///< y of the midline's hairline
  Flat corner;          ///< of the left; x > 0
  double crown = 0;     ///< y of the middle of a bald crown
  double crown_x = 0;
};
Marks marks_of(const LossField& field) {
  const ScalpAnatomy& anatomy = field.anatomy;
  const auto flat = [&](Vec3<HeadMm> p) { return flatten(to_mean_head(anatomy.half_extents_mm, p)); };
  Marks m;
  m.trichion = flat(anatomy.landmarks.trichion).y;
  m.corner = flat(anatomy.landmarks.frontotemporal.left);
  Flat middle;
  for (const Whorl& whorl : anatomy.whorls)
    middle = middle + (1.0 / static_cast<double>(anatomy.whorls.size())) * flat(whorl.centre);
  m.crown = middle.y;
  m.crown_x = 0.5 * middle.x;  // spots lie between the whorl and the midline [E]
  return m;
}

/// y of the hairline before any loss, between its corners and beyond.
double first_hairline(const Marks& m, double x) {
  const double t = x / m.corner.x;
  return m.trichion + (m.corner.y - m.trichion) * t * t;
}

/// How far inside the bald front a point is, mm.
double front_depth(const LossField& field, const Marks& m, const Stage& s, Flat p) {
  const double side = p.x < 0 ? field.right_recession : field.left_recession;
  const double x = std::abs(p.x), at = std::clamp(x / (0.88 * s.half), 0.0, 1.0);
  // A peninsula of hair in the middle, the temples' bays beside it.
  const double bay = smooth_step((at - 0.08) / 0.7);
  const double recession = s.middle + (side * s.corner - s.middle) * bay;
  const double edge = first_hairline(m, std::min(x, m.corner.x)) + recession;
  const double slope = std::clamp((side * s.corner - s.middle) / (0.5 * s.half), 0.0, 1.5);
  const double behind = (edge - p.y) / std::sqrt(1 + 0.5 * slope * slope);
  // Hair of the temple: its border leans forward and out.
  const double lean = 0.20;
  const double beside = (s.half * (0.8 + 0.2 * side) - x - lean * (p.y - m.corner.y - 12)) / std::sqrt(1 + lean * lean);
  return common(behind, beside, 13);
}

double ellipse_depth(Flat off, double across, double along) {
  // First-order distance.
  const double u = off.x / across, v = off.y / along, r = std::hypot(u, v);
  const double grad = std::hypot(u / across, v / along);
  if (r < 1e-6) return std::min(across, along);
  return std::min((1 - r) * r / grad, std::min(across, along));
}

/// What is lost at a place: how far inside the loss it is, mm, and the share lost deep inside.
struct Loss {
  double depth = kNever;
  double most = 1;
};

struct Shape {
  Loss main;             ///< the border that hair passes over
  Loss second;           ///< what is thinned besides
  double soft_mm = 15;   ///< width of the border
  double rough = 1;      ///< irregularity of the border, 1: that of pattern loss
  double shrink = 0.62;  ///< how much of their diameter shafts lose before they go
  double kept = 1;       ///< share of the loss that a hairline left in front does not undo
  double fine = 0;       ///< how much of their diameter shafts have lost where none go
};

Shape norwood(const LossField& field, const Marks& m, Flat p) {
  const Stage s = stage_of(field);
  Shape shape;
  const Flat off{p.x - m.crown_x, p.y - m.crown};
  const double front = front_depth(field, m, s, p);
  const double crown = s.crown > 1 ? ellipse_depth(off, 0.96 * s.crown, 1.06 * s.crown) : kNever;
  shape.main.depth = std::max(front, crown);
  if (s.bridge > 0) {
    // The top, from the front to behind the crown.
    const double across = s.top_half + s.fall * smooth_step((32 - p.y) / 50) - std::abs(p.x);
    const double top = p.y < m.crown ? across : ellipse_depth(off, s.top_half, s.top_back);
    if (s.bridge >= 1)
      shape.main.depth = united(shape.main.depth, top, 14);
    else
      shape.second = {top, s.bridge};
  }
  // In VII what is left above the ears and before them is fine [C].
  shape.fine = 0.3 * std::clamp(field.grade - 6, 0.0, 1.0) * smooth_step((45 - p.y) / 50);
  return shape;
}

/// Women keep their hairline: no loss up to `behind_mm` behind it.
double behind_hairline(const Marks& m, Flat p, double behind_mm, double soft_mm = 14) {
  const double edge = first_hairline(m, std::min(std::abs(p.x), m.corner.x));
  return smooth_step((p.y - edge - behind_mm) / soft_mm + 0.5);
}

Shape ludwig(const LossField& field, const Marks& m, Flat p) {
  const double g = std::clamp(field.grade, 1.0, 3.0), t = 0.5 * (g - 1);
  // From 1 to 3 cm behind the hairline [C] to the crown.
  const double from = m.trichion + 10, to = m.crown + 18 + 10 * t;
  Shape shape;
  shape.soft_mm = 32;
  shape.shrink = 0.3 + 0.2 * t;
  shape.main = {ellipse_depth({p.x, p.y - 0.5 * (from + to)}, 34 + 10 * t, 0.5 * (to - from)),
                g < 2 ? 0.32 + 0.24 * (g - 1) : 0.56 + 0.34 * (g - 2)};
  shape.kept = behind_hairline(m, p, 28 - 4 * t, 14 + 12 * t);
  return shape;
}

Shape sinclair(const LossField& field, const Marks& m, Flat p) {
  const double g = std::clamp(field.grade, 1.0, 5.0);
  constexpr std::array<double, 5> kHalf = {0, 7, 14, 24, 38}, kMost = {0, 0.42, 0.55, 0.70, 0.88};
  const auto i = std::min<std::size_t>(static_cast<std::size_t>(g) - 1, 3);
  const double f = g - 1 - static_cast<double>(i);
  const double half = kHalf[i] + f * (kHalf[i + 1] - kHalf[i]), most = kMost[i] + f * (kMost[i + 1] - kMost[i]);
  // The part, from behind the hairline to the crown, wider in front as a fir is (Olsen).
  const double from = m.trichion, to = m.crown + 5;
  const double back = std::clamp((p.y - from) / (to - from), 0.0, 1.0);
  const double wide = half * (1.3 - 0.75 * back);
  Shape shape;
  shape.soft_mm = std::max(8.0, 0.9 * half);
  shape.rough = 0.6;
  shape.shrink = 0.3;
  shape.main = {half > 0 ? common(wide - std::abs(p.x), to - p.y, 12) + 0.3 * shape.soft_mm : kNever, most};
  // From the fourth class on a bald spot at the part's front.
  if (g > 3)
    shape.second = {ellipse_depth({p.x, p.y - from - 34}, 8 + 5 * (g - 3), 9 + 6 * (g - 3)),
                    std::min(1.0, g - 3) * 0.85};
  shape.kept = behind_hairline(m, p, 13);
  return shape;
}

Shape areata(const LossField& field, Vec3<HeadMm> on_mean) {
  Shape shape;
  shape.soft_mm = 5;
  shape.rough = 0.2;
  shape.shrink = 0;
  for (const LossField::Patch& patch : field.patches) {
    const Vec3<HeadMm> off = on_mean - patch.centre, across = cross(normalized(patch.centre), patch.along);
    if (dot(off, off) > 3 * patch.long_mm * 3 * patch.long_mm) continue;
    shape.main.depth = std::max(
        shape.main.depth, ellipse_depth({dot(off, patch.along), dot(off, across)}, patch.long_mm, patch.short_mm));
  }
  return shape;
}

Shape shape_at(const LossField& field, Vec3<HeadMm> on_mean, Flat p) {
  const Marks m = marks_of(field);
  switch (field.pattern.kind) {
    case LossKind::kNorwood:
      return norwood(field, m, p);
    case LossKind::kLudwig:
      return ludwig(field, m, p);
    case LossKind::kSinclair:
      return sinclair(field, m, p);
    case LossKind::kAreata:
      return areata(field, on_mean);
    default:
      return {};
  }
}

std::vector<LossField::Patch> draw_patches(std::uint64_t seed) {
  constexpr double kLeastGapMm = 8, kBorderMm = 10;
  const ScalpSurface mean;
  Points<ScalpMm> border;
  for (const Vec3<HeadMm> p : scalp_outline(mean)) border.push_back(flatten(p));
  const std::span<const Flat> edge(border);
  Rng rng(seed, RngStage::kWhorl, kPatchChannel);
  const std::size_t count = 4 + static_cast<std::size_t>(rng.uniform() * 4);
  std::vector<LossField::Patch> patches;
  for (int trial = 0; trial < 400 && patches.size() < count; ++trial) {
    // Evenly over the directions.
    const double height = rng.uniform(-0.6, 1), turn = rng.uniform(0, 2 * kPi), level = std::sqrt(1 - height * height);
    const Vec3<HeadMm> direction{level * std::sin(turn), height, level * std::cos(turn)};
    LossField::Patch one;
    one.centre = radius_mm(mean, direction) * direction;
    // 2 to 3 cm across, round or oval [C].
    const double radius = 0.5 * rng.uniform(20, 30), oval = rng.uniform(1, 1.18), angle = rng.uniform(0, kPi);
    one.long_mm = radius * oval;
    one.short_mm = radius / oval;
    const Vec3<HeadMm> normal = surface_normal(mean, one.centre);
    const Vec3<HeadMm> side = normalized(cross(normal, Vec3<HeadMm>{0, 0.6, 0.8}));
    one.along = std::cos(angle) * side + std::sin(angle) * cross(normal, side);
    const Flat at = flatten(one.centre);
    bool apart = contains(edge, at) && distance_to_polyline(edge, at, true) > kBorderMm;
    for (const auto& other : patches)
      apart = apart && norm(one.centre - other.centre) > one.long_mm + other.long_mm + kLeastGapMm;
    if (apart) patches.push_back(one);
  }
  return patches;
}

}  // namespace

double loss_grade(const LossPattern& pattern, double years) {
  const double y = std::clamp(std::isfinite(years) ? years : 0.0, 0.0, kMostYears);
  switch (pattern.kind) {
    case LossKind::kNorwood:
      return std::min(7.0, pattern.grade + y / kYearsPerNorwoodClass);
    case LossKind::kLudwig:
      return std::min(3.0, pattern.grade + y / kYearsPerLudwigClass);
    case LossKind::kSinclair:
      return std::min(5.0, pattern.grade + y / kYearsPerSinclairClass);
    default:
      return 0;
  }
}

LossField make_loss_field(const ScalpAnatomy& anatomy, const LossPattern& pattern, double years, std::uint64_t seed) {
  LossField field{anatomy, pattern, loss_grade(pattern, years), seed, 1, 1, {}};
  Rng rng(seed, RngStage::kWhorl, kTurnChannel);
  const double turn = kTurnMean + kTurnSd * std::clamp(rng.normal(), -2.5, 2.5);
  field.right_recession = std::exp(0.5 * turn);
  field.left_recession = std::exp(-0.5 * turn);
  if (pattern.kind == LossKind::kAreata) field.patches = draw_patches(seed);
  return field;
}

HairLeft hair_left_at(const LossField& field, Vec3<HeadMm> point) {
  if (field.pattern.kind == LossKind::kNone) return {};
  if (field.pattern.kind == LossKind::kTotalis) return {0, 1};
  const Vec3<HeadMm> on_mean = to_mean_head(field.anatomy.half_extents_mm, point);
  const Flat p = flatten(on_mean);
  const Shape shape = shape_at(field, on_mean, p);
  const auto noise = [&](std::uint64_t channel, double size) {
    // Turned, so that the lattice lies across the head's own lines.
    return noise2(field.seed, RngStage::kWhorl, channel, (0.8 * p.x - 0.6 * p.y) / size,
                  (0.6 * p.x + 0.8 * p.y) / size);
  };
  // The border runs in and out, in bays and in tufts.
  const double rough = shape.rough * (2.6 * noise(kWideChannel, 24) + 1.5 * noise(kFineChannel, 7));
  const auto lost = [&](const Loss& loss, double ahead) {
    return shape.kept * loss.most * smooth_step((loss.depth + rough + ahead) / shape.soft_mm + 0.5);
  };
  HairLeft left;
  left.share = (1 - lost(shape.main, 0)) * (1 - lost(shape.second, 0));
  // What is thinned is thinned unevenly.
  left.share = std::clamp(left.share + 0.25 * left.share * (1 - left.share) * noise(kMottleChannel, 11), 0.0, 1.0);
  if (shape.shrink > 0) {
    // Shafts are thin where hair is about to go: ahead of the border, by half its width.
    const double small =
        1 - (1 - lost(shape.main, 0.5 * shape.soft_mm)) * (1 - lost(shape.second, 0.5 * shape.soft_mm));
    left.shaft = std::max(kLeastShaft, (1 - shape.shrink * small) * (1 - shape.fine));
  }
  return left;
}

}  // namespace tonsure
