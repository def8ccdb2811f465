#include <tonsure/phantom/phantom.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/core/color.h>
#include <tonsure/scalp/surface.h>

namespace tonsure {
namespace {

using Span = std::span<const Vec2<PhotoPx>>;

constexpr std::array<View, 5> kViews = {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack};
constexpr std::array<SkinType, 6> kSkins = {SkinType::kI,  SkinType::kII, SkinType::kIII,
                                            SkinType::kIV, SkinType::kV,  SkinType::kVI};

Phantom drawn(const PhantomOptions& options, const Exec& exec = {}) {
  auto result = draw_phantom(options, exec);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message());
  return result.ok() ? std::move(result).value() : Phantom{};
}

PhantomOptions small(View view, SkinType skin = SkinType::kII, int size = 128) {
  PhantomOptions o;
  o.view = view;
  o.skin = skin;
  o.width_px = o.height_px = size;
  return o;
}

LinearRgb linear_at(const Photo& photo, int x, int y) {
  const unsigned char* p = photo.pixels.view().pixel(x, y);
  const auto& table = srgb8_to_linear_table();
  return {static_cast<double>(table[p[0]]), static_cast<double>(table[p[1]]), static_cast<double>(table[p[2]])};
}

bool inside(const Points<PhotoPx>& polygon, Vec2<PhotoPx> p) {
  return contains(Span(polygon), p);
}

/// Where mid-head lies and which way the head's axes point, worked out here once more.
struct Axes {
  Vec3<HeadMm> right, up, view;
};
Axes axes_of(View view) {
  switch (view) {
    case View::kTop:
      return {{1, 0, 0}, {0, 0, -1}, {0, 1, 0}};
    case View::kLeft:
      return {{0, 0, -1}, {0, 1, 0}, {1, 0, 0}};
    case View::kRight:
      return {{0, 0, 1}, {0, 1, 0}, {-1, 0, 0}};
    case View::kBack:
      return {{-1, 0, 0}, {0, 1, 0}, {0, 0, -1}};
    default:
      return {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  }
}

/// Half the extent of the default ellipsoid along an axis of the photo, mm.
double reach(Vec3<HeadMm> axis) {
  const auto [a, b, c] = ScalpSurface{}.semi_axes_mm;
  return std::sqrt(axis.x * axis.x * a * a + axis.y * axis.y * b * b + axis.z * axis.z * c * c);
}

TEST(Phantom, NamesTheBadOption) {
  const auto field = [](auto change) {
    PhantomOptions o = small(View::kFront);
    change(o);
    const auto result = draw_phantom(o);
    if (result.ok()) return std::string("(accepted)");
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidOption);
    EXPECT_FALSE(result.error().fix.empty());
    return result.error().where;
  };
  for (const int size : {63, 0, -5, 8193}) {
    EXPECT_EQ(field([&](auto& o) { o.width_px = size; }), "width_px") << size;
    EXPECT_EQ(field([&](auto& o) { o.height_px = size; }), "height_px") << size;
  }
  for (const View view : {View::kThreeQuarter, View::kCloseup, static_cast<View>(99)})
    EXPECT_EQ(field([&](auto& o) { o.view = view; }), "view");
  for (const int skin : {-1, 6}) EXPECT_EQ(field([&](auto& o) { o.skin = static_cast<SkinType>(skin); }), "skin");
  for (const double shine : {-0.01, 1.01, std::numeric_limits<double>::quiet_NaN(), 1e300})
    EXPECT_EQ(field([&](auto& o) { o.shine = shine; }), "shine") << shine;
}

TEST(Phantom, StopsWhenAsked) {
  const std::atomic<bool> stop = true;
  Exec exec;
  exec.cancel = &stop;
  const auto flagged = draw_phantom(small(View::kFront), exec);
  ASSERT_FALSE(flagged.ok());
  EXPECT_EQ(flagged.error().code, ErrorCode::kCancelled);

  // At every checkpoint.
  int checkpoints = 0;
  Exec counting;
  counting.progress = [&](double) { return ++checkpoints > 0; };
  ASSERT_TRUE(draw_phantom(small(View::kFront, SkinType::kII, 64), counting).ok());
  ASSERT_GE(checkpoints, 5);
  for (int n = 0; n < checkpoints; ++n) {
    int seen = 0;
    Exec one;
    one.progress = [&](double) { return seen++ < n; };
    const auto result = draw_phantom(small(View::kFront, SkinType::kII, 64), one);
    ASSERT_FALSE(result.ok()) << n;
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  }
}

TEST(Phantom, ProgressOnlyGrows) {
  double last = 0;
  Exec exec;
  exec.progress = [&](double fraction) {
    EXPECT_GE(fraction, last);
    EXPECT_LE(fraction, 1);
    last = fraction;
    return true;
  };
  drawn(small(View::kLeft, SkinType::kII, 64), exec);
  EXPECT_EQ(last, 1);
}

TEST(Phantom, SameBytesForAnyThreadsAndRun) {
  for (const View view : {View::kFront, View::kTop}) {
    Exec exec;
    exec.threads = 1;
    const Phantom one = drawn(small(view, SkinType::kIII, 150), exec);
    for (const int threads : {1, 2, 5}) {
      exec.threads = threads;
      const Phantom other = drawn(small(view, SkinType::kIII, 150), exec);
      EXPECT_TRUE(one.photo.pixels == other.photo.pixels) << threads << " threads";
      EXPECT_EQ(one.scene.head_outline, other.scene.head_outline);
    }
  }
}

TEST(Phantom, SeedChangesSkinNotScene) {
  PhantomOptions o = small(View::kFront);
  const Phantom one = drawn(o);
  o.seed = 2;
  const Phantom two = drawn(o);
  EXPECT_FALSE(one.photo.pixels == two.photo.pixels);
  EXPECT_EQ(one.scene.hairline, two.scene.hairline);
  EXPECT_EQ(one.scene.head_outline, two.scene.head_outline);
}

TEST(Phantom, EveryViewHasAValidScene) {
  for (const View view : kViews)
    for (const auto& [w, h] : {std::array{128, 128}, {64, 200}, {200, 64}}) {
      PhantomOptions o = small(view);
      o.width_px = w;
      o.height_px = h;
      const Phantom p = drawn(o);
      const std::string where = std::string(view_name(view)) + " " + std::to_string(w) + "x" + std::to_string(h);
      const Status status = check_scene(p.scene);
      EXPECT_TRUE(status.ok()) << where << ": " << (status.ok() ? "" : status.error().message());
      EXPECT_TRUE(check_scene_size(p.scene, p.photo.pixels.width(), p.photo.pixels.height()).ok()) << where;
      EXPECT_EQ(p.photo.pixels.channels(), 3);
      EXPECT_FALSE(p.photo.monochrome);
      EXPECT_EQ(p.scene.image, "photo.png");
      EXPECT_EQ(p.scene.view, view);
      EXPECT_EQ(p.scene.face_points.size(), 7U);
      EXPECT_TRUE(p.scene.existing_hair.empty());
      ASSERT_TRUE(p.scene.hairline.has_value());
      EXPECT_EQ(p.scene.hairline->empty(), view == View::kBack) << where;
    }
}

TEST(Phantom, OutlineIsTheEllipsoidsSilhouette) {
  for (const View view : kViews) {
    const Phantom p = drawn(small(view, SkinType::kII, 160));
    const Axes axes = axes_of(view);
    const double scale = *p.scene.mm_per_px;
    const double a = reach(axes.right) / scale, b = reach(axes.up) / scale;
    // Mid-head from the topmost point of the outline, and from the arc's own middle.
    double top = 1e9, left = 1e9, right = -1e9;
    for (const auto q : p.scene.head_outline) {
      top = std::min(top, q.y);
      left = std::min(left, q.x);
      right = std::max(right, q.x);
    }
    const Vec2<PhotoPx> center{view == View::kLeft ? right - a : view == View::kRight ? left + a : 80.0, top + b};
    int on_rim = 0;
    for (const auto q : p.scene.head_outline) {
      const double r = std::hypot((q.x - center.x) / a, (q.y - center.y) / b);
      // 0.2 px: what the scene promises; no point lies outside the ellipse.
      EXPECT_LE((r - 1) * std::max(a, b), 0.2) << view_name(view) << " " << q.x << " " << q.y;
      if (std::abs(r - 1) * std::max(a, b) < 0.2) ++on_rim;
    }
    EXPECT_GE(on_rim, 200) << view_name(view);
    for (const auto q : p.scene.scalp_region)
      EXPECT_LE((std::hypot((q.x - center.x) / a, (q.y - center.y) / b) - 1) * std::max(a, b), 0.2);
  }
}

/// Across the outline's arc, picture and scene change from skin to backdrop at the same place.
TEST(Phantom, PictureEndsWhereTheOutlineDoes) {
  for (const View view : {View::kFront, View::kLeft, View::kRight, View::kBack}) {
    const Phantom p = drawn(small(view, SkinType::kI, 320));
    const auto& outline = p.scene.head_outline;
    double top = 1e9;
    for (const auto q : outline) top = std::min(top, q.y);
    const Vec2<PhotoPx> middle{outline[120].x, top + 95 / *p.scene.mm_per_px};
    int tried = 0;
    double sum = 0;
    for (std::size_t i = 30; i <= 210; i += 6) {
      if (outline[i].y > middle.y - 30) continue;  // ears and brows are not part of it
      const Vec2<PhotoPx> out = normalized(outline[i] - middle);
      const auto redness = [&](double along) {
        const auto q = outline[i] + along * out;
        const LinearRgb c = linear_at(p.photo, static_cast<int>(q.x), static_cast<int>(q.y));
        return c[0] / (c[0] + c[1] + c[2]);
      };
      const double skin = redness(-6), air = redness(6);
      ASSERT_GT(skin, air + 0.02) << view_name(view) << " " << i;
      double edge = -6;
      while (edge < 6 && redness(edge) > 0.5 * (skin + air)) edge += 0.1;
      // Within a pixel: the sampling itself is to whole pixels.
      EXPECT_LE(std::abs(edge), 1.3) << view_name(view) << " " << i;
      sum += edge;
      ++tried;
    }
    ASSERT_GE(tried, 15);
    EXPECT_LE(std::abs(sum / tried), 0.5) << view_name(view);  // no bias: rounding to pixels averages out
  }
}

TEST(Phantom, HairlineLiesBehindTheForehead) {
  for (const View view : kViews) {
    if (view == View::kBack) continue;
    const Phantom p = drawn(small(view, SkinType::kII, 160));
    const auto& line = *p.scene.hairline;
    ASSERT_GE(line.size(), 20U);
    EXPECT_LT(line.front().x, line.back().x) << view_name(view);  // left to right as seen
    const double slack = 1.0;                                     // px: the lines' ends lie on the outline
    for (const auto q : line)
      EXPECT_TRUE(inside(p.scene.head_outline, q) || distance_to_polyline(Span(p.scene.head_outline), q, true) < slack)
          << view_name(view) << " " << q.x << " " << q.y;
    EXPECT_LT(distance_to_polyline(Span(p.scene.scalp_region), line[line.size() / 2], true), 0.01);
  }
  // 62 mm of skin from glabella to hairline on the midline (domain par. 2), within the glabella's own 5 mm.
  const Phantom front = drawn(small(View::kFront, SkinType::kII, 160));
  const auto& line = *front.scene.hairline;
  const Vec2<PhotoPx> middle = *std::min_element(
      line.begin(), line.end(), [](auto a, auto b) { return std::abs(a.x - 80) < std::abs(b.x - 80); });
  const auto glabella = find_face_point(front.scene, "glabella");
  ASSERT_TRUE(glabella.has_value());
  double top = 1e9;
  for (const auto q : front.scene.head_outline) top = std::min(top, q.y);
  const double scale = *front.scene.mm_per_px, mid = top + 95 / scale;
  const double from = std::asin((mid - glabella->y) * scale / 95), to = std::asin((mid - middle.y) * scale / 95);
  double arc = 0;
  constexpr int kSteps = 1000;
  for (int i = 0; i < kSteps; ++i) {
    const double t = from + (to - from) * (i + 0.5) / kSteps;
    arc += std::hypot(95 * std::cos(t), 100 * std::sin(t)) * (to - from) / kSteps;
  }
  EXPECT_NEAR(arc, 62, 5);
}

TEST(Phantom, FacePointsAreWhereTheFaceIs) {
  const Phantom front = drawn(small(View::kFront, SkinType::kII, 160));
  const double scale = *front.scene.mm_per_px;
  const auto at = [&](const char* name) { return find_face_point(front.scene, name).value_or(Vec2<PhotoPx>{-1, -1}); };
  EXPECT_NEAR((at("left_pupil").x - at("right_pupil").x) * scale, 63, 1e-6);
  EXPECT_GT(at("left_tragus").x, at("left_pupil").x);
  EXPECT_LT(at("glabella").y, at("left_pupil").y);
  EXPECT_LT(at("left_pupil").y, at("nose_tip").y);
  EXPECT_LT(at("nose_tip").y, at("chin").y);
  const auto seen = [](View view, const char* name) {
    return find_face_point(drawn(small(view, SkinType::kII, 64)).scene, name).has_value();
  };
  EXPECT_TRUE(seen(View::kLeft, "left_tragus"));
  EXPECT_FALSE(seen(View::kLeft, "right_tragus"));
  EXPECT_FALSE(seen(View::kLeft, "right_pupil"));
  EXPECT_TRUE(seen(View::kRight, "right_tragus"));
  EXPECT_FALSE(seen(View::kRight, "left_pupil"));
  EXPECT_TRUE(seen(View::kTop, "nose_tip"));
  EXPECT_FALSE(seen(View::kTop, "chin"));
  for (const char* name : {"left_pupil", "glabella", "nose_tip", "chin"}) EXPECT_FALSE(seen(View::kBack, name)) << name;
  // The left view shows the nose at the left.
  const Phantom left = drawn(small(View::kLeft, SkinType::kII, 64));
  EXPECT_LT(find_face_point(left.scene, "nose_tip")->x, find_face_point(left.scene, "left_tragus")->x);
}

double mean_l(const Phantom& p) {
  double sum = 0;
  int count = 0;
  for (int y = 0; y < p.photo.pixels.height(); ++y)
    for (int x = 0; x < p.photo.pixels.width(); ++x)
      if (inside(p.scene.scalp_region, {x + 0.5, y + 0.5})) {
        sum += to_lab(linear_at(p.photo, x, y)).l;
        ++count;
      }
  EXPECT_GT(count, 100);
  return sum / count;
}

TEST(Phantom, DarkerTypesAreDarkerInEveryView) {
  for (const View view : kViews) {
    double last = 100;
    for (const SkinType skin : kSkins) {
      const double l = mean_l(drawn(small(view, skin, 100)));
      // The types' own tones lie 4.5 to 9 apart in L*; light takes a part of that.
      EXPECT_LT(l, last - 2.5) << view_name(view) << " type " << static_cast<int>(skin) + 1;
      EXPECT_GT(l, 10);
      EXPECT_LT(l, 80);
      last = l;
    }
  }
}

TEST(Phantom, ShineOnlyAddsHighlights) {
  PhantomOptions o = small(View::kFront, SkinType::kIV, 200);
  o.shine = 0;
  const Phantom matte = drawn(o);
  o.shine = 1;
  const Phantom oily = drawn(o);
  int brighter = 0, same = 0;
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 200; ++x)
      for (std::size_t c = 0; c < 3; ++c) {
        const int a = matte.photo.pixels.view().pixel(x, y)[c], b = oily.photo.pixels.view().pixel(x, y)[c];
        ASSERT_GE(b, a) << x << " " << y;
        brighter += b > a + 40;
        same += b == a;
      }
  EXPECT_GT(brighter, 100);
  EXPECT_GT(same, 200 * 200);  // backdrop and shirt, a third of the picture at the least
}

/// All views of one seed show one skin: a spot seen from behind and from above is the same spot.
TEST(Phantom, ViewsShowTheSameSkin) {
  PhantomOptions o = small(View::kBack, SkinType::kII, 400);
  o.shine = 0;
  const Phantom back = drawn(o);
  o.view = View::kTop;
  const Phantom top = drawn(o);
  o.seed = 7;
  const Phantom stranger = drawn(o);
  const double scale = *back.scene.mm_per_px;
  const std::array<double, 3> axes = ScalpSurface{}.semi_axes_mm;
  const double a = axes[0], b = axes[1], c = axes[2];
  double back_top = 1e9, top_top = 1e9;
  for (const auto q : back.scene.head_outline) back_top = std::min(back_top, q.y);
  for (const auto q : top.scene.head_outline) top_top = std::min(top_top, q.y);
  // log(G/R) tells blood and melanin and not light; against its neighbourhood, since light is not quite neutral.
  const auto tint = [](const Phantom& p, double x, double y) {
    double sum = 0;
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i) {
        const LinearRgb v = linear_at(p.photo, static_cast<int>(x) + i, static_cast<int>(y) + j);
        sum += std::log(v[1] / v[0]) / 9;
      }
    return sum;
  };
  const auto correlation = [&](const Phantom& other) {
    constexpr int kWide = 41, kMiddle = kWide / 2, kHigh = 13, kNear = 4;
    std::vector<std::array<double, 2>> raw, pairs;
    for (int j = 0; j < kHigh; ++j)
      for (int i = 0; i < kWide; ++i) {
        const double x = 1.5 * (i - kMiddle), y = 62 + 1.5 * j;
        const double z = -c * std::sqrt(1 - x * x / (a * a) - y * y / (b * b));
        raw.push_back({tint(back, 200 - x / scale, back_top + (b - y) / scale),
                       tint(other, 200 + x / scale, top_top + (c + z) / scale)});
      }
    for (int j = 0; j < kHigh; ++j)
      for (int i = 0; i < kWide; ++i) {
        std::array<double, 2> mean{};
        int count = 0;
        for (int v = std::max(0, j - kNear); v <= std::min(kHigh - 1, j + kNear); ++v)
          for (int u = std::max(0, i - kNear); u <= std::min(kWide - 1, i + kNear); ++u, ++count)
            for (std::size_t k = 0; k < 2; ++k) mean[k] += raw[static_cast<std::size_t>(v * kWide + u)][k];
        const auto& here = raw[static_cast<std::size_t>(j * kWide + i)];
        pairs.push_back({here[0] - mean[0] / count, here[1] - mean[1] / count});
      }
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (const auto& [u, v] : pairs) {
      mx += u / static_cast<double>(pairs.size());
      my += v / static_cast<double>(pairs.size());
    }
    for (const auto& [u, v] : pairs) {
      xx += (u - mx) * (u - mx);
      yy += (v - my) * (v - my);
      xy += (u - mx) * (v - my);
    }
    return xy / std::sqrt(xx * yy);
  };
  EXPECT_GT(correlation(top), 0.7);       // not 1: grain, relief lit from elsewhere, foreshortening
  EXPECT_LT(correlation(stranger), 0.4);  // another seed is another skin
}

/// A large phantom shrunk is the small phantom: no aliasing, no detail that depends on the size.
TEST(Phantom, ShrinkingALargeOneGivesASmallOne) {
  const Phantom large = drawn(small(View::kFront, SkinType::kII, 600));
  const Phantom little = drawn(small(View::kFront, SkinType::kII, 200));
  double sum = 0, sum2 = 0;
  int count = 0;
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 200; ++x) {
      if (!inside(little.scene.scalp_region, {x + 0.5, y + 0.5})) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        double mean = 0;
        for (int j = 0; j < 3; ++j)
          for (int i = 0; i < 3; ++i) mean += linear_at(large.photo, 3 * x + i, 3 * y + j)[c] / 9;
        const double d = linear_at(little.photo, x, y)[c] - mean;
        sum += d;
        sum2 += d * d;
        ++count;
      }
    }
  ASSERT_GT(count, 1000);
  EXPECT_LT(std::abs(sum / count), 0.01);    // the mean tone; quantisation is 0.002
  EXPECT_LT(std::sqrt(sum2 / count), 0.03);  // grain, lens blur (0.6 px of either size) and highlights
}

}  // namespace
}  // namespace tonsure
