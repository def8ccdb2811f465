#include "response_grid.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numbers>
#include <thread>

#include <tonsure/optics/skin.h>

#include "core/rng.h"
#include "tissue_path.h"

namespace tonsure::mc {
namespace {

using namespace optics;

/// Paths are dealt to this many lanes, each summed in order: the sums do not depend on the number of threads.
constexpr std::size_t kLanes = 8;
constexpr std::size_t kWeights = kEpidermisNodesPerMm.size() * kDermisNodesPerMm.size();
constexpr std::size_t kInks = kInkNodesPerMm.size();
constexpr std::size_t kDepths = kDepthNodesMm.size(), kHeights = kHeightNodesMm.size();
constexpr std::size_t kStacks = kDepths * kHeights;  ///< dots of one diameter under one point
constexpr double kDeepestMm = 1.2;                   // no dot of the table reaches deeper
constexpr std::size_t kFlush = 8192;                 // paths after which single precision is added to double

/// Runs work(lane) for every lane.
template <class Work>
void in_lanes(int threads, Work work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&] {
      for (std::size_t lane = next++; lane < kLanes; lane = next++) work(lane);
    });
  }
  for (std::thread& thread : pool) thread.join();
}

/// The segments of a path that can meet a dot, in columns.
struct Segments {
  std::vector<float> x, y, z, dx, dy, dz, length;

  void clear() {
    for (auto* column : {&x, &y, &z, &dx, &dy, &dz, &length}) column->clear();
  }
  void push(const Segment& s) {
    x.push_back(static_cast<float>(s.from.x));
    y.push_back(static_cast<float>(s.from.y));
    z.push_back(static_cast<float>(s.from.z));
    dx.push_back(static_cast<float>(s.direction.x));
    dy.push_back(static_cast<float>(s.direction.y));
    dz.push_back(static_cast<float>(s.direction.z));
    length.push_back(static_cast<float>(s.length_mm));
  }
};

/// The dots of one diameter under one point: their lengths of path, all at once.
class Stack {
 public:
  explicit Stack(double diameter_mm) : radius_(static_cast<float>(0.5 * diameter_mm)) {
    for (std::size_t z = 0; z < kDepths; ++z) {
      for (std::size_t h = 0; h < kHeights; ++h) {
        const double k = diameter_mm / kHeightNodesMm[h];
        squash2_[z * kHeights + h] = static_cast<float>(k * k);
        centre_[z * kHeights + h] = static_cast<float>(kDepthNodesMm[z] + 0.5 * kHeightNodesMm[h]);
      }
    }
  }

  /// Adds up the chords of all segments; false if none comes near.
  bool measure(const Segments& s, float x, float y) {
    near_.clear();
    for (std::size_t i = 0; i < s.x.size(); ++i) {
      const float ox = s.x[i] - x, oy = s.y[i] - y, reach = radius_ + s.length[i];
      if (ox * ox + oy * oy < reach * reach) near_.push_back(i);
    }
    if (near_.empty()) return false;
    in_dot_mm.fill(0.0F);
    for (const std::size_t i : near_) {
      const float ox = s.x[i] - x, oy = s.y[i] - y, dz2 = s.dz[i] * s.dz[i];
      const float a_flat = s.dx[i] * s.dx[i] + s.dy[i] * s.dy[i], b_flat = ox * s.dx[i] + oy * s.dy[i];
      const float c_flat = ox * ox + oy * oy - radius_ * radius_;
      for (std::size_t j = 0; j < kStacks; ++j) {
        const float oz = s.z[i] - centre_[j];
        const float a = a_flat + squash2_[j] * dz2, b = b_flat + squash2_[j] * oz * s.dz[i];
        const float discriminant = b * b - a * (c_flat + squash2_[j] * oz * oz);
        const float root = std::sqrt(discriminant > 0 ? discriminant : 0.0F);
        const float enters = (-b - root) / a, leaves = (root - b) / a;
        const float chord = (leaves < s.length[i] ? leaves : s.length[i]) - (enters > 0 ? enters : 0.0F);
        in_dot_mm[j] += discriminant > 0 && chord > 0 ? chord : 0.0F;
      }
    }
    return true;
  }

  std::array<float, kStacks> in_dot_mm = {};

 private:
  float radius_;
  std::array<float, kStacks> squash2_ = {}, centre_ = {};
  std::vector<std::size_t> near_;
};

/// What a lane has summed up: for every dot and distance, ink and kind of skin.
struct Sums {
  std::vector<double> taken;
  std::array<double, kWeights> returned = {};
};

void run_lane(std::size_t node, std::size_t lane, std::size_t paths, std::uint64_t seed, Sums& sums) {
  const double nm = kWavelengthNodesNm[node];
  const Slab slab = skin_slab(nm, kDermisNodesPerMm.front());
  std::vector<Stack> stacks;
  for (const double diameter_mm : kDiameterNodesMm) stacks.emplace_back(diameter_mm);
  constexpr std::size_t kPerDot = kInks * kWeights;
  std::vector<float> taken(kDiameterNodesMm.size() * kRadii * kStacks * kPerDot, 0.0F);
  sums.taken.assign(taken.size(), 0.0);
  const auto flush = [&] {
    for (std::size_t i = 0; i < taken.size(); ++i) sums.taken[i] += static_cast<double>(taken[i]);
    std::fill(taken.begin(), taken.end(), 0.0F);
  };
  Segments segments;
  std::array<float, kWeights> weights{};
  std::size_t since_flush = 0;
  for (std::size_t i = lane; i < paths; i += kLanes) {
    Rng rng(seed, RngStage::kTest, node * 1'000'000'000'000U + i);
    segments.clear();
    LayerLengths lengths;
    const PathEnd end = follow_path(slab, rng, [&](const Segment& s) {
      lengths.add(s);
      if (std::min(s.from.z, s.from.z + s.length_mm * s.direction.z) < kDeepestMm) segments.push(s);
    });
    if (end.end != End::kTop) continue;
    for (std::size_t m = 0; m < kEpidermisNodesPerMm.size(); ++m) {
      for (std::size_t d = 0; d < kDermisNodesPerMm.size(); ++d) {
        const double weight = end.weight * std::exp(-kEpidermisNodesPerMm[m] * lengths.epidermis_mm -
                                                    kDermisNodesPerMm[d] * lengths.dermis_mm);
        weights[m * kDermisNodesPerMm.size() + d] = static_cast<float>(weight);
        sums.returned[m * kDermisNodesPerMm.size() + d] += weight;
      }
    }
    // The dot lies in another direction for every distance, so that one odd path does not mark them all.
    const double first_angle = rng.uniform(0, 2 * std::numbers::pi);
    for (std::size_t c = 0; c < stacks.size(); ++c) {
      for (std::size_t r = 0; r < kRadii; ++r) {
        const double angle = first_angle + std::numbers::phi * 2 * std::numbers::pi * static_cast<double>(r);
        const double distance_mm = response_radius_mm(kDiameterNodesMm[c], r);
        if (!stacks[c].measure(segments, static_cast<float>(distance_mm * std::cos(angle)),
                               static_cast<float>(distance_mm * std::sin(angle))))
          continue;
        for (std::size_t j = 0; j < kStacks; ++j) {
          const float in_dot_mm = stacks[c].in_dot_mm[j];
          if (in_dot_mm <= 0) continue;
          float* out = &taken[((c * kRadii + r) * kStacks + j) * kPerDot];
          for (std::size_t k = 0; k < kInks; ++k) {
            const float share = 1 - std::exp(-static_cast<float>(kInkNodesPerMm[k]) * in_dot_mm);
            for (std::size_t w = 0; w < kWeights; ++w) out[k * kWeights + w] += share * weights[w];
          }
        }
      }
    }
    if (++since_flush == kFlush) {
      flush();
      since_flush = 0;
    }
  }
  flush();
}

}  // namespace

std::vector<double> missing_light(std::size_t wavelength_node, std::size_t paths, std::uint64_t seed, int threads) {
  std::vector<Sums> lanes(kLanes);
  in_lanes(threads, [&](std::size_t lane) { run_lane(wavelength_node, lane, paths, seed, lanes[lane]); });
  Sums total = std::move(lanes[0]);
  for (std::size_t lane = 1; lane < kLanes; ++lane) {
    for (std::size_t i = 0; i < total.taken.size(); ++i) total.taken[i] += lanes[lane].taken[i];
    for (std::size_t w = 0; w < kWeights; ++w) total.returned[w] += lanes[lane].returned[w];
  }
  // From the order of scoring (diameter, distance, depth, height, ink, skin) to that of the table.
  std::vector<double> missing;
  missing.reserve(total.taken.size());
  for (std::size_t w = 0; w < kWeights; ++w)
    for (std::size_t k = 0; k < kInks; ++k)
      for (std::size_t z = 0; z < kDepths; ++z)
        for (std::size_t c = 0; c < kDiameterNodesMm.size(); ++c)
          for (std::size_t h = 0; h < kHeights; ++h)
            for (std::size_t r = 0; r < kRadii; ++r)
              missing.push_back(
                  total.taken[(((c * kRadii + r) * kStacks + z * kHeights + h) * kInks + k) * kWeights + w] /
                  total.returned[w]);
  return missing;
}

std::vector<double> bare_skin(std::size_t band, std::size_t paths, std::uint64_t seed, int threads) {
  const double nm = band_nm(band);
  std::array<double, kSkinBloodNodes.size()> dermis{};
  for (std::size_t b = 0; b < dermis.size(); ++b)
    dermis[b] = dermis_absorption_per_mm({.melanin = 0.03, .blood = kSkinBloodNodes[b]})[band];
  const Slab slab = skin_slab(nm, dermis.front());
  constexpr std::size_t kValues = kSkinMelaninNodes.size() * kSkinBloodNodes.size();
  std::vector<std::array<double, kValues>> lanes(kLanes);
  in_lanes(threads, [&](std::size_t lane) {
    std::array<double, kValues> sums{};
    for (std::size_t i = lane; i < paths; i += kLanes) {
      Rng rng(seed, RngStage::kTest, (100 + band) * 1'000'000'000'000U + i);
      LayerLengths lengths;
      const PathEnd end = follow_path(slab, rng, [&](const Segment& s) { lengths.add(s); });
      if (end.end != End::kTop) continue;
      for (std::size_t m = 0; m < kSkinMelaninNodes.size(); ++m) {
        const double above = end.weight * std::exp(-epidermis_per_mm(nm, kSkinMelaninNodes[m]) * lengths.epidermis_mm);
        for (std::size_t b = 0; b < dermis.size(); ++b)
          sums[m * dermis.size() + b] += above * std::exp(-dermis[b] * lengths.dermis_mm);
      }
    }
    lanes[lane] = sums;
  });
  std::vector<double> reflectance(kValues, 0.0);
  for (const auto& lane : lanes)
    for (std::size_t i = 0; i < kValues; ++i) reflectance[i] += lane[i] / static_cast<double>(paths);
  return reflectance;
}

}  // namespace tonsure::mc
