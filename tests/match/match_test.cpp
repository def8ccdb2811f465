#include <tonsure/match/match.h>

#include <gtest/gtest.h>

#include <cmath>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "reading/skin_sample.h"
#include "support/drawn_preview.h"

namespace tonsure {
namespace {

constexpr double kPerCm2 = 110;

/// A head from above whose left side has a known field of dots.
struct Stubbled {
  Photo before, after;
  Scene side;   ///< in which the side is what is treated
  Scene scene;  ///< with the side as existing hair
  SolvedTone tone;
  Treatment treatment;
};

Points<PhotoPx> rectangle(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

/// The bare head with dots on its side.
testing::DrawnPreview treated_side(const Stubbled& s, const Treatment& treatment) {
  return testing::draw_preview(s.before, s.side, make_plan(s.side, treatment).value()).value();
}

Stubbled stubbled_head(SkinType skin, int size = 1000, double strength_cv = 0.2) {
  Stubbled out;
  const Phantom phantom =
      draw_phantom({.skin = skin, .width_px = size, .height_px = size, .view = View::kTop, .shine = 0}).value();
  out.before = phantom.photo;
  out.scene = phantom.scene;
  // The side, and the middle that is to be treated; both face the camera.
  Vec2<PhotoPx> low{1e9, 1e9}, high{-1e9, -1e9};
  for (const auto p : phantom.scene.head_outline) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  const auto at = [&](double fx, double fy) {
    return Vec2<PhotoPx>{low.x + fx * (high.x - low.x), low.y + fy * (high.y - low.y)};
  };
  const auto a = at(0.22, 0.4), b = at(0.40, 0.7), c = at(0.42, 0.3), d = at(0.75, 0.75);
  const Points<PhotoPx> side = rectangle(a.x, a.y, b.x, b.y);

  out.side = phantom.scene;
  out.side.scalp_region = side;
  out.side.hairline = Points<PhotoPx>{};
  out.side.existing_hair.clear();
  out.treatment.density = {.peak_per_cm2 = kPerCm2, .border_feather_mm = 0};
  out.treatment.needle.diameter_mm = 0.35;
  out.treatment.needle.strength_cv = strength_cv;
  out.treatment.pigment.warm_share = 0.5;
  out.treatment.pigment.dilution = 5;
  testing::DrawnPreview preview = treated_side(out, out.treatment);
  out.after = std::move(preview.after);
  out.tone = preview.tone;
  out.scene.scalp_region = rectangle(c.x, c.y, d.x, d.y);
  out.scene.hairline = Points<PhotoPx>{};
  out.scene.existing_hair = {side};
  return out;
}

LinearRgb mean_in(const Photo& photo, const Points<PhotoPx>& box) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  double count = 0;
  // Away from the border, where dots end.
  for (int y = static_cast<int>(box[0].y) + 8; y < static_cast<int>(box[2].y) - 8; ++y) {
    for (int x = static_cast<int>(box[0].x) + 8; x < static_cast<int>(box[2].x) - 8; ++x) {
      for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[photo.pixels.view().pixel(x, y)[c]]);
      ++count;
    }
  }
  for (double& s : sum) s /= count;
  return sum;
}

Result<StubbleMatch> match_of(const Photo& photo, const Scene& scene, const Treatment& start = {}) {
  return Session::open({photo}, {scene}).value().match(start);
}

TEST(MatchStubble, MeetsAKnownField) {
  for (const SkinType skin : {SkinType::kII, SkinType::kIV}) {
    SCOPED_TRACE(static_cast<int>(skin));
    // Dots lie 7 px apart, which they have to for their number and width to be seen.
    const Stubbled s = stubbled_head(skin, 2200);
    const auto match = match_of(s.after, s.scene);
    ASSERT_TRUE(match.ok()) << match.error().message();
    const LinearRgb before = mean_in(s.before, s.scene.existing_hair[0]),
                    after = mean_in(s.after, s.scene.existing_hair[0]);
    LinearRgb dark{}, wanted = mean_in(s.before, s.scene.scalp_region);
    const double bare_l = to_lab(wanted).l;
    for (std::size_t c = 0; c < 3; ++c) {
      dark[c] = -std::log(after[c] / before[c]);
      wanted[c] *= std::exp(-dark[c]);
    }
    // 1 L* is hardly seen side by side; the shading that light leaves to a polynomial is off by as much.
    EXPECT_NEAR(match->tone.delta_l, to_lab(wanted).l - bare_l, 1);
    EXPECT_NEAR(match->treatment.pigment.hue_green, dark[1] / dark[0], 0.1);
    EXPECT_NEAR(match->treatment.pigment.hue_blue, dark[2] / dark[0], 0.1);
    ASSERT_TRUE(match->measured.density_per_cm2.known && match->measured.diameter_mm.known);
    // Two errors of the measure, and what texture may move the match by within another.
    EXPECT_NEAR(match->seen_per_cm2, kPerCm2, 2.5 * match->measured.density_per_cm2.error);
    EXPECT_NEAR(match->tone.diameter_mm, s.tone.diameter_mm, 2 * match->measured.diameter_mm.error);
    EXPECT_NEAR(match->left_delta_l, 0, 0.5);
    EXPECT_GE(match->chosen.size(), 4U);
  }
}

// One step of what is tried above the treatment's own: dark dots are saturated, and their strength hardly shows.
TEST(MatchStubble, DoesNotTakeEqualDotsForUnevenOnes) {
  const Stubbled equal = stubbled_head(SkinType::kII, 2200, 0.1);
  const auto match = match_of(equal.after, equal.scene);
  ASSERT_TRUE(match.ok());
  EXPECT_LE(match->treatment.needle.strength_cv, 0.4);
}

// Deep skin gets half of a treatment's target; a match has to undo that.
TEST(MatchStubble, DrawsTheStubblesToneOnDeepSkin) {
  const Stubbled s = stubbled_head(SkinType::kV);
  const auto match = match_of(s.after, s.scene);
  ASSERT_TRUE(match.ok()) << match.error().message();
  ASSERT_TRUE(check_treatment(match->treatment).ok());
  Treatment matched = match->treatment;
  matched.density.border_feather_mm = 0;
  const testing::DrawnPreview drawn = treated_side(s, matched);
  const auto lightness = [&](const Photo& photo) { return to_lab(mean_in(photo, s.side.scalp_region)).l; };
  const double bare = lightness(s.before), stubble = lightness(s.after), again = lightness(drawn.after);
  EXPECT_LT(stubble, bare - 3);  // enough to tell: half of it would be 1.5 off
  // Less than is seen side by side: what the fit of light over hair and fields of other dots may leave.
  EXPECT_NEAR(again, stubble, 0.5);
}

TEST(MatchStubble, KeepsWhatTheTreatmentFixes) {
  const Stubbled s = stubbled_head(SkinType::kII);
  Treatment start;
  start.pigment.warm_share = 0.25;
  start.hairline.macro_amplitude_mm = 5;
  start.seed = 9;
  const auto match = match_of(s.after, s.scene, start);
  ASSERT_TRUE(match.ok()) << match.error().message();
  EXPECT_EQ(match->treatment.pigment.warm_share, 0.25);
  EXPECT_EQ(match->treatment.pigment.warm.name, start.pigment.warm.name);
  EXPECT_EQ(match->treatment.hairline.macro_amplitude_mm, 5);
  EXPECT_EQ(match->treatment.seed, 9U);
}

TEST(MatchStubble, NoStubbleIsAnError) {
  const Stubbled s = stubbled_head(SkinType::kII);
  const auto bare = match_of(s.before, s.scene);
  ASSERT_FALSE(bare.ok());
  EXPECT_EQ(bare.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(bare.error().where, "existing_hair");
  EXPECT_FALSE(bare.error().fix.empty());
  Scene none = s.scene;
  none.existing_hair.clear();
  const auto empty = match_of(s.after, none);
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.error().where, "existing_hair");
}

}  // namespace
}  // namespace tonsure
