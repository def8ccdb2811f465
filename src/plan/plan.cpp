#include <tonsure/plan/plan.h>

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

}  // namespace tonsure
