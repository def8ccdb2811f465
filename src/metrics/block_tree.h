/// @file
/// Neighbour search among dots that lie in the order of a space-filling curve: a packed tree of bounding boxes over
/// runs of consecutive dots (Kamel & Faloutsos 1994, "Hilbert R-tree"). It adapts to any variation of density and costs
/// one pass to build.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "measured_set.h"

namespace tonsure::metrics {

class BlockTree {
 public:
  static constexpr std::size_t kFan = 8;  ///< dots to a leaf, children to a node

  struct Box {
    double x0 = std::numeric_limits<double>::infinity();
    double y0 = std::numeric_limits<double>::infinity();
    double x1 = -std::numeric_limits<double>::infinity();
    double y1 = -std::numeric_limits<double>::infinity();
    double rho_min = std::numeric_limits<double>::infinity();

    void add(const Box& b) {
      x0 = std::min(x0, b.x0);
      y0 = std::min(y0, b.y0);
      x1 = std::max(x1, b.x1);
      y1 = std::max(y1, b.y1);
      rho_min = std::min(rho_min, b.rho_min);
    }
  };

  static Box box_of(const LocalDot& d) { return {d.x, d.y, d.x, d.y, d.rho}; }

  /// Square of the gap between two boxes, mm2; 0 where they touch.
  static double gap2(const Box& a, const Box& b) {
    const double dx = std::max({0.0, a.x0 - b.x1, b.x0 - a.x1});
    const double dy = std::max({0.0, a.y0 - b.y1, b.y0 - a.y1});
    return dx * dx + dy * dy;
  }

  /// No pair of dots of the two boxes has a smaller local_distance2 than this.
  static double local_gap2(const Box& a, const Box& b) { return gap2(a, b) * (0.5 * (a.rho_min + b.rho_min)); }

  explicit BlockTree(std::span<const LocalDot> dots) : dots_(dots) {
    levels_.emplace_back((dots.size() + kFan - 1) / kFan);
    for (std::size_t i = 0; i < dots.size(); ++i) levels_[0][i / kFan].add(box_of(dots[i]));
    while (levels_.back().size() > 1) {
      std::vector<Box> parents((levels_.back().size() + kFan - 1) / kFan);
      for (std::size_t i = 0; i < levels_.back().size(); ++i) parents[i / kFan].add(levels_.back()[i]);
      levels_.push_back(std::move(parents));
    }
  }

  [[nodiscard]] std::size_t leaf_count() const { return levels_[0].size(); }
  [[nodiscard]] const Box& leaf(std::size_t i) const { return levels_[0][i]; }
  [[nodiscard]] std::span<const LocalDot> dots() const { return dots_; }
  /// Index of a leaf's first dot, and of the dot behind its last.
  [[nodiscard]] std::size_t first_dot(std::size_t leaf) const { return leaf * kFan; }
  [[nodiscard]] std::size_t last_dot(std::size_t leaf) const { return std::min((leaf + 1) * kFan, dots_.size()); }

  /// Calls visit(leaf index) in ascending order for every leaf whose box, and those of all its parents, pass `wanted`.
  template <class Wanted, class Visit>
  void visit_leaves(const Wanted& wanted, const Visit& visit) const {
    if (!levels_[0].empty()) descend(levels_.size() - 1, 0, wanted, visit);
  }

 private:
  template <class Wanted, class Visit>
  void descend(std::size_t level, std::size_t node, const Wanted& wanted, const Visit& visit) const {
    if (!wanted(levels_[level][node])) return;
    if (level == 0) {
      visit(node);
      return;
    }
    const std::size_t end = std::min((node + 1) * kFan, levels_[level - 1].size());
    for (std::size_t child = node * kFan; child < end; ++child) descend(level - 1, child, wanted, visit);
  }

  std::span<const LocalDot> dots_;
  std::vector<std::vector<Box>> levels_;  ///< [0] the leaves, the last one node; all empty without dots
};

}  // namespace tonsure::metrics
