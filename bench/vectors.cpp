#include "vectors.h"

#include <array>
#include <cstdint>

#include <hwy/targets.h>

namespace tonsure::bench {
namespace {

struct Width {
  std::string_view name;
  std::int64_t target;
};
constexpr std::array<Width, 5> kWidths = {
    {{"avx512", HWY_AVX3}, {"avx2", HWY_AVX2}, {"sse4", HWY_SSE4}, {"ssse3", HWY_SSSE3}, {"none", HWY_EMU128}}};

}  // namespace

Status limit_vectors(std::string_view widest) {
  for (const Width& width : kWidths) {
    if (width.name != widest) continue;
    const std::int64_t supported = hwy::SupportedTargets();
    if ((supported & width.target) == 0) {
      return Error{ErrorCode::kUnsupported, "--vectors", "this machine has no " + std::string(widest),
                   "try a narrower one"};
    }
    // Better targets have lower bits.
    hwy::SetSupportedTargetsForTest(supported & ~(width.target - 1));
    return {};
  }
  return Error{ErrorCode::kInvalidOption, "--vectors", "\"" + std::string(widest) + "\" is not known",
               "one of avx512, avx2, sse4, ssse3, none"};
}

std::string widest_vectors() {
  const std::int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
  return hwy::TargetName(usable & -usable);
}

}  // namespace tonsure::bench
