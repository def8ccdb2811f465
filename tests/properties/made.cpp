#include "properties/made.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

#include <tonsure/io/json.h>
#include "treatment/treatment_fields.h"

namespace tonsure::testing {
namespace {

constexpr int kSidePx = 160;
constexpr double kSparse = 20;  // dots/cm2 where nothing else is said: quick, and dots stand apart

// The same few cases in every run, unless somebody asks for others.
[[maybe_unused]] const int kSeeded =
    setenv("RC_PARAMS", "seed=2026 max_success=8", 0);  // NOLINT(concurrency-mt-unsafe)

double at(const FieldRange& range, int eighths) {
  const double low = range.above_low ? std::nextafter(range.low, range.high) : range.low;
  return eighths >= 8 ? range.high : low + (range.high - low) * std::max(0, eighths) / 8;
}

/// Sets one field by its number.
struct Setter {
  FieldChange change;
  int next = 0;

  void operator()(const std::string&, double& field, const FieldRange& range) {
    if (next++ == change.field) field = at(range, change.eighths);
  }
  void operator()(const std::string&, int& field, const FieldRange& range) {
    if (next++ == change.field) field = static_cast<int>(std::lround(at(range, change.eighths)));
  }
  void operator()(const std::string&, std::optional<double>& field, const FieldRange& range) {
    if (next++ == change.field) field = at(range, change.eighths);
  }
  void operator()(const std::string&, std::uint64_t& field, const FieldRange&) {
    if (next++ == change.field) field = static_cast<std::uint64_t>(change.eighths) * 0x2000000000000001ULL;
  }
  template <Choice Enum>
  void operator()(const std::string&, Enum& field, const FieldRange&) {
    if (next++ == change.field)
      field = static_cast<Enum>(static_cast<std::size_t>(change.eighths) % names_of_values(field).size());
  }
  void operator()(const std::string&, std::vector<HairlineControl>& controls, const FieldRange&) {
    if (next++ != change.field) return;
    controls.clear();
    for (int i = 0; i < change.eighths; ++i) controls.push_back({-0.9 + 0.2 * i, 5.0 * (i % 3) - 5});
  }
  void operator()(const std::string&, std::vector<double>& shares, const FieldRange&) {
    if (next++ != change.field) return;
    shares.clear();
    for (int i = 1; i <= std::clamp(change.eighths, 1, 8); ++i)
      shares.push_back(static_cast<double>(i) / std::clamp(change.eighths, 1, 8));
  }
  template <class T>
  void operator()(const std::string&, T&, const FieldRange&) {
    ++next;
  }
};

const Phantom& phantom_of(int view, int skin) {
  static std::map<std::pair<int, int>, Phantom> made;
  const auto key = std::pair(view, skin);
  if (const auto found = made.find(key); found != made.end()) return found->second;
  Phantom phantom = draw_phantom({.skin = static_cast<SkinType>(skin),
                                  .width_px = kSidePx,
                                  .height_px = kSidePx,
                                  .view = kAllViews.at(static_cast<std::size_t>(view))})
                        .value();
  return made.emplace(key, std::move(phantom)).first->second;
}

Vec2<PhotoPx> middle_of(const Points<PhotoPx>& points) {
  Vec2<PhotoPx> sum;
  for (const auto p : points) sum = sum + p;
  return (1.0 / static_cast<double>(points.size())) * sum;
}

}  // namespace

bool tries_all_pairs() {
  return std::getenv("TONSURE_ALL_PAIRS") != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

Treatment treatment_of(const std::vector<FieldChange>& changes) {
  Treatment treatment;
  treatment.density.peak_per_cm2 = kSparse;
  for (const FieldChange& change : changes) {
    Setter set{change};
    visit_treatment(treatment, set);
  }
  return treatment;
}

Head head_of(const SceneChanges& c) {
  const Phantom& phantom = phantom_of(c.view, c.skin);
  Head head{phantom.photo, phantom.scene};
  Scene& scene = head.scene;
  if (c.camera == 1) scene.camera.reset();
  if (c.camera == 2 && scene.camera) scene.camera->rotation.clear(), scene.camera->translation_mm.clear();
  if (c.hairline == 1) scene.hairline.reset();
  if (c.hairline == 2) scene.hairline = Points<PhotoPx>{};
  if (c.scale == 0) scene.mm_per_px.reset();
  const Vec2<PhotoPx> middle = middle_of(scene.scalp_region);
  for (int i = 0; i < c.exclude; ++i) {
    const Vec2<PhotoPx> p = middle + Vec2<PhotoPx>{9.0 * i - 9, 3.0 * i};
    scene.exclude.push_back({p, p + Vec2<PhotoPx>{6, 0}, p + Vec2<PhotoPx>{6, 6}, p + Vec2<PhotoPx>{0, 6}});
  }
  for (int i = 0; i < c.scars; ++i) {
    const Vec2<PhotoPx> p = middle + Vec2<PhotoPx>{0, 5.0 * i};
    scene.scars.push_back({kAllScarKinds.at(static_cast<std::size_t>(i) % kAllScarKinds.size()),
                           {},
                           {p, p + Vec2<PhotoPx>{12, 2}},
                           3,
                           {}});
  }
  int turn = 0;
  for (Points<PhotoPx>* line : {&scene.head_outline, &scene.scalp_region})
    for (auto& p : *line) {
      ++turn;
      p = p + (0.1 * c.shake_px10) * Vec2<PhotoPx>{std::cos(2.4 * turn), std::sin(2.4 * turn)};
    }
  // A scene that was read has them in this order.
  std::sort(scene.face_points.begin(), scene.face_points.end(),
            [](const FacePoint& a, const FacePoint& b) { return a.name < b.name; });
  return head;
}

std::string as_files(const Scene& scene, const Treatment& treatment) {
  return "scene:\n" + scene_to_json(scene) + "treatment:\n" + treatment_to_json(treatment);
}

}  // namespace tonsure::testing
