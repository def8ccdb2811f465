#include "sessions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <queue>

#include "block_tree.h"
#include "neighbours.h"

namespace tonsure::placement {
namespace {

constexpr std::size_t kLeavesPerJob = 64;
constexpr std::size_t kRemovalsPerCheck = 4096;
constexpr double kBandMm = 10;  // about the width of skin that is stretched and worked at a time (estimate)

/// Crowding kernel of the squared local distance at the density of the dots that stay: two Gaussians in compact
/// polynomial form, sigma 0.45 and 0.9 spacings, weights 1 and 1/4 (tuned: a wider first one leaves closer pairs, a
/// wider second one makes larger windows a little more even but costs time).
constexpr double kNear2 = 8 * 0.45 * 0.45;
constexpr double kFar2 = 8 * 0.9 * 0.9;

inline double crowding(double u) {
  const double near = positive(1 - u * (1 / kNear2)), far = positive(1 - u * (1 / kFar2));
  return (near * near) * (near * near) + 0.25 * ((far * far) * (far * far));
}

double crowding_of(const LocalDot& dot, const Neighbours& near, double share) {
  constexpr std::size_t kLanes = Neighbours::kLanes;
  std::array<double, kLanes> sum{};
  for (std::size_t j = 0; j < near.size(); j += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const double dx = dot.x - near.x[j + k], dy = dot.y - near.y[j + k];
      sum[k] += crowding((dx * dx + dy * dy) * (0.5 * share * (dot.rho + near.rho[j + k])));
    }
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// Takes dots away, the most crowded first, until `keep` are left, a share of them; says which. Empty if cancelled.
///
/// Crowding of i is sum_j k(i,j) (kept_j - share), over all dots j: how much more of the neighbourhood is still there
/// than should be in the end. Its sum over the kept dots is the kernel discrepancy between them and an evenly thinned
/// whole (Gretton et al. 2012, "A kernel two-sample test"), so that borders and ramps of density need no care of their
/// own.
std::vector<char> thin_out(std::span<const LocalDot> dots, std::size_t keep, const Exec& exec) {
  if (keep == 0) return std::vector<char>(dots.size(), 0);
  const double share = static_cast<double>(keep) / static_cast<double>(dots.size());
  const BlockTree tree(dots);
  std::vector<char> kept(dots.size(), 1);
  const double reach2 = kFar2 / share;
  std::vector<double> crowded(dots.size());
  parallel_for(exec, (tree.leaf_count() + kLeavesPerJob - 1) / kLeavesPerJob, [&](std::size_t job) {
    if (is_cancelled(exec)) return;
    Neighbours near;
    const std::size_t end = std::min((job + 1) * kLeavesPerJob, tree.leaf_count());
    for (std::size_t leaf = job * kLeavesPerJob; leaf < end; ++leaf) {
      near.gather(tree, leaf, reach2);
      for (std::size_t i = tree.first_dot(leaf); i < tree.last_dot(leaf); ++i) {
        crowded[i] = (1 - share) * crowding_of(dots[i], near, share);
      }
    }
  });
  if (is_cancelled(exec)) return {};

  // A heap of what each dot's crowding was when last looked at; it only ever falls. Small entries: with millions of
  // dots the heap's cache misses are most of the time.
  struct Entry {
    float crowded;
    std::uint32_t dot;
    bool operator<(const Entry& b) const { return crowded != b.crowded ? crowded < b.crowded : dot < b.dot; }
  };
  const auto entry = [&](std::size_t i) {
    return Entry{static_cast<float>(crowded[i]), static_cast<std::uint32_t>(i)};
  };
  std::vector<Entry> entries(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) entries[i] = entry(i);
  std::priority_queue<Entry> heap(std::less<Entry>(), std::move(entries));
  for (std::size_t left = dots.size(); left > keep;) {
    const Entry top = heap.top(), now = entry(top.dot);
    heap.pop();
    if (now < top) {
      heap.push(now);
      continue;
    }
    kept[top.dot] = 0;
    --left;
    if (left % kRemovalsPerCheck == 0 && is_cancelled(exec)) return {};
    tree.visit_near(dots[top.dot], reach2,
                    [&](std::size_t j) { crowded[j] -= crowding(local_distance2(dots[top.dot], dots[j]) * share); });
  }
  return kept;
}

}  // namespace

std::vector<std::uint8_t> choose_sessions(std::span<const LocalDot> dots, std::span<const double> shares,
                                          const Exec& exec) {
  constexpr std::size_t kMostThinning = 3;  // dots kept at least, as 1 in so many per pass: bounds the kernel's reach
  std::vector<std::uint8_t> session(dots.size(), static_cast<std::uint8_t>(shares.size()));
  std::vector<LocalDot> left(dots.begin(), dots.end());
  std::vector<std::size_t> ids(dots.size());
  std::iota(ids.begin(), ids.end(), std::size_t{0});
  for (std::size_t k = shares.size() - 1; k > 0; --k) {
    const auto wanted = static_cast<std::size_t>(std::llround(shares[k - 1] * static_cast<double>(dots.size())));
    while (left.size() > wanted) {
      const std::size_t keep = std::max(wanted, left.size() / kMostThinning);
      const std::vector<char> kept = thin_out(left, keep, exec);
      if (kept.empty()) return {};
      const double share = static_cast<double>(keep) / static_cast<double>(left.size());
      std::size_t n = 0;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (kept[i] == 0) continue;
        left[n] = {left[i].x, left[i].y, share * left[i].rho};  // local units of the thinner set
        ids[n++] = ids[i];
      }
      left.resize(n);
      ids.resize(n);
    }
    for (const std::size_t id : ids) session[id] = static_cast<std::uint8_t>(k);
  }
  return session;
}

std::vector<std::uint32_t> needling_order(std::span<const LocalDot> dots, std::span<const std::uint8_t> session) {
  struct Key {
    std::uint8_t session;
    double band;
    double along;
    std::uint32_t dot;
  };
  std::vector<Key> keys(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const double band = std::floor(dots[i].y / kBandMm);
    const bool forth = std::fmod(band, 2.0) == 0;
    keys[i] = {session[i], band, forth ? dots[i].x : -dots[i].x, static_cast<std::uint32_t>(i)};
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

}  // namespace tonsure::placement
