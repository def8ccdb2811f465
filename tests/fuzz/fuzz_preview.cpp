// The whole way, from a valid scene and treatment that bytes have changed: read, plan, prepare, draw on 200 pixels.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <tonsure/io/json.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "fuzz.h"
#include "mutate_json.h"

namespace {

using namespace tonsure;
using fuzz::ByteSource;
using fuzz::Json;
using fuzz::require;
using fuzz::require_told;

constexpr int kSidePx = 200;
constexpr int kMostChanges = 24;
const Exec kOneThread{.threads = 1};

struct Start {
  Photo photo;
  Json scene;
};

/// Its region is some 3 cm wide: all that a plan is made of, in milliseconds.
Start start_of(View view) {
  Phantom head = draw_phantom({.width_px = kSidePx,
                               .height_px = kSidePx,
                               .view = view,
                               .loss = parse_loss_pattern("norwood-4").value(),
                               .scars = {PhantomScar::kBurn}},
                              kOneThread)
                     .value();
  Vec2<PhotoPx> middle;
  for (const auto& p : head.scene.scalp_region) {
    middle.x += p.x / static_cast<double>(head.scene.scalp_region.size());
    middle.y += p.y / static_cast<double>(head.scene.scalp_region.size());
  }
  for (auto& p : head.scene.scalp_region) {
    p.x = middle.x + 0.25 * (p.x - middle.x);
    p.y = middle.y + 0.25 * (p.y - middle.y);
  }
  return {std::move(head.photo), Json::parse(scene_to_json(head.scene))};
}

const Start& start(std::size_t which) {
  static constexpr std::array kViews = {View::kFront, View::kTop, View::kThreeQuarter, View::kBack};
  static std::array<std::optional<Start>, kViews.size()> starts;
  auto& found = starts.at(which % kViews.size());
  if (!found) found = start_of(kViews.at(which % kViews.size()));
  return *found;
}

Json start_treatment() {
  Treatment treatment;
  treatment.density.peak_per_cm2 = 40;
  return Json::parse(treatment_to_json(treatment));
}

void fill_rectangle(Photo& photo, ByteSource& bytes) {
  const auto pixels = photo.pixels.view();
  const int x0 = static_cast<int>(bytes.below(kSidePx)), y0 = static_cast<int>(bytes.below(kSidePx));
  const int x1 = std::min(kSidePx, x0 + bytes.byte()), y1 = std::min(kSidePx, y0 + bytes.byte());
  const unsigned char color[] = {bytes.byte(), bytes.byte(), bytes.byte()};
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) std::copy(color, color + 3, pixels.pixel(x, y));
}

void require_sound_dots(const Plan& plan) {
  const PlanDots& dots = plan.dots;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const auto& p = dots.head[i];
    require(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z), "dots are somewhere");
    require(std::isfinite(dots.chart[i].x) && std::isfinite(dots.chart[i].y), "dots are somewhere in the chart");
    require(dots.diameter_mm[i] > 0 && std::isfinite(dots.diameter_mm[i]), "dots have a diameter");
    require(dots.pigment[i] < plan.pigments.size(), "dots have a pigment");
  }
}

void require_readable(const Plan& plan) {
  const std::string written = plan_to_json(plan);
  const auto again = plan_from_json(written, "plan");
  require(again.ok(), "a plan that was made can be read", again ? "" : again.error().message());
  require(plan_hash(*again) == plan_hash(plan), "a plan reads back as it was");
}

std::size_t pixel_index(int x, int y) {
  return static_cast<std::size_t>(y) * kSidePx + static_cast<std::size_t>(x);
}

/// Whether a dot may be seen from each pixel: those within 3 mm and 16 pixels of one.
std::vector<bool> near_dots(const Plan& plan, const FittedHead& head) {
  std::vector<bool> near(static_cast<std::size_t>(kSidePx) * kSidePx);
  const double reach = 3 / std::min(head.view.camera.mm_per_px, head.mm_per_px) + 17;
  for (const auto& dot : plan.dots.head) {
    const Vec2<PhotoPx> p = project(plan.surface, head.view, dot).position;
    if (!(std::fabs(p.x) < 1e6 && std::fabs(p.y) < 1e6)) continue;
    const auto within = [](double v) { return static_cast<int>(std::clamp(v, 0.0, double{kSidePx})); };
    for (int y = within(p.y - reach); y < within(p.y + reach + 1); ++y)
      for (int x = within(p.x - reach); x < within(p.x + reach + 1); ++x)
        if (std::hypot(x + 0.5 - p.x, y + 0.5 - p.y) <= reach) near[pixel_index(x, y)] = true;
  }
  return near;
}

void require_far_pixels_kept(const Photo& before, const Photo& after, const std::vector<bool>& near) {
  const auto a = before.pixels.view(), b = after.pixels.view();
  for (int y = 0; y < kSidePx; ++y)
    for (int x = 0; x < kSidePx; ++x)
      if (!near[pixel_index(x, y)])
        require(std::equal(a.pixel(x, y), a.pixel(x, y) + a.channels, b.pixel(x, y)),
                "pixels far from every dot keep their bytes", std::to_string(x) + ", " + std::to_string(y));
}

/// Without the photo.
void plan_alone(const Scene& scene, const Treatment& treatment) {
  const auto plan = make_plan(scene, treatment, kOneThread);
  if (!plan) return require_told(plan.error());
  require_sound_dots(*plan);
  require_readable(*plan);
}

void plan_and_draw(const Photo& photo, const Scene& scene, const Treatment& treatment, double age_days) {
  const auto readings = read_photos({&photo, 1}, {&scene, 1}, {}, kOneThread);
  if (!readings) return require_told(readings.error());
  const auto plan = make_plan(*readings, treatment, {}, kOneThread);
  if (!plan) return require_told(plan.error());
  require_sound_dots(*plan);
  require_readable(*plan);
  auto drawing = prepare(photo, readings->front(), *plan, kOneThread);
  if (!drawing) return require_told(drawing.error());
  const auto after = draw_photo(*drawing, {.moment = {age_days}}, kOneThread);
  if (!after) return require_told(after.error());
  require_far_pixels_kept(photo, *after, near_dots(*plan, readings->front().head));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteSource bytes({data, size});
  const std::uint8_t kind = bytes.byte();
  static constexpr double kAges[] = {28, 0, 10, 365, 5479};
  const double age_days = bytes.one_of(kAges);
  const Start& from = start(kind / 4U);
  static const Json kTreatment = start_treatment();
  Photo photo = from.photo;
  Json scene_json = from.scene, treatment_json = kTreatment;
  for (int i = 0; i < kMostChanges && !bytes.empty(); ++i) {
    switch (bytes.below(8)) {
      case 0:
        fill_rectangle(photo, bytes);
        break;
      case 1:
      case 2:
      case 3:
        fuzz::mutate(treatment_json, bytes);
        break;
      default:
        fuzz::mutate(scene_json, bytes);
    }
  }
  const auto scene = scene_from_json(scene_json.dump(), "scene");
  const auto treatment = treatment_from_json(treatment_json.dump(), "treatment");
  if (!scene) require_told(scene.error());
  if (!treatment) require_told(treatment.error());
  if (!scene || !treatment) return 0;
  if (kind % 4 == 0) {
    plan_and_draw(photo, *scene, *treatment, age_days);
  } else {
    plan_alone(*scene, *treatment);
  }
  return 0;
}
