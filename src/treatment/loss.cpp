#include <tonsure/treatment/treatment.h>

#include <array>

#include "no_such.h"

namespace tonsure {
namespace {

struct Scale {
  LossKind kind;
  const char* name;
  int grades;  ///< 0: a pattern without grades
};
constexpr std::array<Scale, 6> kScales = {{{LossKind::kNone, "none", 0},
                                           {LossKind::kNorwood, "norwood", 7},
                                           {LossKind::kLudwig, "ludwig", 3},
                                           {LossKind::kSinclair, "sinclair", 5},
                                           {LossKind::kAreata, "areata", 0},
                                           {LossKind::kTotalis, "totalis", 0}}};

std::vector<LossPattern> all_patterns() {
  std::vector<LossPattern> patterns;
  for (const Scale& scale : kScales) {
    if (scale.grades == 0) patterns.push_back({scale.kind, 0, 0});
    for (int grade = 1; grade <= scale.grades; ++grade) {
      patterns.push_back({scale.kind, grade, 0});
      if (scale.kind != LossKind::kNorwood) continue;
      if (grade == 3) patterns.push_back({scale.kind, grade, 'v'});
      if (grade >= 2 && grade <= 5) patterns.push_back({scale.kind, grade, 'a'});
    }
  }
  return patterns;
}

}  // namespace

std::string loss_pattern_name(const LossPattern& pattern) {
  for (const Scale& scale : kScales) {
    if (scale.kind != pattern.kind) continue;
    std::string name = scale.name;
    if (scale.grades > 0) name += "-" + std::to_string(pattern.grade);
    if (pattern.variant != 0) name += pattern.variant;
    return name;
  }
  return "unknown";
}

Result<LossPattern> parse_loss_pattern(const std::string& name) {
  for (const LossPattern& pattern : all_patterns())
    if (loss_pattern_name(pattern) == name) return pattern;
  return no_such("loss", "pattern", name, loss_pattern_names());
}

std::vector<std::string> loss_pattern_names() {
  std::vector<std::string> names;
  for (const LossPattern& pattern : all_patterns()) names.push_back(loss_pattern_name(pattern));
  return names;
}

}  // namespace tonsure
