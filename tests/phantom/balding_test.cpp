// The phantom's stubble, loss and scars.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/core/color.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/scalp/view.h>
#include "scalp/anatomy.h"
#include "scalp/loss_field.h"

namespace tonsure {
namespace {

using Span = std::span<const Vec2<PhotoPx>>;

LossPattern pattern(const std::string& name) {
  const auto parsed = parse_loss_pattern(name);
  EXPECT_TRUE(parsed.ok()) << name;
  return parsed.ok() ? *parsed : LossPattern{};
}

PhantomOptions small(View view, const std::string& loss, int size = 160) {
  PhantomOptions o;
  o.view = view;
  o.width_px = o.height_px = size;
  o.loss = pattern(loss);
  return o;
}

Phantom drawn(const PhantomOptions& options, const Exec& exec = {}) {
  auto result = draw_phantom(options, exec);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message());
  return result.ok() ? std::move(result).value() : Phantom{};
}

const std::vector<PhantomScar>& all_scars() {
  static const std::vector<PhantomScar> scars = [] {
    std::vector<PhantomScar> out;
    for (std::size_t i = 0; i < kPhantomScarNames.size(); ++i) out.push_back(static_cast<PhantomScar>(i));
    return out;
  }();
  return scars;
}

bool in_hair(const Scene& scene, Vec2<PhotoPx> p) {
  return std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                     [&](const auto& hair) { return contains(Span(hair), p); });
}

double luminance(const Photo& photo, int x, int y) {
  const unsigned char* p = photo.pixels.view().pixel(x, y);
  const auto& table = srgb8_to_linear_table();
  return 0.2126 * static_cast<double>(table[p[0]]) + 0.7152 * static_cast<double>(table[p[1]]) +
         0.0722 * static_cast<double>(table[p[2]]);
}

/// Sum over the pixels of a photo's scalp that `where` picks, of its light over that of the same bald head.
template <class Where>
double light_against(const Phantom& p, const Phantom& bald, const Where& where) {
  double mine = 0, theirs = 0;
  for (int y = 0; y < p.photo.pixels.height(); ++y)
    for (int x = 0; x < p.photo.pixels.width(); ++x)
      if (where(Vec2<PhotoPx>{x + 0.5, y + 0.5})) {
        mine += luminance(p.photo, x, y);
        theirs += luminance(bald.photo, x, y);
      }
  EXPECT_GT(theirs, 0);
  return theirs > 0 ? mine / theirs : 0;
}

TEST(Balding, NamesTheBadOption) {
  const auto field = [](auto change) {
    PhantomOptions o = small(View::kTop, "norwood-3", 64);
    change(o);
    const auto result = draw_phantom(o);
    return result.ok() ? std::string("(accepted)") : result.error().where;
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const double years : {-0.1, 80.1, kNan})
    EXPECT_EQ(field([&](auto& o) { o.progress_years = years; }), "progress_years") << years;
  for (const double mm : {0.0, 0.09, 2.01, kNan})
    EXPECT_EQ(field([&](auto& o) { o.hair_length_mm = mm; }), "hair_length_mm") << mm;
  for (const LossPattern bad : {LossPattern{LossKind::kNorwood, 8, 0}, LossPattern{LossKind::kNorwood, 6, 'a'},
                                LossPattern{static_cast<LossKind>(77), 0, 0}})
    EXPECT_EQ(field([&](auto& o) { o.loss = bad; }), "loss");
  EXPECT_EQ(field([](auto& o) { o.scars = {static_cast<PhantomScar>(7)}; }), "scars");
}

TEST(Balding, TotalisIsTheBaldHeadWhateverTheHair) {
  const Phantom bald = drawn({.width_px = 100, .height_px = 100});
  PhantomOptions o = small(View::kFront, "totalis", 100);
  o.hair_length_mm = 2;
  o.progress_years = 9;
  const Phantom other = drawn(o);
  EXPECT_TRUE(bald.photo.pixels == other.photo.pixels);
  EXPECT_EQ(bald.scene.scalp_region, other.scene.scalp_region);
}

TEST(Balding, SameBytesForAnyThreads) {
  PhantomOptions o = small(View::kTop, "norwood-4", 150);
  o.scars = all_scars();
  Exec exec;
  exec.threads = 1;
  const Phantom one = drawn(o, exec);
  exec.threads = 5;
  const Phantom five = drawn(o, exec);
  EXPECT_TRUE(one.photo.pixels == five.photo.pixels);
  EXPECT_EQ(one.scene.scalp_region, five.scene.scalp_region);
  EXPECT_EQ(one.scene.existing_hair, five.scene.existing_hair);
}

void expect_valid(View view, const std::string& name) {
  PhantomOptions o = small(view, name, 64);
  if (name == "norwood-4") o.scars = all_scars();
  const Phantom p = drawn(o);
  const Status status = check_scene(p.scene);
  EXPECT_TRUE(status.ok()) << name << " " << view_name(view) << ": " << (status.ok() ? "" : status.error().message());
  // From the front little is seen of a fringe, and nothing at this size.
  if (view == View::kFront) return;
  EXPECT_EQ(p.scene.existing_hair.empty(), name == "totalis") << name << " " << view_name(view);
}

TEST(Balding, EveryPatternHasAValidScene) {
  for (const std::string& name : loss_pattern_names()) expect_valid(View::kTop, name);
}

TEST(Balding, EveryViewHasAValidScene) {
  for (const View view : {View::kFront, View::kLeft, View::kRight, View::kBack, View::kThreeQuarter})
    for (const char* name : {"norwood-4", "areata"}) expect_valid(view, name);
}

/// Region and hair are where the field says they are.
TEST(Balding, SceneSaysWhatIsLost) {
  for (const auto& [name, from] : {std::pair{"norwood-4", View::kTop},
                                   {"norwood-7", View::kBack},
                                   {"ludwig-3", View::kTop},
                                   {"areata", View::kTop}}) {
    const PhantomOptions o = small(from, name, 240);
    const Phantom p = drawn(o), bald = drawn(small(from, "totalis", 240));
    const ScalpSurface surface;
    const HeadView view = see_head(surface, head_camera(*p.scene.camera));
    const LossField field = make_loss_field(make_anatomy(surface), o.loss, 0, o.seed);
    int lost = 0, kept = 0;
    for (int y = 0; y < 240; y += 3)
      for (int x = 0; x < 240; x += 3) {
        const Vec2<PhotoPx> at{x + 0.5, y + 0.5};
        // Not beside the border before any loss, where hair is thin by nature.
        if (!contains(Span(bald.scene.scalp_region), at) ||
            distance_to_polyline(Span(bald.scene.scalp_region), at, true) < 8)
          continue;
        const auto skin = unproject(surface, view, at);
        ASSERT_TRUE(skin.has_value());
        const double share = hair_left_at(field, *skin).share;
        if (share < 0.3) {
          EXPECT_TRUE(contains(Span(p.scene.scalp_region), at)) << name << " " << x << " " << y;
          EXPECT_FALSE(in_hair(p.scene, at)) << name << " " << x << " " << y;
          ++lost;
        } else if (share > 0.97) {
          EXPECT_FALSE(contains(Span(p.scene.scalp_region), at)) << name << " " << x << " " << y;
          EXPECT_TRUE(in_hair(p.scene, at)) << name << " " << x << " " << y;
          ++kept;
        }
      }
    EXPECT_GT(lost, 20) << name;
    EXPECT_GT(kept, 3) << name;
  }
}

TEST(Balding, HairlineOnlyWhereTheFrontIsLost) {
  EXPECT_FALSE(drawn(small(View::kFront, "norwood-3")).scene.hairline->empty());
  EXPECT_FALSE(drawn(small(View::kFront, "totalis")).scene.hairline->empty());
  EXPECT_TRUE(drawn(small(View::kTop, "ludwig-2")).scene.hairline->empty());
}

/// Stubble leaves about 0.6 to 0.75 of the light of skin without it (0.64 to 0.73 on tan skin, measured on a photo),
/// less where it is longer; bald skin keeps its own.
TEST(Balding, StubbleDarkensItsSkinOnly) {
  PhantomOptions o = small(View::kBack, "norwood-6", 200);
  o.shine = 0;
  o.skin = SkinType::kIII;
  const Phantom shaved = drawn(o);
  o.hair_length_mm = 1.5;
  const Phantom grown = drawn(o);
  o.loss = pattern("totalis");
  const Phantom bald = drawn(o);
  const auto amid = [&](const Points<PhotoPx>& edge, Vec2<PhotoPx> p) {
    return distance_to_polyline(Span(edge), p, true) > 6;
  };
  const auto& hair = shaved.scene.existing_hair.at(0);
  const auto hairy = [&](Vec2<PhotoPx> p) { return in_hair(shaved.scene, p) && amid(hair, p); };
  const auto bare = [&](Vec2<PhotoPx> p) {
    return contains(Span(shaved.scene.scalp_region), p) && amid(shaved.scene.scalp_region, p) && amid(hair, p);
  };
  const double short_ratio = light_against(shaved, bald, hairy), long_ratio = light_against(grown, bald, hairy);
  EXPECT_GT(short_ratio, 0.5);
  EXPECT_LT(short_ratio, 0.78);
  EXPECT_LT(long_ratio, short_ratio - 0.05);
  EXPECT_NEAR(light_against(shaved, bald, bare), 1, 0.05);  // a few fine hairs stay on bald skin
}

/// Follicles are the same from every side: a photo of twice the size shows the same tone.
TEST(Balding, ToneDoesNotDependOnTheSize) {
  PhantomOptions o = small(View::kTop, "norwood-4", 450);
  const Phantom large = drawn(o);
  o.width_px = o.height_px = 150;
  const Phantom little = drawn(o);
  double sum = 0, sum2 = 0;
  int count = 0;
  for (int y = 0; y < 150; ++y)
    for (int x = 0; x < 150; ++x) {
      if (!in_hair(little.scene, {x + 0.5, y + 0.5})) continue;
      double mean = 0;
      for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 3; ++i) mean += luminance(large.photo, 3 * x + i, 3 * y + j) / 9;
      const double d = luminance(little.photo, x, y) - mean;
      sum += d;
      sum2 += d * d;
      ++count;
    }
  ASSERT_GT(count, 1000);
  EXPECT_LT(std::abs(sum / count), 0.01);    // as for bald skin
  EXPECT_LT(std::sqrt(sum2 / count), 0.03);  // lens blur, of 0.6 px of either size
}

TEST(Balding, ScarsAreInTheScene) {
  const auto scars = [](View view, std::vector<PhantomScar> which) {
    PhantomOptions o = small(view, "norwood-6", 200);
    o.scars = std::move(which);
    return drawn(o).scene.scars;
  };
  // Twice is once; any order.
  const auto back = scars(View::kBack, {PhantomScar::kFue, PhantomScar::kStrip, PhantomScar::kFue});
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].kind, ScarKind::kStrip);
  EXPECT_GE(back[0].width_mm, 1);  // heals to 1 to 3 mm [C]
  EXPECT_LE(back[0].width_mm, 3);
  EXPECT_GE(back[0].line.size(), 20U);
  EXPECT_EQ(back[1].kind, ScarKind::kFue);
  EXPECT_GE(back[1].outline.size(), 20U);
  const auto front = scars(View::kFront, {PhantomScar::kPlug, PhantomScar::kStrip});
  EXPECT_GE(front.size(), 10U);                                          // of 39; not those under a pixel
  for (const Scar& plug : front) EXPECT_EQ(plug.kind, ScarKind::kPlug);  // the strip is behind
  const auto top =
      scars(View::kTop, {PhantomScar::kReduction, PhantomScar::kBurn, PhantomScar::kSurgical, PhantomScar::kBirthmark});
  ASSERT_EQ(top.size(), 4U);
  EXPECT_EQ(top[0].kind, ScarKind::kLinear);
  EXPECT_EQ(top[1].kind, ScarKind::kBurn);
  EXPECT_EQ(top[2].kind, ScarKind::kLinear);
  EXPECT_EQ(top[3].kind, ScarKind::kBirthmark);
}

/// Doll's hair: dense tufts, and pale rims around them.
TEST(Balding, PlugsAreDarkTuftsOnBareSkin) {
  PhantomOptions o = small(View::kTop, "norwood-6", 500);
  o.shine = 0;
  const Phantom bare = drawn(o);
  o.scars = {PhantomScar::kPlug};
  const Phantom plugs = drawn(o);
  ASSERT_GE(plugs.scene.scars.size(), 20U);
  const auto deep = [&](Vec2<PhotoPx> p, double from_px, double to_px) {
    return std::any_of(plugs.scene.scars.begin(), plugs.scene.scars.end(), [&](const Scar& plug) {
      if (norm(p - plug.outline.front()) > 20) return false;
      const double off = distance_to_polyline(Span(plug.outline), p, true);
      const double inside = contains(Span(plug.outline), p) ? off : -off;
      return inside >= from_px && inside < to_px;
    });
  };
  // 0.73 mm a px. Full stubble leaves 0.5 to 0.78; tufts are denser.
  EXPECT_LT(light_against(plugs, bare, [&](Vec2<PhotoPx> p) { return deep(p, 1.2, 100); }), 0.6);
  // Between the discs hardly a trace: the shade of a tuft stays within.
  EXPECT_GT(light_against(plugs, bare, [&](Vec2<PhotoPx> p) { return deep(p, -2.5, -1) && !deep(p, -1, 100); }), 0.9);
}

/// Bald skin of the top shines more than the forehead's does, and stubble less.
TEST(Balding, BaldTopIsGlossier) {
  PhantomOptions o = small(View::kTop, "norwood-6", 200);
  const auto shine_of = [&](const std::string& loss) {
    o.loss = pattern(loss);
    o.shine = 0.4;
    const Phantom glossy = drawn(o);
    o.shine = 0;
    const Phantom matte = drawn(o);
    double sum = 0;
    for (int y = 60; y < 100; ++y)
      for (int x = 80; x < 120; ++x) sum += luminance(glossy.photo, x, y) - luminance(matte.photo, x, y);
    return sum;
  };
  const double hairy = shine_of("norwood-1"), bald_top = shine_of("norwood-6"), plain = shine_of("totalis");
  EXPECT_GT(bald_top, 1.15 * plain);
  EXPECT_LT(bald_top, 1.45 * plain);  // a little
  EXPECT_LT(hairy, 0.9 * plain);
}

/// Scars amid hair are to be treated, and are no hair.
TEST(Balding, ScarsAmidHairAreInTheRegion) {
  for (const PhantomScar scar : {PhantomScar::kStrip, PhantomScar::kFue}) {
    PhantomOptions o = small(View::kBack, "norwood-1", 300);
    o.scars = {scar};
    const Scene scene = drawn(o).scene;
    const Scar& seen = scene.scars.at(0);
    const Vec2<PhotoPx> middle =
        scar == PhantomScar::kStrip
            ? seen.line[seen.line.size() / 2]
            : project(ScalpSurface{}, see_head(ScalpSurface{}, head_camera(*scene.camera)), {0, 0, -98}).position;
    EXPECT_TRUE(contains(Span(scene.scalp_region), middle)) << kPhantomScarNames[static_cast<std::size_t>(scar)];
    // A strip has none; the dots of grafts stand amid hair, which leaves little to do.
    EXPECT_EQ(in_hair(scene, middle), scar == PhantomScar::kFue) << kPhantomScarNames[static_cast<std::size_t>(scar)];
    EXPECT_TRUE(in_hair(scene, middle + Vec2<PhotoPx>{0, -45}));  // 54 mm higher
  }
}

TEST(Balding, BurnsArePaleAndBirthmarksDark) {
  PhantomOptions o = small(View::kTop, "totalis", 300);
  o.shine = 0;
  o.skin = SkinType::kIV;
  const Phantom plain = drawn(o);
  o.scars = {PhantomScar::kBurn, PhantomScar::kBirthmark};
  const Phantom marked = drawn(o);
  ASSERT_EQ(marked.scene.scars.size(), 2U);
  for (const Scar& scar : marked.scene.scars) {
    const double ratio = light_against(marked, plain, [&](Vec2<PhotoPx> p) { return contains(Span(scar.outline), p); });
    if (scar.kind == ScarKind::kBurn) {
      EXPECT_GT(ratio, 1.15);
    } else {
      EXPECT_LT(ratio, 0.75);
    }
  }
  EXPECT_NEAR(
      light_against(marked, plain,
                    [&](Vec2<PhotoPx> p) {
                      return std::none_of(marked.scene.scars.begin(), marked.scene.scars.end(), [&](const Scar& scar) {
                        return contains(Span(scar.outline), p) || distance_to_polyline(Span(scar.outline), p, true) < 5;
                      });
                    }),
      1, 1e-3);
}

}  // namespace
}  // namespace tonsure
