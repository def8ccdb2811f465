#include <tonsure/plan/plan.h>

#include <tonsure/core/rng.h>

namespace tonsure {

const char* zone_name(Zone zone) {
  switch (zone) {
    case Zone::kSentinel:
      return "sentinel";
    case Zone::kLeadingEdge:
      return "leading-edge";
    case Zone::kTransition:
      return "transition";
    case Zone::kDefined:
      return "defined";
    case Zone::kMidScalp:
      return "mid-scalp";
    case Zone::kBlend:
      return "blend";
    case Zone::kCrown:
      return "crown";
    case Zone::kTemple:
      return "temple";
    case Zone::kSide:
      return "side";
    case Zone::kNape:
      return "nape";
    case Zone::kScar:
      return "scar";
  }
  return "mid-scalp";
}

std::uint64_t plan_hash(const Plan& plan) {
  ContentHash hash;
  const auto add_integer = [&](auto value) { hash.add(static_cast<std::uint64_t>(value)); };
  const auto add_floats = [&](const std::vector<float>& column) {
    for (const float value : column) hash.add(static_cast<double>(value));
  };
  if (const auto& shape = plan.surface.shape()) {
    for (const double value :
         {shape->half_breadth_mm, shape->height_mm, shape->half_length_mm, shape->frontal_squareness,
          shape->horizontal_squareness, shape->sagittal_squareness, shape->forward_tilt})
      hash.add(value);
  } else {
    for (const double radius : plan.surface.grid().radius_mm) hash.add(radius);
  }
  add_integer(plan.pigments.size());
  for (const std::string& name : plan.pigments) hash.add_text(name.data(), name.size());
  const PlanDots& dots = plan.dots;
  add_integer(dots.size());
  for (const auto& p : dots.head) {
    hash.add(p.x);
    hash.add(p.y);
    hash.add(p.z);
  }
  for (const auto& p : dots.chart) {
    hash.add(p.x);
    hash.add(p.y);
  }
  for (const auto id : dots.id) add_integer(id);
  for (const auto session : dots.session) add_integer(session);
  for (const auto order : dots.order) add_integer(order);
  add_floats(dots.diameter_mm);
  add_floats(dots.depth_mm);
  add_floats(dots.angle_deg);
  add_floats(dots.strength);
  for (const auto pigment : dots.pigment) add_integer(pigment);
  for (const auto zone : dots.zone) add_integer(zone);
  return hash.value();
}

}  // namespace tonsure
