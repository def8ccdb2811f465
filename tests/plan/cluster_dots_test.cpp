// Dots in clusters of two and three, as tightly curled hair grows.
#include "plan/cluster_dots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "plan_support.h"

namespace tonsure {
namespace {

Plan with_pattern(DotPattern pattern, int threads = 1) {
  Treatment treatment;
  treatment.density.pattern = pattern;
  return make_plan(front_scene(), treatment, {.threads = threads}).value();
}

/// Of the dots of full density: distance to the nearest neighbour over 1/sqrt(density), on the skin.
std::vector<double> nearest_over_spacing(const Plan& plan) {
  std::vector<double> out;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    if (plan.dots.zone[i] != Zone::kMidScalp) continue;
    double nearest = INFINITY;
    for (std::size_t k = 0; k < plan.dots.size(); ++k)
      if (k != i) nearest = std::min(nearest, norm(plan.dots.head[k] - plan.dots.head[i]));
    out.push_back(nearest * std::sqrt(plan.treatment.density.peak_per_cm2) / 10);
  }
  return out;
}

/// Share of places in the middle of full density that have no dot within a distance, over 1/sqrt(density).
double share_of_gaps(const Plan& plan, double within) {
  const double reach = within * 10 / std::sqrt(plan.treatment.density.peak_per_cm2);
  int gaps = 0, places = 0;
  for (double u = -20; u <= 20; u += 0.5)
    for (double v = -38; v <= -12; v += 0.5) {
      const Vec3<HeadMm> at = from_chart(plan.surface, {u, v});
      const bool hit = std::any_of(plan.dots.head.begin(), plan.dots.head.end(),
                                   [&](Vec3<HeadMm> dot) { return norm(dot - at) < reach; });
      gaps += hit ? 0 : 1;
      ++places;
    }
  return static_cast<double>(gaps) / places;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

TEST(ClusterDots, StandInTwosAndThreesWithWiderGaps) {
  const Plan even = with_pattern(DotPattern::kEven), curly = with_pattern(DotPattern::kCurly);
  const double ratio = static_cast<double>(curly.dots.size()) / static_cast<double>(even.dots.size());
  EXPECT_NEAR(ratio, 1, 0.03) << "the same number of dots";
  EXPECT_NEAR(mean(nearest_over_spacing(even)), 0.78, 0.05);
  EXPECT_NEAR(mean(nearest_over_spacing(curly)), 0.5, 0.05) << "nearest neighbours are of the same cluster";
  EXPECT_GT(share_of_gaps(curly, 0.8), 3 * share_of_gaps(even, 0.8) + 0.02);
}

TEST(ClusterDots, HaveTheSessionOfTheirClusterAndIdsOfTheirOwn) {
  const Plan plan = with_pattern(DotPattern::kCurly);
  std::set<std::uint32_t> ids(plan.dots.id.begin(), plan.dots.id.end());
  EXPECT_EQ(ids.size(), plan.dots.size());
  std::map<std::uint32_t, std::set<int>> sessions;  // by what the ids of a cluster share
  std::map<std::uint32_t, int> sizes;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    // Of the first dot's id and the others', one is in the lower or the upper quarter of rows, as the chart's rows are.
    std::uint32_t id = plan.dots.id[i];
    const auto is_first = [](std::uint32_t v) { return (v >> 21U) < 256 || (v >> 21U) >= 2048 - 256; };
    if (!is_first(id)) id = is_first(id ^ (1U << 29U)) ? id ^ (1U << 29U) : id ^ (1U << 30U);
    sessions[id].insert(plan.dots.session[i]);
    ++sizes[id];
  }
  int twos = 0, threes = 0;
  for (const auto& [id, size] : sizes) {
    EXPECT_EQ(sessions[id].size(), 1U);
    twos += size == 2 ? 1 : 0;
    threes += size == 3 ? 1 : 0;
  }
  const double all = static_cast<double>(sizes.size());
  EXPECT_NEAR(twos / all, 0.5, 0.03);
  EXPECT_NEAR(threes / all, 0.5, 0.03);
}

TEST(ClusterDots, SameForAnyThreads) {
  const Plan one = with_pattern(DotPattern::kCurly, 1), three = with_pattern(DotPattern::kCurly, 3);
  EXPECT_EQ(plan_hash(one), plan_hash(three));
}

}  // namespace
}  // namespace tonsure
