#include "command/odd_heads.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <optional>
#include <span>
#include <utility>

#include <tonsure/phantom/phantom.h>

#include "core/rng.h"

namespace tonsure::testing {
namespace {

using Pixel = Vec2<PhotoPx>;
using Color = std::array<double, 3>;  ///< sRGB codes

constexpr int kSide = 240;  ///< px of most phantoms

// ---- Drawing on pictures

/// Colours what a shape covers; of a shape's colour, none leaves the pixel.
void paint(Photo& photo, const std::function<std::optional<Color>(Pixel)>& shape) {
  const auto view = photo.pixels.view();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const auto color = shape({x + 0.5, y + 0.5});
      for (int c = 0; color && c < 3; ++c)
        view.pixel(x, y)[c] = static_cast<unsigned char>(std::clamp((*color)[static_cast<std::size_t>(c)], 0.0, 255.0));
    }
  }
}

void for_each_code(Photo& photo, const std::function<double(double)>& change) {
  const auto view = photo.pixels.view();
  for (int y = 0; y < view.height; ++y)
    for (int x = 0; x < view.width; ++x)
      for (int c = 0; c < 3; ++c)
        view.pixel(x, y)[c] = static_cast<unsigned char>(std::clamp(change(view.pixel(x, y)[c]), 0.0, 255.0));
}

Color color_at(const Photo& photo, Pixel p) {
  const auto view = photo.pixels.view();
  const double x = std::clamp(p.x - 0.5, 0.0, view.width - 1.0), y = std::clamp(p.y - 0.5, 0.0, view.height - 1.0);
  const int x0 = std::min(static_cast<int>(x), std::max(0, view.width - 2)),
            y0 = std::min(static_cast<int>(y), std::max(0, view.height - 2));
  const int x1 = std::min(x0 + 1, view.width - 1), y1 = std::min(y0 + 1, view.height - 1);
  Color out;
  for (int c = 0; c < 3; ++c) {
    const double above = view.pixel(x0, y0)[c] + (x - x0) * (view.pixel(x1, y0)[c] - view.pixel(x0, y0)[c]);
    const double below = view.pixel(x0, y1)[c] + (x - x0) * (view.pixel(x1, y1)[c] - view.pixel(x0, y1)[c]);
    out[static_cast<std::size_t>(c)] = above + (y - y0) * (below - above);
  }
  return out;
}

/// The picture that shows at p what `from` shows at `there(p)`; what lies beyond it continues its rim. Smaller ones
/// are means of `fine` x `fine` looks a pixel.
Photo seen_through(const Photo& from, const ToPhantom& there, int width, int height, int fine = 1) {
  Photo out{Image<unsigned char>(width, height, 3)};
  paint(out, [&](Pixel p) {
    Color mean{};
    for (int i = 0; i < fine * fine; ++i) {
      const Pixel part{p.x - 0.5 + (i % fine + 0.5) / fine, p.y - 0.5 + (i / fine + 0.5) / fine};
      const Color color = color_at(from, there(part));
      for (std::size_t c = 0; c < 3; ++c) mean[c] += color[c] / (fine * fine);
    }
    return mean;
  });
  return out;
}

/// Turned clockwise about the middle, at a scale, and then moved.
ToPhantom turned(double degrees, double scale, Pixel from_middle, Pixel to_middle) {
  const double c = std::cos(degrees * std::numbers::pi / 180) / scale,
               s = std::sin(degrees * std::numbers::pi / 180) / scale;
  ToPhantom map{{c, s, -s, c}, {}};
  map.shift = to_middle - map(from_middle);
  return map;
}

// ---- The phantom and what can stand on it

const std::array<View, 6> kViews = {View::kFront, View::kTop,  View::kLeft,
                                    View::kRight, View::kBack, View::kThreeQuarter};

const Phantom& phantom(View view, SkinType skin, const LossPattern& loss, int side) {
  static std::map<std::tuple<View, SkinType, std::string, int>, Phantom> drawn;
  const auto key = std::tuple{view, skin, loss_pattern_name(loss), side};
  if (const auto known = drawn.find(key); known != drawn.end()) return known->second;
  auto made = draw_phantom({.skin = skin, .width_px = side, .height_px = side, .view = view, .loss = loss}, {});
  return drawn.emplace(key, std::move(*made)).first->second;
}

Vec2<PhotoPx> project(const Scene& scene, Vec3<HeadMm> p) {
  const Camera& camera = *scene.camera;
  const auto& r = camera.rotation;
  const auto& t = camera.translation_mm;
  const double x = r[0] * p.x + r[1] * p.y + r[2] * p.z + t[0], y = r[3] * p.x + r[4] * p.y + r[5] * p.z + t[1],
               z = r[6] * p.x + r[7] * p.y + r[8] * p.z + t[2];
  return {camera.fx * x / z + camera.cx, camera.fy * y / z + camera.cy};
}

// Of the phantom's face, mm of the head.
constexpr Vec3<HeadMm> kGlabella = {0, 0.5, 99.5};
constexpr Vec3<HeadMm> kMouth = {0, -68, 95};

Points<PhotoPx> grown(const Scene& scene, double by_mm) {
  Points<PhotoPx> out = scene.head_outline;
  Pixel middle;
  for (const Pixel p : out) middle = middle + (1.0 / static_cast<double>(out.size())) * p;
  const double by = by_mm / *scene.mm_per_px;
  for (Pixel& p : out) p = p + (by / std::max(1.0, norm(p - middle))) * (p - middle);
  return out;
}

bool within(const Points<PhotoPx>& polygon, Pixel p) {
  return contains(std::span<const Pixel>(polygon), p);
}

double capsule(Pixel a, Pixel b, Pixel p) {
  return norm(p - (a + nearest_on_segment(a, b, p) * (b - a)));
}

struct Lot {
  Rng rng;
  double between(double low, double high) { return rng.uniform(low, high); }
  int below(int count) { return static_cast<int>(rng.bits() % static_cast<std::uint64_t>(count)); }
  template <class T, std::size_t N>
  const T& of(const std::array<T, N>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }
};

const std::array<Color, 6> kCloth = {
    {{30, 60, 140}, {150, 30, 35}, {20, 20, 22}, {235, 235, 230}, {90, 110, 60}, {200, 160, 120}}};
const std::array<Color, 5> kHair = {{{35, 27, 22}, {70, 48, 34}, {176, 140, 88}, {150, 148, 145}, {120, 60, 30}}};

/// What is above the line that a cap or hair ends at: the brim, a little above the brows and lower behind.
bool above_brim(const Scene& scene, Pixel p, double front_mm, double back_mm) {
  if (scene.view == View::kTop) return true;
  const Pixel front = project(scene, {0, front_mm, 95}), back = project(scene, {0, back_mm, -95});
  const Pixel along = back - front;
  if (std::fabs(along.x) < 0.05 * scene.width_px)
    return p.y < (scene.view == View::kBack ? back.y : front.y);  // seen from before or behind
  return p.y < front.y + (p.x - front.x) * along.y / along.x;
}

void put_on_cap(Photo& photo, KnownHead& head, Lot& lot) {
  const Scene& scene = head.scene;
  head.cover_mm = lot.between(4, 12);
  const Points<PhotoPx> outline = grown(scene, head.cover_mm);
  const Color cloth = lot.of(kCloth);
  const double front = lot.between(8, 60), back = lot.between(-40, 20), mm = 1 / *scene.mm_per_px;
  const bool peak = lot.below(2) == 0;
  const Pixel brow = project(scene, {0, front, 100});
  paint(photo, [&](Pixel p) -> std::optional<Color> {
    const bool in_peak =
        peak && scene.view != View::kBack && std::hypot((p.x - brow.x) / (75 * mm), (p.y - brow.y) / (16 * mm)) < 1;
    if (!in_peak && !(within(outline, p) && above_brim(scene, p, front, back))) return std::nullopt;
    const double fold = 1 + 0.08 * std::sin(p.x * 0.3) * std::cos(p.y * 0.2) - (in_peak ? 0.25 : 0);
    return Color{fold * cloth[0], fold * cloth[1], fold * cloth[2]};
  });
}

void grow_hair(Photo& photo, KnownHead& head, Lot& lot) {
  const Scene& scene = head.scene;
  head.cover_mm = lot.between(5, 25);
  const Points<PhotoPx> outline = grown(scene, head.cover_mm);
  const Color hair = lot.of(kHair);
  const double front = lot.between(38, 65), back = lot.between(-60, -30);
  const std::uint64_t seed = lot.rng.bits();
  paint(photo, [&](Pixel p) -> std::optional<Color> {
    if (!within(outline, p) || !above_brim(scene, p, front, back)) return std::nullopt;
    const double light = 1 + 0.25 * noise2(seed, RngStage::kTest, 0, 0.9 * p.x, 0.12 * p.y);
    return Color{light * hair[0], light * hair[1], light * hair[2]};
  });
}

/// Hands on the head, or before the face.
void lay_hands(Photo& photo, const KnownHead& head, Lot& lot, bool before_face) {
  const Scene& scene = head.scene;
  const double mm = 1 / *scene.mm_per_px;
  const Vec3<HeadMm> at = before_face ? Vec3<HeadMm>{0, -20, 105} : Vec3<HeadMm>{0, 75, 40};
  for (const double side : {-1.0, 1.0}) {
    const Pixel palm = project(scene, {at.x + side * lot.between(20, 50), at.y, at.z});
    const Pixel wrist = palm + Pixel{side * lot.between(20, 60) * mm, 110 * mm};
    const Color skin = color_at(photo, project(scene, {30, 30, 85}));
    const double light = lot.between(0.75, 1.15);
    for (int finger = 0; finger < 5; ++finger) {
      const double lean = 0.35 * (finger - 2);
      const Pixel tip = palm + Pixel{75 * mm * std::sin(lean), -75 * mm * std::cos(lean)};
      paint(photo, [&](Pixel p) -> std::optional<Color> {
        const double off =
            std::min(capsule(palm, tip, p) - 9 * mm, finger == 2 ? capsule(palm, wrist, p) - 32 * mm : 1e9);
        if (off > 0) return std::nullopt;
        const double shade = light * (off > -2.5 * mm ? 0.7 : 1);
        return Color{shade * skin[0], shade * skin[1], shade * skin[2]};
      });
    }
  }
}

void put_on_glasses(Photo& photo, const Scene& scene, Lot& lot) {
  const double mm = 1 / *scene.mm_per_px, width = lot.between(20, 32), height = lot.between(14, 28);
  const bool dark = lot.below(2) == 0;
  for (const double side : {-1.0, 1.0}) {
    const Pixel middle = project(scene, {side * 32, -26, 95});
    if (scene.view == View::kBack || scene.view == View::kTop) return;
    paint(photo, [&](Pixel p) -> std::optional<Color> {
      const double r = std::hypot((p.x - middle.x) / (width * mm), (p.y - middle.y) / (height * mm));
      if (r > 1 || (!dark && r < 0.85)) return std::nullopt;
      return Color{25, 25, 30};
    });
  }
}

void put_on_mask(Photo& photo, const Scene& scene, Lot& lot) {
  const double mm = 1 / *scene.mm_per_px;
  const Pixel middle = project(scene, kMouth);
  const Color cloth = lot.of(kCloth);
  const double high = lot.between(35, 75);
  paint(photo, [&](Pixel p) -> std::optional<Color> {
    if (std::hypot((p.x - middle.x) / (75 * mm), (p.y - middle.y) / (high * mm)) > 1) return std::nullopt;
    return cloth;
  });
}

void add_noise(Photo& photo, Lot& lot, double sd) {
  for_each_code(photo, [&](double code) { return code + sd * lot.rng.normal(); });
}

void make_grey(Photo& photo) {
  const Photo from = photo;
  paint(photo, [&](Pixel p) {
    const Color c = color_at(from, p);
    const double grey = 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2];
    return Color{grey, grey, grey};
  });
}

// ---- Pictures of no head

Photo no_head(int which, Lot& lot) {
  const int width = 120 + lot.below(200), height = 120 + lot.below(200);
  Photo photo{Image<unsigned char>(width, height, 3)};
  const Color base = {lot.between(90, 230), lot.between(70, 180), lot.between(50, 150)};
  const std::uint64_t seed = lot.rng.bits();
  const auto noise = [&](std::uint64_t channel, double x, double y) {
    return noise2(seed, RngStage::kTest, channel, x, y);
  };
  const Pixel middle{0.5 * width + lot.between(-20, 20), 0.5 * height + lot.between(-20, 20)};
  const double radius = lot.between(0.2, 0.4) * std::min(width, height);
  paint(photo, [&](Pixel p) {
    double light = 1;
    switch (which) {
      case 0:  // flat
        break;
      case 1:  // from one colour to another
        light = 0.4 + 0.8 * p.y / height;
        break;
      case 2:  // wood
        light = 1 + 0.25 * std::sin(0.5 * p.x + 3 * noise(0, 0.02 * p.x, 0.01 * p.y));
        break;
      case 3:  // skin through a microscope
        light = 1 + 0.06 * noise(0, 0.3 * p.x, 0.3 * p.y) + 0.10 * noise(1, 0.05 * p.x, 0.05 * p.y);
        break;
      case 4:  // blotches
        light = noise(0, 0.03 * p.x, 0.03 * p.y) > 0 ? 1.1 : 0.5;
        break;
      case 5:  // noise
        return Color{lot.between(0, 255), lot.between(0, 255), lot.between(0, 255)};
      case 6:  // squares
        light = (static_cast<int>(p.x / 17) + static_cast<int>(p.y / 17)) % 2 == 0 ? 1.1 : 0.4;
        break;
      case 7: {  // a ball, lit from above
        const Pixel off = (1 / radius) * (p - middle);
        if (norm(off) > 1) return Color{60 + 0.2 * p.y, 62 + 0.2 * p.y, 66 + 0.2 * p.y};
        light = 0.35 + 0.75 * std::max(0.0, 0.8 * std::sqrt(1 - dot(off, off)) - 0.5 * off.y);
        break;
      }
      default: {  // a plate on a table
        const double r = norm(p - middle) / radius;
        light = r > 1 ? 0.45 + 0.05 * noise(0, 0.05 * p.x, 0.4 * p.y) : r > 0.7 ? 1.05 : 1.15;
        break;
      }
    }
    return Color{light * base[0], light * base[1], light * base[2]};
  });
  return photo;
}

// ---- The kinds

constexpr std::array<const char*, 20> kKinds = {
    "plain", "cap",  "full hair", "hands on head", "glasses", "turned",  "cropped", "tiny",  "dark",   "burnt",
    "noisy", "grey", "no head",   "two heads",     "loss",    "covered", "blurred", "large", "beside", "cut out"};

}  // namespace

OddHead draw_odd_head(int number) {
  const auto kind_number = static_cast<std::size_t>(number) % kKinds.size();
  const std::string kind = kKinds[kind_number];
  const int turn = number / static_cast<int>(kKinds.size());
  Lot lot{Rng(2026, RngStage::kTest, static_cast<std::uint64_t>(number))};
  const View view = kViews[static_cast<std::size_t>(turn + static_cast<int>(kind_number)) % kViews.size()];
  const auto skin = static_cast<SkinType>((turn + number) % 6);
  const std::vector<std::string> losses = loss_pattern_names();
  LossPattern loss = *parse_loss_pattern("totalis");
  if (kind == "loss" || (kind != "plain" && lot.below(4) == 0))
    loss = *parse_loss_pattern(losses[static_cast<std::size_t>(lot.below(static_cast<int>(losses.size())))]);
  OddHead odd;
  odd.name = std::to_string(number) + ": " + kind;
  if (kind == "no head") {
    odd.name += " " + std::to_string(turn % 9);
    odd.photo = no_head(turn % 9, lot);
    return odd;
  }
  const int side = kind == "large" ? 420 : kSide;
  const Phantom& drawn = phantom(view, skin, loss, side);
  odd.name += std::string(", ") + view_name(view) + ", skin " + std::to_string(static_cast<int>(skin) + 1) + ", " +
              loss_pattern_name(loss);
  KnownHead head{drawn.scene, {}, 0};
  odd.photo = {drawn.photo.pixels};
  const Pixel middle{0.5 * side, 0.5 * side};
  const auto show = [&](const ToPhantom& there, int width, int height, int fine = 1) {
    odd.photo = seen_through(odd.photo, there, width, height, fine);
    head.to_phantom = there;
  };
  if (kind == "cap") put_on_cap(odd.photo, head, lot);
  if (kind == "full hair") grow_hair(odd.photo, head, lot);
  if (kind == "hands on head") lay_hands(odd.photo, head, lot, false);
  if (kind == "glasses") put_on_glasses(odd.photo, head.scene, lot);
  if (kind == "turned") {
    const std::array<double, 7> angles = {15, -15, 45, -45, 90, -90, 180};
    const double angle = angles[static_cast<std::size_t>(turn) % angles.size()];
    odd.name += ", by " + std::to_string(static_cast<int>(angle));
    show(turned(angle, 1, middle, middle), side, side);
  }
  if (kind == "cropped") {
    const double s = side;
    // Half a head, the other half, brow and above, the forehead alone, the top alone, the lower face, a corner.
    const std::array<std::array<double, 4>, 7> parts = {{{0, 0, 0.5, 1},
                                                         {0.5, 0, 0.5, 1},
                                                         {0, 0, 1, 0.36},
                                                         {0.3, 0.2, 0.4, 0.2},
                                                         {0.2, 0.05, 0.6, 0.2},
                                                         {0.1, 0.42, 0.8, 0.5},
                                                         {0.45, 0.15, 0.4, 0.5}}};
    const auto& part = parts[static_cast<std::size_t>(turn) % parts.size()];
    const double scale = lot.below(2) == 0 ? 1 : 2;
    odd.name += ", part " + std::to_string(turn % 7);
    show({{1 / scale, 0, 0, 1 / scale}, {part[0] * s, part[1] * s}}, static_cast<int>(scale * part[2] * s),
         static_cast<int>(scale * part[3] * s));
  }
  if (kind == "tiny") {
    const int small = 16 + lot.below(49);
    odd.name += ", " + std::to_string(small) + " px";
    const double scale = static_cast<double>(small) / side;
    show({{1 / scale, 0, 0, 1 / scale}, {}}, small, small, 4);
  }
  if (kind == "dark") {
    const double factor = lot.between(0.05, 0.25);
    for_each_code(odd.photo, [&](double code) { return factor * code; });
  }
  if (kind == "burnt") {
    const double factor = lot.between(2, 6);
    for_each_code(odd.photo, [&](double code) { return factor * code; });
  }
  if (kind == "noisy") add_noise(odd.photo, lot, lot.between(10, 90));
  if (kind == "grey") make_grey(odd.photo);
  if (kind == "covered") {
    if (lot.below(2) == 0) {
      lay_hands(odd.photo, head, lot, true);
    } else {
      put_on_mask(odd.photo, head.scene, lot);
      put_on_glasses(odd.photo, head.scene, lot);
    }
  }
  if (kind == "blurred") {
    const int small = 20 + lot.below(40);
    const double scale = static_cast<double>(small) / side;
    show({{1 / scale, 0, 0, 1 / scale}, {}}, small, small, 4);
    show({{scale, 0, 0, scale}, {}}, side, side);
    head.to_phantom = {};
  }
  if (kind == "beside") {  // small, away from the middle, mirrored
    const double scale = lot.between(0.4, 0.8);
    ToPhantom there = turned(0, scale, {lot.between(0.3, 0.7) * side, lot.between(0.3, 0.8) * side}, middle);
    there.matrix[0] = -there.matrix[0];
    there.shift.x = side - there.shift.x;
    show(there, side, side, 2);
  }
  if (kind == "cut out") {
    const Points<PhotoPx> outline = grown(head.scene, lot.between(-8, 30));
    Photo with_alpha{Image<unsigned char>(side, side, 4)};
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        for (int c = 0; c < 3; ++c) with_alpha.pixels.view().pixel(x, y)[c] = odd.photo.pixels.view().pixel(x, y)[c];
        with_alpha.pixels.view().pixel(x, y)[3] = within(outline, {x + 0.5, y + 0.5}) ? 255 : 0;
      }
    }
    odd.photo = std::move(with_alpha);
  }
  odd.heads.push_back(head);
  if (kind == "two heads") {
    const View other_view = kViews[static_cast<std::size_t>(lot.below(6))];
    const Phantom& other = phantom(other_view, skin, *parse_loss_pattern("totalis"), kSide);
    odd.name += std::string(" and ") + view_name(other_view);
    const double scale = lot.between(0.5, 1.0);
    const ToPhantom there{{1 / scale, 0, 0, 1 / scale}, {-side / scale, 0}};
    Photo both{Image<unsigned char>(2 * side, side, 3)};
    const Photo first = odd.photo;
    paint(both, [&](Pixel p) { return p.x < side ? color_at(first, p) : color_at(other.photo, there(p)); });
    odd.photo = std::move(both);
    odd.heads.push_back({other.scene, there, 0});
  }
  return odd;
}

DotPlace place_of_dot(const OddHead& odd, Pixel dot) {
  // The limb of a proposal strays by a few mm, or pixels of small pictures.
  constexpr double kStrayMm = 6, kStrayPx = 2;
  DotPlace place = DotPlace::kOffHead;
  for (const KnownHead& head : odd.heads) {
    const Scene& scene = head.scene;
    const Pixel p = head.to_phantom(dot);
    const double stray_px = kStrayPx * std::hypot(head.to_phantom.matrix[0], head.to_phantom.matrix[1]);
    const double off =
        within(scene.head_outline, p) ? 0 : distance_to_polyline(std::span<const Pixel>(scene.head_outline), p, true);
    if (off < stray_px + (kStrayMm + head.cover_mm) / *scene.mm_per_px) return DotPlace::kScalp;
    // Below the brows: of this head, and not beside it.
    const Pixel brow = project(scene, kGlabella), mouth = project(scene, kMouth);
    const bool below = scene.view != View::kBack && p.y > brow.y && norm(p - mouth) < 130 / *scene.mm_per_px;
    if (below) place = DotPlace::kBelowBrows;
  }
  return place;
}

}  // namespace tonsure::testing
