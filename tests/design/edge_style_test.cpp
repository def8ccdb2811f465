// The edge of the styles whose line is meant to be seen, on a hundred seeds.
#include "design/hairline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "scalp/anatomy.h"

namespace tonsure {
namespace {

constexpr std::uint64_t kSeeds = 100;
const ScalpSurface kHead;
const Vec3<HeadMm> kGlabella{0, 0, radius_mm(kHead, {0, 0, 1})};
const double kHalfBreadth = half_extents_mm(kHead).x;

struct Styled {
  explicit Styled(const std::string& name) : treatment(treatment_style(name).value()) {}
  Treatment treatment;
  std::vector<Vec3<HeadMm>> line = design_hairline(kHead, kGlabella, treatment);
  std::vector<GuidePoint> guide = guide_points(kHead, line);

  [[nodiscard]] std::vector<double> ahead_mm(std::uint64_t seed) const {
    return edge_displacement_mm(treatment.hairline, seed, kHalfBreadth, guide);
  }
};

TEST(EdgeStyles, LinesThatAreMeantToBeSeenWanderByTwoMillimetresAtMost) {
  for (const char* name : {"defined", "edge-up"}) {
    const Styled styled(name);
    double squares = 0, largest = 0, count = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      for (const double d : styled.ahead_mm(seed)) {
        squares += d * d;
        largest = std::max(largest, std::fabs(d));
        count += 1;
      }
    }
    const double rms = std::sqrt(squares / count);
    RecordProperty(std::string(name) + " rms mm", std::to_string(rms));
    RecordProperty(std::string(name) + " largest mm", std::to_string(largest));
    EXPECT_LE(largest, 2) << name;
    EXPECT_LE(rms, 1) << name;
    EXPECT_GE(rms, 0.2) << name << ": drawn by hand, not ruled";
  }
}

/// A straight line through points of the frontal plane, by least squares on the longer of its extents.
struct Leg {
  Vec2<PhotoPx> middle{}, along{};
};
Leg fit(const std::vector<Vec2<PhotoPx>>& points) {
  Leg leg;
  for (const auto& p : points) leg.middle = leg.middle + (1.0 / static_cast<double>(points.size())) * p;
  double xx = 0, xy = 0, yy = 0;
  for (const auto& p : points) {
    const auto d = p - leg.middle;
    xx += d.x * d.x;
    xy += d.x * d.y;
    yy += d.y * d.y;
  }
  const double turn = 0.5 * std::atan2(2 * xy, xx - yy);
  leg.along = {std::cos(turn), std::sin(turn)};
  return leg;
}
Vec2<PhotoPx> meeting(const Leg& a, const Leg& b) {
  const auto d = b.middle - a.middle;
  const double cross = a.along.x * b.along.y - a.along.y * b.along.x;
  return a.middle + ((d.x * b.along.y - d.y * b.along.x) / cross) * a.along;
}

/// The edge's corner on one side (-1 right, 1 left): where the last 16 mm of its front and the first 16 mm of its
/// temple would meet as seen from the front, and the angle between them on the skin.
struct Corner {
  double x_mm = 0;
  double angle_deg = 0;
};
Corner corner_of(const Styled& styled, const std::vector<double>& ahead_mm, int side) {
  const auto& line = styled.line;
  const auto middle = static_cast<std::ptrdiff_t>(line.size() / 2);
  const auto at = [&](std::ptrdiff_t i) { return line[static_cast<std::size_t>(middle + side * i)]; };
  std::ptrdiff_t turn = 8;  // where the guide turns most
  double least = 1;
  for (std::ptrdiff_t i = 8; i + 8 < middle; ++i) {
    const double straight = dot(normalized(at(i) - at(i - 4)), normalized(at(i + 4) - at(i)));
    if (straight >= least) continue;
    least = straight;
    turn = i;
  }
  std::vector<Vec2<PhotoPx>> front, temple;
  for (std::ptrdiff_t i = turn - 8; i <= turn + 8; ++i) {
    if (i == turn) continue;
    // Legs end at the corner: each is square to its own side of it.
    const Vec3<HeadMm> along = i < turn ? at(std::min(i + 1, turn)) - at(i - 1) : at(i + 1) - at(std::max(i - 1, turn));
    const Vec3<HeadMm> face = normalized(cross(static_cast<double>(side) * along, surface_normal(kHead, at(i))));
    const Vec3<HeadMm> p = at(i) + ahead_mm[static_cast<std::size_t>(middle + side * i)] * face;
    (i < turn ? front : temple).push_back({p.x, p.y});
  }
  const double angle =
      std::acos(std::clamp(-dot(normalized(at(turn) - at(turn - 4)), normalized(at(turn + 4) - at(turn))), -1.0, 1.0));
  return {meeting(fit(front), fit(temple)).x, angle * 57.29578};
}

TEST(EdgeStyles, TheirCornersAreCornersOnTheCanthusVertical) {
  const double canthus = scalp_landmarks(kHead).canthus_x_mm;
  for (const char* name : {"defined", "edge-up"}) {
    const Styled styled(name);
    double squares = 0, farthest = 0, bluntest = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const auto ahead = styled.ahead_mm(seed);
      for (const int side : {-1, 1}) {
        const Corner corner = corner_of(styled, ahead, side);
        const double off = side * corner.x_mm - canthus;
        squares += off * off / (2 * kSeeds);
        farthest = std::max(farthest, std::fabs(off));
        bluntest = std::max(bluntest, corner.angle_deg);
      }
    }
    RecordProperty(std::string(name) + " corner rms mm", std::to_string(std::sqrt(squares)));
    RecordProperty(std::string(name) + " corner farthest mm", std::to_string(farthest));
    RecordProperty(std::string(name) + " corner degrees", std::to_string(bluntest));
    EXPECT_LE(std::sqrt(squares), 1.5) << name;  // the guide's is there to 1 mm, the edge wanders by 1 mm RMS
    EXPECT_LE(farthest, 4) << name;              // the guide's 1 mm and both legs' 2 mm, which meet at an angle
    EXPECT_LE(bluntest, 110) << name;
  }
}

TEST(EdgeStyles, TheirTemplesReachThePointAndTheSideburn) {
  const ScalpLandmarks landmarks = scalp_landmarks(kHead);
  for (const char* name : {"defined", "edge-up"}) {
    const Styled styled(name);
    const auto reach_mm = [&](Vec3<HeadMm> wanted) {
      double nearest = INFINITY;
      for (const auto& p : styled.line) nearest = std::min(nearest, norm(p - wanted));
      return nearest;
    };
    for (const LandmarkPair& pair : {landmarks.temple_point, landmarks.sideburn}) {
      EXPECT_LT(reach_mm(pair.left), 1) << name;
      EXPECT_LT(reach_mm(pair.right), 1) << name;
    }
  }
}

TEST(EdgeStyles, ALimitBendsOnlyWhatComesNearIt) {
  const Styled natural("natural");
  HairlineOptions limited = natural.treatment.hairline;
  limited.largest_departure_mm = 20;
  const auto free = natural.ahead_mm(4);
  const auto bent = edge_displacement_mm(limited, 4, kHalfBreadth, natural.guide);
  limited.largest_departure_mm = 2;
  const auto held = edge_displacement_mm(limited, 4, kHalfBreadth, natural.guide);
  for (std::size_t i = 0; i < free.size(); ++i) {
    EXPECT_NEAR(bent[i], free[i], std::pow(std::fabs(free[i]) / 20, 3) * 20 / 3 + 1e-9) << i;  // tanh's next term
    EXPECT_LE(std::fabs(held[i]), 2) << i;
    EXPECT_GE(held[i] * free[i], 0) << i << ": on the same side of the guide";
  }
}

}  // namespace
}  // namespace tonsure
