// Treated skin passes into the client's own hair without a border.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "design/masks.h"

namespace tonsure {
namespace {

struct Treated {
  PhotoReading reading;
  Plan plan;
  Photo after;
};

Treated treat(const Photo& photo, const Scene& scene, const Treatment& treatment) {
  Treated done;
  Session session = Session::open({photo}, {scene}).value();
  if (!session.set_treatment(treatment)) return done;
  done.after = session.draw(0).value();
  done.plan = session.plan();
  done.reading = session.readings().front();
  return done;
}

bool in_any(const std::vector<Points<PhotoPx>>& polygons, Vec2<PhotoPx> p) {
  return std::any_of(polygons.begin(), polygons.end(), [&](const auto& each) { return contains<PhotoPx>(each, p); });
}

/// Mean L* before and after by distance into hair (negative: outside), in bands of 2 mm, of what both the region and
/// its surroundings show of the head.
struct Band {
  double before = 0, after = 0, n = 0;
};
std::map<int, Band> bands_at_hair(const Photo& before, const Treated& treated, const Scene& scene, double reach_mm) {
  const double mm = treated.reading.head.mm_per_px;
  const int step = std::max(1, static_cast<int>(0.5 / mm));
  std::map<int, Band> bands;
  for (int y = 0; y < scene.height_px; y += step) {
    for (int x = 0; x < scene.width_px; x += step) {
      const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
      if (!contains<PhotoPx>(scene.head_outline, p)) continue;
      double off = INFINITY;
      for (const auto& hair : scene.existing_hair)
        off = std::min(off, distance_to_polyline<Vec2<PhotoPx>>(hair, p, true));
      off *= mm;
      if (off > reach_mm || distance_to_polyline<Vec2<PhotoPx>>(scene.head_outline, p, true) * mm < 8) continue;
      const bool inside = in_any(scene.existing_hair, p);
      // Only where the hair borders on what is treated.
      if (!inside && !contains<PhotoPx>(scene.scalp_region, p)) continue;
      if (inside && distance_to_polyline<Vec2<PhotoPx>>(scene.scalp_region, p, true) * mm > reach_mm &&
          !contains<PhotoPx>(scene.scalp_region, p))
        continue;
      Band& band = bands[static_cast<int>(std::floor((inside ? off : -off) / 2))];
      const auto lightness = [&](const Photo& photo) {
        const unsigned char* const v = photo.pixels.view().pixel(x, y);
        return to_lab({srgb_to_linear(v[0] / 255.0), srgb_to_linear(v[1] / 255.0), srgb_to_linear(v[2] / 255.0)}).l;
      };
      band.before += lightness(before);
      band.after += lightness(treated.after);
      band.n += 1;
    }
  }
  std::erase_if(bands, [](const auto& entry) { return entry.second.n < 50; });
  for (auto& [key, band] : bands) {
    band.before /= band.n;
    band.after /= band.n;
  }
  return bands;
}

/// Stubble around a bald patch: after a treatment of the stubble's tone, the patch is as dark as its surroundings, and
/// these are not darker than before.
TEST(HairBorder, APatchInStubbleIsAsDarkAsItsSurroundings) {
  PhantomOptions options{.width_px = 900, .height_px = 900, .view = View::kTop};
  options.loss = parse_loss_pattern("areata").value();
  const Phantom phantom = draw_phantom(options).value();
  Treatment treatment;
  treatment.pigment.target_delta_l = -14;  // of its stubble, in the shade of the sides
  treatment.practice = Practice::kAsStated;
  const auto bands = bands_at_hair(phantom.photo, treat(phantom.photo, phantom.scene, treatment), phantom.scene, 10);
  const auto step = [&](double Band::*tone) {  // 4 to 8 mm to either side: beyond where hair itself thins out
    const auto mean = [&](int a, int b) { return 0.5 * (bands.at(a).*tone + bands.at(b).*tone); };
    return mean(-4, -3) - mean(2, 3);
  };
  EXPECT_NEAR(step(&Band::before), 14, 1) << "a patch that one sees";
  EXPECT_NEAR(bands.at(3).after, bands.at(3).before, 2);
  EXPECT_LT(std::fabs(step(&Band::after)), 0.2 * step(&Band::before));
}

/// On photos of longer hair: no dot on a strand, and no step in tone at the border of hair.
TEST(HairBorder, OnPhotosNoStepAndNoDotOnAStrand) {
  const char* const folder = std::getenv("TONSURE_TEST_PHOTOS");
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_PHOTOS does not name a folder of annotated photos";
  for (const std::string name : {"top-vertex-thinning", "front-thinning-grey-6mp", "back-horseshoe-light"}) {
    SCOPED_TRACE(name);
    const Photo photo = load_photo(std::string(folder) + "/" + name + ".jpg").value();
    const Scene scene = load_scene(std::string(folder) + "/" + name + ".scene.json").value();
    const Treated treated = treat(photo, scene, {});
    const HeadView& view = treated.reading.head.view;
    for (const auto point : treated.plan.dots.head) {
      const Projection seen = project(treated.plan.surface, view, point);
      if (seen.cos_view > 0) {
        ASSERT_LT(mask_at(*treated.reading.strands, seen.position, 0), kCoveredByHair);
      }
    }
    // A border would be a step of 2 L* between bands of 2 mm that the photo did not have.
    std::optional<std::pair<int, Band>> last;
    for (const auto& [key, band] : bands_at_hair(photo, treated, scene, 12)) {
      if (last && key == last->first + 1) {
        const double before = std::fabs(band.before - last->second.before);
        EXPECT_LT(std::fabs(band.after - last->second.after), std::max(2.0, before + 0.25)) << 2 * key << " mm";
      }
      last = {key, band};
    }
    EXPECT_TRUE(last) << "no band of hair is seen";
  }
}

}  // namespace
}  // namespace tonsure
