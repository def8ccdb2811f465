#include <tonsure/metrics/evenness.h>

#include <array>
#include <complex>

#include "block_tree.h"
#include "border_distance.h"
#include "measured_set.h"

namespace tonsure {
namespace {

using metrics::BlockTree;
using metrics::BorderDistance;
using metrics::LocalDot;

constexpr std::size_t kFewestInside = 32;
constexpr std::size_t kDotsPerJob = 2048;
constexpr std::size_t kBonds = 6;

struct Bond {
  double d2 = std::numeric_limits<double>::infinity();
  double dx = 0, dy = 0;
};

/// The shortest bonds of dot i, ascending.
std::array<Bond, kBonds> nearest_bonds(const BlockTree& tree, std::size_t i) {
  const auto dots = tree.dots();
  std::array<Bond, kBonds> nearest{};
  const auto look_at = [&](std::size_t leaf) {
    for (std::size_t j = tree.first_dot(leaf), end = tree.last_dot(leaf); j < end; ++j) {
      const double dx = dots[j].x - dots[i].x, dy = dots[j].y - dots[i].y;
      Bond bond = {dx * dx + dy * dy, dx, dy};
      if (j == i || !(bond.d2 < nearest.back().d2)) continue;
      for (Bond& other : nearest) {
        if (bond.d2 < other.d2) std::swap(bond, other);
      }
    }
  };
  const std::size_t own = i / BlockTree::kFan;
  look_at(own);  // first bounds that spare most of the tree
  const BlockTree::Box box = BlockTree::box_of(dots[i]);
  tree.visit_leaves([&](const BlockTree::Box& b) { return BlockTree::gap2(box, b) < nearest.back().d2; },
                    [&](std::size_t leaf) {
                      if (leaf != own) look_at(leaf);
                    });
  return nearest;
}

double order_of(const std::array<Bond, kBonds>& bonds) {
  std::complex<double> sum = 0;
  for (const Bond& b : bonds) {
    if (!(b.d2 > 0)) continue;
    const double length = std::sqrt(b.d2);
    const std::complex<double> z(b.dx / length, b.dy / length);
    const std::complex<double> z3 = z * z * z;
    sum += z3 * z3;
  }
  return std::abs(sum) / kBonds;
}

}  // namespace

template <class Frame>
std::optional<double> measure_bond_order(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                                         const Exec& exec) {
  const auto set = metrics::measured_set(dots, density);
  if (!set || set->dots.size() < kFewestInside) return std::nullopt;
  const BorderDistance border(*set, exec);
  const BlockTree tree(set->dots);
  std::vector<double> orders(set->dots.size(), -1);
  parallel_for(exec, (orders.size() + kDotsPerJob - 1) / kDotsPerJob, [&](std::size_t job) {
    for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, orders.size()); i < end; ++i) {
      const LocalDot& d = set->dots[i];
      if (border.at(d.x, d.y) * std::sqrt(d.rho) >= kBorderMargin) orders[i] = order_of(nearest_bonds(tree, i));
    }
  });
  double sum = 0;
  std::size_t count = 0;
  for (const double order : orders) {
    if (order < 0) continue;
    sum += order;
    ++count;
  }
  if (count < kFewestInside) return std::nullopt;
  return sum / static_cast<double>(count);
}

template TONSURE_EXPORT std::optional<double> measure_bond_order<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                                          const DensityGrid<ScalpMm>*, const Exec&);
template TONSURE_EXPORT std::optional<double> measure_bond_order<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                                          const DensityGrid<PlaneMm>*, const Exec&);

}  // namespace tonsure
