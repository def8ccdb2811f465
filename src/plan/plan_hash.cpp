#include <algorithm>
#include <concepts>
#include <type_traits>

#include <tonsure/plan/plan.h>
#include "../core/rng.h"

#include "../treatment/treatment_fields.h"

namespace tonsure {
namespace {

/// Takes everything into one hash. Most structures are taken apart by bindings that name every member, so that one
/// forgotten does not compile; of a FittedHead what follows from the rest is left out, of a Plan its warnings.
class Hasher {
 public:
  [[nodiscard]] std::uint64_t value() const { return hash_.value(); }

  void add(double value) { hash_.add(value); }
  void add(float value) { hash_.add(static_cast<double>(value)); }
  template <class T>
  requires std::integral<T> || std::is_enum_v<T>
  void add(T value) { hash_.add(static_cast<std::uint64_t>(value)); }
  void add(const std::string& text) { hash_.add_text(text.data(), text.size()); }
  template <class Frame>
  void add(const Vec2<Frame>& p) {
    add(p.x);
    add(p.y);
  }
  template <class Frame>
  void add(const Vec3<Frame>& p) {
    add(p.x);
    add(p.y);
    add(p.z);
  }
  template <class T>
  void add(const std::optional<T>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <class T>
  void add(const std::vector<T>& values) {
    add(values.size());
    for (const T& value : values) add(value);
  }
  /// Nothing is drawn from keys that nobody knows, and another program may write their text in another way.
  void add(const UnknownKeys&) {}

  void add(const Treatment& treatment) {
    visit_treatment(treatment, [this](const std::string&, const auto& field, const FieldRange&) { add(field); });
  }
  template <class Item>
  requires OneOf<Item, BlendPart> || OneOf<Item, TouchUp> || OneOf<Item, LaserSession> || OneOf<Item, HairlineControl>
  void add(const Item& item) {
    visit_item(item, [this](const char*, const auto& field, const FieldRange&) { add(field); });
  }

  void add(const FacePoint& point) {
    const auto& [name, position] = point;
    add_all(name, position);
  }
  void add(const Scar& scar) {
    const auto& [kind, outline, line, width_mm, unknown_keys] = scar;
    add_all(kind, outline, line, width_mm, unknown_keys);
  }
  void add(const Marker& marker) {
    const auto& [kind, size_mm, points, unknown_keys] = marker;
    add_all(kind, size_mm, points, unknown_keys);
  }
  void add(const Camera& camera) {
    const auto& [fx, fy, cx, cy, rotation, translation_mm, unknown_keys] = camera;
    add_all(fx, fy, cx, cy, rotation, translation_mm, unknown_keys);
  }
  void add(const Scene& scene) {
    const auto& [image, head, width_px, height_px, view, mm_per_px, head_outline, scalp_region, hairline, existing_hair,
                 exclude, face_points, scars, marker, camera, notes, unknown_keys] = scene;
    std::vector<FacePoint> by_name = face_points;  // as they are read from a file
    std::sort(by_name.begin(), by_name.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    add_all(image, head, width_px, height_px, view, mm_per_px, head_outline, scalp_region, hairline, existing_hair,
            exclude, by_name, scars, marker, camera, notes, unknown_keys);
  }

  void add(const HeadPose& pose) {
    const auto& [yaw, pitch, roll] = pose;
    add_all(yaw, pitch, roll);
  }
  void add(const FittedHead& head) {
    const HeadCamera& camera = head.view.camera;
    for (const auto& row : camera.rotation)
      for (const double v : row) add(v);
    add_all(camera.center, camera.principal, camera.mm_per_px, camera.pixel_aspect, camera.inverse_distance_per_mm,
            head.view.rim_excess, head.mm_per_px, head.scale_sd, head.outline_rms_mm, head.pose_sd, head.scale_basis,
            head.evidence);
  }
  void add(const ScaleEvidence& evidence) {
    const auto& [kind, mm_per_px, sd] = evidence;
    add_all(kind, mm_per_px, sd);
  }
  void add(const Range& range) {
    const auto& [low, high] = range;
    add_all(low, high);
  }
  void add(const ScalpSurface& surface) {
    if (const auto& shape = surface.shape()) {
      const auto& [half_breadth, height, half_length, frontal, horizontal, sagittal, tilt] = *shape;
      add_all(half_breadth, height, half_length, frontal, horizontal, sagittal, tilt);
    } else {
      add(surface.grid().radius_mm);
    }
  }
  void add(const PigmentMix& mix) {
    const auto& [warm_share, dilution, diameter_mm] = mix;
    add_all(warm_share, dilution, diameter_mm);
  }
  void add(const PlanDots& dots) {
    const auto& [head, chart, id, session, order, diameter_mm, depth_mm, angle_deg, strength, pigment, zone] = dots;
    add_all(head, chart, id, session, order, diameter_mm, depth_mm, angle_deg, strength, pigment, zone);
  }

 private:
  template <class... Parts>
  void add_all(const Parts&... parts) {
    (add(parts), ...);
  }

  ContentHash hash_;
};

}  // namespace

std::uint64_t plan_hash(const Plan& plan) {
  Hasher hasher;
  hasher.add(plan.treatment);
  hasher.add(plan.scenes);
  hasher.add(plan.views);
  hasher.add(plan.surface);
  hasher.add(plan.dots);
  hasher.add(plan.pigments);
  hasher.add(plan.mix);
  hasher.add(plan.sides_delta_l);
  hasher.add(plan.mid_scalp_per_cm2);
  hasher.add(plan.area_cm2);
  hasher.add(plan.hours);
  hasher.add(plan.cost_usd);
  return hasher.value();
}

}  // namespace tonsure
