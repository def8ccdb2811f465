// One Plan on five photos of one head: dots lie in the same places, and skin has the same tone.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/core/color.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

constexpr std::array<View, 5> kViews = {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack};

struct Photographed {
  Phantom phantom;
  Photo after;
  HeadView view;
  HeadView truth;
};

struct Views {
  Plan plan;
  std::vector<Photographed> photos;
};

const Views& five_views() {
  static const Views session = [] {
    Views out;
    std::vector<Scene> scenes;
    for (const View view : kViews) {
      out.photos.push_back({});
      out.photos.back().phantom = draw_phantom({.width_px = 900, .height_px = 900, .view = view, .shine = 0}).value();
      scenes.push_back(out.photos.back().phantom.scene);
    }
    std::vector<Photo> photos;
    for (const Photographed& photo : out.photos) photos.push_back(photo.phantom.photo);
    Session opened = Session::open(std::move(photos), scenes).value();
    if (!opened.set_treatment({})) return out;
    out.plan = opened.plan();
    for (std::size_t i = 0; i < out.photos.size(); ++i) {
      out.photos[i].after = opened.draw(i).value();
      out.photos[i].view = opened.readings()[i].head.view;
      out.photos[i].truth = see_head(ScalpSurface(), head_camera(*scenes[i].camera));
    }
    return out;
  }();
  return session;
}

TEST(Views, TheSurfaceOfThePlanIsThePhantoms) {
  const Plan& plan = five_views().plan;
  EXPECT_EQ(plan.scenes.size(), 5U);
  double square = 0;
  for (const Head p : plan.dots.head) {
    const double off = norm(p) - radius_mm(ScalpSurface(), normalized(p));
    square += off * off;
  }
  EXPECT_LT(std::sqrt(square / static_cast<double>(plan.dots.size())), 0.3);  // mm; outlines are polygons
}

// A dot's place in one photo, carried by that photo's true camera to the true head and from there into another photo,
// is the dot's place there.
TEST(Views, DotsSeenInTwoPhotosAreTheSamePointOfTheScalp) {
  const Views& session = five_views();
  const ScalpSurface truth;
  std::vector<double> off;
  for (const Photographed& a : session.photos) {
    for (const Photographed& b : session.photos) {
      if (&a == &b) continue;
      for (std::size_t i = 0; i < session.plan.dots.size(); i += 5) {
        const Head p = session.plan.dots.head[i];
        const Projection in_a = project(session.plan.surface, a.view, p);
        const Projection in_b = project(session.plan.surface, b.view, p);
        if (in_a.cos_view < 0.3 || in_b.cos_view < 0.3) continue;
        const auto on_head = unproject(truth, a.truth, in_a.position);
        ASSERT_TRUE(on_head.has_value());
        off.push_back(norm(project(truth, b.truth, *on_head).position - in_b.position));
      }
    }
  }
  ASSERT_GT(off.size(), 10000U);
  double square = 0;
  for (const double d : off) square += d * d;
  std::sort(off.begin(), off.end());
  RecordProperty("median_px", std::to_string(off[off.size() / 2]));
  RecordProperty("p95_px", std::to_string(off[off.size() * 95 / 100]));
  EXPECT_LT(std::sqrt(square / static_cast<double>(off.size())), 0.25);
}

/// What the treatment leaves of the light in a disc of skin, by one photo: mean after over mean before, linear green.
double treated_ratio(const Photographed& photo, const ScalpSurface& surface, Head middle, double radius_mm) {
  const Projection seen = project(surface, photo.truth, middle);
  const int reach = static_cast<int>(std::ceil(1.2 * radius_mm / photo.truth.camera.mm_per_px));
  const auto before = photo.phantom.photo.pixels.view(), after = photo.after.pixels.view();
  double sum_before = 0, sum_after = 0;
  for (int y = static_cast<int>(seen.position.y) - reach; y <= static_cast<int>(seen.position.y) + reach; ++y) {
    for (int x = static_cast<int>(seen.position.x) - reach; x <= static_cast<int>(seen.position.x) + reach; ++x) {
      if (x < 0 || y < 0 || x >= before.width || y >= before.height) continue;
      const auto p = unproject(surface, photo.truth, {x + 0.5, y + 0.5});
      if (!p || norm(*p - middle) > radius_mm) continue;
      sum_before += scene_light(kUsualCurve, srgb_to_linear(before.pixel(x, y)[1] / 255.0));
      sum_after += scene_light(kUsualCurve, srgb_to_linear(after.pixel(x, y)[1] / 255.0));
    }
  }
  return sum_after / sum_before;
}

TEST(Views, SkinSeenInTwoPhotosHasOneTone) {
  const Views& session = five_views();
  const ScalpSurface truth;
  int patches = 0;
  double worst = 0;
  for (double u = -120; u <= 120; u += 20) {
    for (double v = -60; v <= 160; v += 20) {
      const Head p = from_chart(truth, {u, v});
      std::vector<double> ratios;
      for (const Photographed& photo : session.photos)
        if (project(truth, photo.truth, p).cos_view > 0.45) ratios.push_back(treated_ratio(photo, truth, p, 9));
      if (ratios.size() < 2) continue;
      const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
      if (*low > 0.97) continue;  // not treated
      worst = std::max(worst, *high / *low - 1);
      ++patches;
    }
  }
  RecordProperty("patches", patches);
  RecordProperty("worst", std::to_string(worst));
  EXPECT_GT(patches, 15);
  EXPECT_LT(worst, 0.03);
}

}  // namespace
}  // namespace tonsure
