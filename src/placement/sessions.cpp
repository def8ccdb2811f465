#include "sessions.h"

#include <algorithm>
#include <cmath>

#include <tonsure/placement/place.h>
#include "../core/rng.h"

#include "ids.h"

namespace tonsure {
namespace {

constexpr double kBandMm = 10;  // about the width of skin that is stretched and worked at a time (estimate)
constexpr std::uint64_t kSessionStream = 1ULL << 62U;

}  // namespace

std::vector<std::uint8_t> placement::sessions_of(const Tile& tile, const Columns& dots, std::span<const double> shares,
                                                 std::uint64_t seed, const Exec& exec) {
  constexpr std::size_t kDotsPerJob = 4096;
  std::vector<std::uint8_t> session(dots.size(), static_cast<std::uint8_t>(shares.size()));
  if (shares.size() < 2) return session;
  parallel_for(exec, (dots.size() + kDotsPerJob - 1) / kDotsPerJob, [&](std::size_t job) {
    for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, dots.size()); i < end; ++i) {
      const double density = dots.density[i];
      const double rank = is_of_tile(dots.id[i])
                              ? tile.rank[slot_of(tile, dots.id[i])]
                              : density * Rng(seed, RngStage::kPlacement, kSessionStream + dots.id[i]).uniform();
      for (std::size_t k = shares.size() - 1; k > 0 && rank < shares[k - 1] * density; --k) {
        session[i] = static_cast<std::uint8_t>(k);
      }
    }
  });
  return session;
}

template <class Frame>
std::vector<std::uint32_t> needling_order(const DotSet<Frame>& dots) {
  struct Key {
    double band;
    double along;
    std::uint32_t dot;
    std::uint8_t session;
  };
  if (dots.session.size() != dots.size() || dots.id.size() != dots.size()) return {};
  std::vector<Key> keys(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const double band = std::floor(dots.positions[i].y / kBandMm);
    const bool forth = std::fmod(band, 2.0) == 0;
    keys[i] = {band, forth ? dots.positions[i].x : -dots.positions[i].x, static_cast<std::uint32_t>(i),
               dots.session[i]};
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    if (a.session != b.session) return a.session < b.session;
    if (a.band != b.band) return a.band < b.band;
    if (a.along != b.along) return a.along < b.along;
    return a.dot < b.dot;
  });
  std::vector<std::uint32_t> order(dots.size());
  for (std::size_t n = 0; n < keys.size(); ++n) order[keys[n].dot] = static_cast<std::uint32_t>(n);
  return order;
}

template TONSURE_EXPORT std::vector<std::uint32_t> needling_order<ScalpMm>(const DotSet<ScalpMm>&);
template TONSURE_EXPORT std::vector<std::uint32_t> needling_order<PlaneMm>(const DotSet<PlaneMm>&);

}  // namespace tonsure
