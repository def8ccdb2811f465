#include "scalp/anatomy.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/rng.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

constexpr double kPi = std::numbers::pi, kDeg = 180 / kPi;

Head on_skin(const ScalpSurface& surface, Head p) {
  const Head d = normalized(p);
  return radius_mm(surface, d) * d;
}

Head hair_at(const ScalpAnatomy& anatomy, Head p) {
  return hair_direction(anatomy, p, surface_normal(anatomy.surface, p));
}

/// Heads as they come, within 2 SD of the mean one.
std::vector<ScalpSurface> some_heads() {
  std::vector<ScalpSurface> heads = {ScalpSurface()};
  Rng rng(5, RngStage::kTest);
  const HeadShape& spread = kHeadShapeSpread;
  for (int i = 0; i < 6; ++i) {
    const auto step = [&](double mean, double sd) { return mean + sd * rng.uniform(-2, 2); };
    const HeadShape mean;
    heads.emplace_back(HeadShape{
        step(mean.half_breadth_mm, spread.half_breadth_mm), step(mean.height_mm, spread.height_mm),
        step(mean.half_length_mm, spread.half_length_mm), step(0, spread.frontal_squareness),
        step(0, spread.horizontal_squareness), step(0, spread.sagittal_squareness), step(0, spread.forward_tilt)});
  }
  return heads;
}

/// The scalp in a grid of chart cells.
struct ScalpCell {
  ChartFrame frame;
  double area_mm2;
};
std::vector<ScalpCell> scalp_cells(const ScalpSurface& surface, double cell_mm) {
  Points<ScalpMm> border;
  for (const Head& p : scalp_outline(surface)) border.push_back(to_chart(surface, p));
  std::vector<ScalpCell> cells;
  for (double u = -250; u < 250; u += cell_mm) {
    for (double v = -250; v < 300; v += cell_mm) {
      const Vec2<ScalpMm> uv{u + cell_mm / 2, v + cell_mm / 2};
      if (contains<ScalpMm>(border, uv))
        cells.push_back({chart_frame(surface, uv), area_factor(surface, uv) * cell_mm * cell_mm});
    }
  }
  return cells;
}

/// Turns of the hair's direction along a closed path around a point, in the sense of the path: counterclockwise seen
/// from outside. Both directions are measured in the chart, where straight paths stay short.
double turns_along(const ScalpAnatomy& anatomy, const std::vector<Vec2<ScalpMm>>& path) {
  double turned = 0, last = 0, area = 0;
  for (std::size_t i = 0; i <= path.size(); ++i) {
    const double angle = hair_angle_in_chart(anatomy, chart_frame(anatomy.surface, path[i % path.size()]));
    if (i > 0) turned += std::remainder(angle - last, 2 * kPi);
    if (i > 0) area += cross(path[i - 1], path[i % path.size()]);
    last = angle;
  }
  return std::copysign(1.0, area) * turned / (2 * kPi);
}

std::vector<Vec2<ScalpMm>> circle_in_chart(const ScalpSurface& surface, Head centre, double radius) {
  std::vector<Vec2<ScalpMm>> path;
  const Vec2<ScalpMm> c = to_chart(surface, centre);
  for (int i = 0; i < 72; ++i)
    path.push_back({c.x + radius * std::cos(2 * kPi * i / 72), c.y + radius * std::sin(2 * kPi * i / 72)});
  return path;
}

TEST(Landmarks, LieOnTheSkinWhereTheyBelong) {
  for (const ScalpSurface& surface : some_heads()) {
    const ScalpLandmarks l = scalp_landmarks(surface);
    for (const Head& p : {l.glabella, l.trichion, l.vertex, l.opisthocranion, l.inion, l.nape, l.tragion.left,
                          l.tragion.right, l.frontotemporal.left, l.frontotemporal.right, l.temple_point.left,
                          l.temple_point.right, l.sideburn.left, l.sideburn.right, l.ear_top.left, l.ear_top.right})
      EXPECT_LT(norm(p - on_skin(surface, p)), 1e-9);
    for (const Head& p : {l.glabella, l.trichion, l.vertex, l.opisthocranion, l.inion, l.nape})
      EXPECT_NEAR(p.x, 0, 1e-9) << "the median plane";
    EXPECT_GT(l.trichion.y, l.glabella.y);
    EXPECT_GT(l.vertex.y, l.trichion.y);
    EXPECT_LT(l.inion.y, l.opisthocranion.y);
    EXPECT_LT(l.nape.y, l.inion.y);
    // No median point is higher than the vertex or farther back than the opisthocranion, but for the parabola that
    // refines them: steps of 0.2 degrees, 0.3 mm, where the skin is level.
    for (int i = 0; i < 720; ++i) {
      const Head p = on_skin(surface, {0, std::sin(i * kPi / 360), std::cos(i * kPi / 360)});
      EXPECT_LT(p.y, l.vertex.y + 0.001);
      EXPECT_GT(p.z, l.opisthocranion.z - 0.001);
    }
    // The corner never lies below the middle of the hairline (the surgeons' rule), and lies on the vertical through the
    // lateral canthus; from there to the carried point it slides along its ray, less than 2 mm on a head 2 SD away.
    EXPECT_GE(l.frontotemporal.left.y, l.trichion.y);
    EXPECT_NEAR(l.frontotemporal.left.x, l.canthus_x_mm, 2);
  }
}

TEST(Landmarks, KeepTheirDistancesAlongTheSkin) {
  const ScalpSurface surface;
  const ScalpLandmarks l = scalp_landmarks(surface);
  EXPECT_NEAR(l.size, 1, 1e-3);  // the template's extents are within 0.05 % of the shape's
  // A path is made of chords of a millimetre, here and there cut at different places: some 1e-3 mm.
  EXPECT_NEAR(skin_distance_mm(surface, l.glabella, l.trichion), 61, 0.05);
  EXPECT_NEAR(l.norwood_z_mm - l.bimeatal_z_mm, 20, 0.05);
  EXPECT_NEAR(l.bimeatal_z_mm, 3, 0.5);
  // Women 143 mm, times the ratio of men's head breadth to women's, 154.3 / 147.8: within 2 mm, an estimate's digits.
  EXPECT_NEAR(skin_distance_mm(surface, l.temple_point.left, l.temple_point.right), 149, 2);
}

TEST(Landmarks, GrowWithTheHead) {
  const HeadShape mean;
  const double grown = 1.1;
  const ScalpLandmarks a = scalp_landmarks(ScalpSurface());
  const ScalpLandmarks b = scalp_landmarks(
      ScalpSurface(HeadShape{mean.half_breadth_mm * grown, mean.height_mm * grown, mean.half_length_mm * grown}));
  EXPECT_NEAR(b.size / a.size, grown, 1e-9);
  // A walk's chords span equal angles on both heads, so that they scale, too.
  EXPECT_LT(norm(b.trichion - grown * a.trichion), 1e-6);
  EXPECT_LT(norm(b.nape - grown * a.nape), 1e-6);
  EXPECT_LT(norm(b.temple_point.left - grown * a.temple_point.left), 1e-6);
  EXPECT_NEAR(b.norwood_z_mm, grown * a.norwood_z_mm, 1e-6);
}

TEST(Landmarks, AreTheSameOnAMeasuredCopyOfTheHead) {
  const ScalpSurface shape;
  RadialGrid grid{81, {}};
  for (int j = 0; j < grid.nodes; ++j) {
    for (int i = 0; i < grid.nodes; ++i) {
      double x = -2 + 4.0 * i / (grid.nodes - 1), z = -2 + 4.0 * j / (grid.nodes - 1);
      const double shrink = std::fmin(1, 1.93 / std::fmax(std::hypot(x, z), 1e-9));
      x *= shrink, z *= shrink;
      const double square = x * x + z * z, side = std::sqrt(std::fmax(0, 1 - square / 4));
      grid.radius_mm.push_back(radius_mm(shape, {x * side, 1 - square / 2, z * side}));
    }
  }
  const auto measured = ScalpSurface::measured(grid);
  ASSERT_TRUE(measured.ok());
  const ScalpLandmarks a = scalp_landmarks(shape), b = scalp_landmarks(*measured);
  // The spline through 81 nodes errs by 0.002 mm. Where the skin is level, that shifts the highest point by
  // sqrt(2 * 90 mm * 0.002 mm) at most, 0.6 mm.
  EXPECT_LT(norm(a.vertex - b.vertex), 0.6);
  EXPECT_LT(norm(a.trichion - b.trichion), 0.05);
  EXPECT_LT(norm(a.inion - b.inion), 0.6);
  EXPECT_LT(norm(mean_whorl(shape).centre - mean_whorl(*measured).centre), 0.6);
}

TEST(ScalpAreas, HaveTheSizesOfRealScalps) {
  const ScalpSurface surface;
  const ScalpAnatomy anatomy = make_anatomy(surface);
  std::array<double, kAllScalpAreas.size()> cm2{};
  double total = 0;
  for (const ScalpCell& cell : scalp_cells(surface, 2)) {
    cm2[static_cast<std::size_t>(scalp_area(anatomy, cell.frame.point))] += cell.area_mm2 / 100;
    total += cell.area_mm2 / 100;
  }
  const auto area = [&](ScalpArea a) { return cm2[static_cast<std::size_t>(a)]; };
  // Men 520 cm2; people differ by 31 (1 SD, tape, n = 25).
  EXPECT_NEAR(total, 520, 31);
  // SALT: top 40, back 24, each side 18 %; the borders are set in steps of 2 degrees and 4 mm, which move 1 %.
  EXPECT_NEAR((area(ScalpArea::kFrontal) + area(ScalpArea::kMidScalp) + area(ScalpArea::kCrown)) / total, 0.40, 0.01);
  EXPECT_NEAR(area(ScalpArea::kNape) / total, 0.24, 0.01);
  EXPECT_NEAR((area(ScalpArea::kTemple) + area(ScalpArea::kSide)) / 2 / total, 0.18, 0.01);
  for (const ScalpArea a : kAllScalpAreas) EXPECT_GT(area(a), 30) << "area " << static_cast<int>(a);
}

TEST(ScalpAreas, AreWhereTheirNamesSay) {
  for (const ScalpSurface& surface : some_heads()) {
    const ScalpAnatomy a = make_anatomy(surface);
    const ScalpLandmarks& l = a.landmarks;
    const auto area = [&](Head p) { return scalp_area(a, on_skin(surface, p)); };
    EXPECT_EQ(area(l.trichion), ScalpArea::kFrontal);
    EXPECT_EQ(area(l.frontotemporal.right), ScalpArea::kFrontal);
    EXPECT_EQ(area(l.temple_point.left), ScalpArea::kTemple);
    EXPECT_EQ(area(l.temple_point.right), ScalpArea::kTemple);
    EXPECT_EQ(area({0, l.vertex.y, l.bimeatal_z_mm}), ScalpArea::kMidScalp);
    EXPECT_EQ(area(a.whorls[0].centre), ScalpArea::kCrown);
    EXPECT_EQ(area(l.ear_top.left + Head{0, 20, 0}), ScalpArea::kSide);
    EXPECT_EQ(area(l.inion), ScalpArea::kNape);
    EXPECT_EQ(area(l.nape), ScalpArea::kNape);
  }
}

TEST(ScalpOutline, GoesAroundTheScalpOnTheSkin) {
  for (const ScalpSurface& surface : some_heads()) {
    const ScalpLandmarks l = scalp_landmarks(surface);
    const std::vector<Head> outline = scalp_outline(surface);
    Points<ScalpMm> chart;
    for (std::size_t i = 0; i < outline.size(); ++i) {
      EXPECT_LT(norm(outline[i] - on_skin(surface, outline[i])), 1e-9);
      EXPECT_LT(norm(outline[(i + 1) % outline.size()] - outline[i]),
                16);  // a chord's equal parts are not quite equal on the arc
      chart.push_back(to_chart(surface, outline[i]));
    }
    EXPECT_EQ(outline.front(), l.trichion);
    EXPECT_GT(outline[1].x, 0) << "by the left";
    const auto inside = [&](Head p) { return contains<ScalpMm>(chart, to_chart(surface, p)); };
    EXPECT_TRUE(inside(l.vertex));
    EXPECT_TRUE(inside(l.opisthocranion));
    EXPECT_TRUE(inside(l.inion));
    EXPECT_FALSE(inside(l.glabella));
    EXPECT_FALSE(inside(l.tragion.left));
    EXPECT_FALSE(inside(l.tragion.right));
  }
}

// 3000 heads; shares are binomial and held to 4 SD: a false alarm in 16 000, were the seeds not fixed.
TEST(Whorls, AreAsCommonAsInPeople) {
  const ScalpSurface surface;
  const ScalpLandmarks l = scalp_landmarks(surface);
  const Head above = on_skin(surface, {0, l.vertex.y, l.bimeatal_z_mm});
  constexpr int kHeads = 3000;
  int two = 0, right = 0, clockwise = 0;
  double behind = 0;
  for (std::uint64_t seed = 0; seed < kHeads; ++seed) {
    const std::vector<Whorl> whorls = draw_whorls(surface, seed);
    ASSERT_TRUE(whorls.size() == 1 || whorls.size() == 2);
    for (const Whorl& w : whorls) {
      EXPECT_GE(w.extent_mm, 100 * l.size);
      EXPECT_LE(w.extent_mm, 130 * l.size);
      const double back = skin_distance_mm(surface, above, {0, w.centre.y, w.centre.z});
      EXPECT_GT(back, 13);   // 15 mm in the median plane; beside it the section runs 2 mm shorter at most
      EXPECT_LT(back, 112);  // 110 likewise
    }
    if (whorls.size() == 2) {
      ++two;
      EXPECT_LT(whorls[0].centre.x * whorls[1].centre.x, 0) << "one on each side";
      continue;
    }
    right += whorls[0].centre.x < 0;
    clockwise += whorls[0].sense == WhorlSense::kClockwise;
    behind += skin_distance_mm(surface, above, {0, whorls[0].centre.y, whorls[0].centre.z});
  }
  const auto four_sd = [](double share) { return 4 * std::sqrt(share * (1 - share) / kHeads); };
  EXPECT_NEAR(two / static_cast<double>(kHeads), 0.035, four_sd(0.035));
  const double single = kHeads - two;
  EXPECT_NEAR(right / single, 0.71, four_sd(0.71));
  EXPECT_NEAR(clockwise / single, 0.84, four_sd(0.84));
  EXPECT_NEAR(behind / single, 62.5, 4 * 15 / std::sqrt(single) + 0.5);  // 0.5: measured beside the midline, see above
}

TEST(Whorls, FollowTheSeed) {
  const ScalpSurface surface;
  const auto one = draw_whorls(surface, 11), same = draw_whorls(surface, 11), other = draw_whorls(surface, 12);
  EXPECT_EQ(one[0].centre, same[0].centre);
  EXPECT_EQ(one[0].extent_mm, same[0].extent_mm);
  EXPECT_NE(one[0].centre, other[0].centre);
}

TEST(Whorls, TheMeanOneIsTakenWhereNoneIsStated) {
  const ScalpSurface surface;
  const ScalpAnatomy a = make_anatomy(surface);
  ASSERT_EQ(a.whorls.size(), 1U);
  EXPECT_LT(norm(a.whorls[0].centre - mean_whorl(surface).centre), 1e-9);
  EXPECT_LT(a.whorls[0].centre.x, 0) << "right of the midline";
  // A stated centre counts by its ray: half way to the skin is the same place.
  const Whorl stated{0.5 * a.whorls[0].centre};
  EXPECT_LT(norm(make_anatomy(surface, {{stated}}).whorls[0].centre - a.whorls[0].centre), 1e-9);
}

TEST(HairDirection, IsAUnitTangentEverywhere) {
  for (const ScalpSurface& surface : some_heads()) {
    const ScalpAnatomy a = make_anatomy(surface);
    for (const ScalpCell& cell : scalp_cells(surface, 7)) {
      const Head n = surface_normal(surface, cell.frame.point);
      const Head h = hair_direction(a, cell.frame.point, n);
      EXPECT_NEAR(norm(h), 1, 1e-12);
      EXPECT_NEAR(dot(h, n), 0, 1e-12);
    }
    const Head centre = a.whorls[0].centre;
    EXPECT_NEAR(norm(hair_at(a, centre)), 1, 1e-12) << "in the whorl's very centre";
  }
}

TEST(HairDirection, PointsWhereHairGrows) {
  const ScalpSurface surface;
  const ScalpLandmarks l = scalp_landmarks(surface);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const ScalpAnatomy a = make_anatomy(surface, draw_whorls(surface, seed));
    // Seen from above, front hair points forward within 30 degrees: a whorl 110 mm behind the ears and 16 mm beside
    // the midline turns it by 5, its twist by less than 10 more where it lies far in front.
    const Head front = hair_at(a, l.trichion);
    EXPECT_GT(front.z, 0);
    EXPECT_LT(std::fabs(std::atan2(front.x, front.z)) * kDeg, 30) << "seed " << seed;
    for (const double side : {1.0, -1.0}) {
      const Head temple = hair_at(a, side > 0 ? l.temple_point.left : l.temple_point.right);
      EXPECT_LT(temple.y, -0.7) << "seed " << seed;  // more down than back
      EXPECT_LT(temple.z, -0.15) << "seed " << seed;
      const Head ear = side > 0 ? l.ear_top.left : l.ear_top.right;
      const Head above_ear = hair_at(a, on_skin(surface, ear + Head{0, 20, 0}));
      EXPECT_LT(above_ear.y, -0.85) << "seed " << seed;
      EXPECT_LT(above_ear.z, 0) << "seed " << seed;
      EXPECT_GT(above_ear.z, -0.5) << "seed " << seed;
    }
    const Head nape = hair_at(a, l.nape);
    EXPECT_LT(nape.y, -0.7) << "seed " << seed;
    EXPECT_LT(std::fabs(nape.x), 0.3) << "seed " << seed;
  }
}

TEST(HairDirection, TurnsOnceAboutEachWhorlAndOnceAboutTheScalp) {
  const ScalpSurface surface;
  std::vector<Vec2<ScalpMm>> border;
  for (const Head& p : scalp_outline(surface)) border.push_back(to_chart(surface, p));
  const std::vector<Vec2<ScalpMm>> fine = resample<ScalpMm>(border, 1, true);
  int doubles = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const ScalpAnatomy a = make_anatomy(surface, draw_whorls(surface, seed));
    doubles += a.whorls.size() == 2;
    for (const Whorl& w : a.whorls) {
      for (const double radius : {0.5, 3.0, 10.0})
        EXPECT_NEAR(turns_along(a, circle_in_chart(surface, w.centre, radius)), 1, 1e-9)
            << "seed " << seed << ", radius " << radius;
    }
    // Hair leaves the scalp all around, so that two whorls have a parting of index -1 between them.
    EXPECT_NEAR(turns_along(a, fine), 1, 1e-9) << "seed " << seed;
  }
  EXPECT_GT(doubles, 1) << "both kinds were seen";
}

TEST(HairDirection, TurnsTheWayTheWhorlDoes) {
  const ScalpSurface surface;
  Whorl whorl = mean_whorl(surface);
  for (const WhorlSense sense : {WhorlSense::kClockwise, WhorlSense::kCounterclockwise}) {
    whorl.sense = sense;
    const ScalpAnatomy a = make_anatomy(surface, {{whorl}});
    for (const auto uv : circle_in_chart(surface, whorl.centre, 10)) {
      const Head p = from_chart(surface, uv), n = surface_normal(surface, p);
      const Head out = p - whorl.centre;
      const Head h = hair_direction(a, p, n);
      EXPECT_GT(dot(out, h), 0) << "outward";
      const double counterclockwise = dot(n, cross(out, h));
      EXPECT_GT(sense == WhorlSense::kClockwise ? -counterclockwise : counterclockwise, 0);
    }
  }
}

TEST(HairDirection, IsSmoothAwayFromTheWhorl) {
  double worst = 0;
  int heads = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ScalpSurface surface = some_heads()[seed % 7];
    const ScalpAnatomy a = make_anatomy(surface, draw_whorls(surface, seed));
    if (a.whorls.size() > 1) continue;
    ++heads;
    for (const ScalpCell& cell : scalp_cells(surface, 5)) {
      const Head p = cell.frame.point, n = surface_normal(surface, p);
      if (norm(p - a.whorls[0].centre) < 16) continue;
      const Head h = hair_direction(a, p, n), across = cross(n, h);
      for (const Head& step : {h, across, normalized(h + across), normalized(h - across)}) {
        const Head q = on_skin(surface, p + step);
        const double turn = std::acos(std::fmin(1, dot(h, hair_at(a, q)))) * kDeg / norm(q - p);
        EXPECT_LT(turn, kMostTurnDegPerMm) << "seed " << seed << " at " << p.x << ' ' << p.y << ' ' << p.z;
        worst = std::fmax(worst, turn);
      }
    }
  }
  EXPECT_GT(heads, 40);
  EXPECT_GT(worst, 0.7 * kMostTurnDegPerMm) << "the bound should say something";
}

TEST(HairDirection, InTheChartIsTheSame) {
  const ScalpSurface surface;
  const ScalpAnatomy a = make_anatomy(surface);
  for (const ScalpCell& cell : scalp_cells(surface, 9)) {
    const double angle = hair_angle_in_chart(a, cell.frame);
    EXPECT_GE(angle, 0);
    EXPECT_LE(angle, 2 * kPi);
    const Head there = std::cos(angle) * cell.frame.along_u + std::sin(angle) * cell.frame.along_v;
    // The normal of the frame is the surface's but for rounding.
    EXPECT_GT(dot(normalized(there), hair_at(a, cell.frame.point)), 1 - 1e-12);
  }
  // u to the left, v to the back: front hair points against v.
  const double front = hair_angle_in_chart(a, chart_frame(surface, to_chart(surface, a.landmarks.trichion)));
  EXPECT_NEAR(front * kDeg, 270, 15);  // see above: the whorl lies 8 mm beside the midline
}

TEST(HairExit, KeepsToTheRangesOfThePublishedAngles) {
  for (const ScalpSurface& surface : some_heads()) {
    const ScalpAnatomy a = make_anatomy(surface);
    const ScalpLandmarks& l = a.landmarks;
    const auto exit_deg = [&](Head p) { return hair_exit_angle(a, on_skin(surface, p)) * kDeg; };
    for (const Head& p : {l.trichion, 0.5 * (l.trichion + l.frontotemporal.left), l.frontotemporal.right}) {
      EXPECT_GT(exit_deg(p), 10);
      EXPECT_LT(exit_deg(p), 20);
    }
    for (const Head& p : {l.temple_point.left, l.temple_point.right, 0.5 * (l.temple_point.left + l.sideburn.left)}) {
      EXPECT_GT(exit_deg(p), 3);
      EXPECT_LT(exit_deg(p), 10);
    }
    for (const Head& p : {l.vertex, a.whorls[0].centre}) {
      EXPECT_GT(exit_deg(p), 30);
      EXPECT_LT(exit_deg(p), 60);
    }
    for (const ScalpCell& cell : scalp_cells(surface, 9)) {
      const double angle = hair_exit_angle(a, cell.frame.point) * kDeg;
      EXPECT_GE(angle, 6.5 - 1e-9);
      EXPECT_LE(angle, 45 + 1e-9);
    }
  }
}

}  // namespace
}  // namespace tonsure
