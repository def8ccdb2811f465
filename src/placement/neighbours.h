/// @file
/// The dots around one leaf of a BlockTree, copied together for the inner loops.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "block_tree.h"

namespace tonsure::placement {

/// Sums over the columns are made in kLanes interleaved parts, by hand, so that compilers may use vector instructions
/// without changing a bit of the result.
struct Neighbours {
  static constexpr std::size_t kLanes = 4;
  std::vector<double> x, y, rho;  ///< of equal length, a multiple of kLanes

  [[nodiscard]] std::size_t size() const { return x.size(); }

  /// All dots within sqrt(reach2) local units of any dot of the leaf (itself, too), and some more; padded by dots out
  /// of reach of the leaf.
  void gather(const BlockTree& tree, std::size_t leaf, double reach2) {
    x.clear();
    y.clear();
    rho.clear();
    const BlockTree::Box& box = tree.leaf(leaf);
    tree.visit_leaves([&](const BlockTree::Box& b) { return BlockTree::local_gap2(box, b) < reach2; },
                      [&](std::size_t other) {
                        for (std::size_t j = tree.first_dot(other), end = tree.last_dot(other); j < end; ++j) {
                          const LocalDot& d = tree.dots()[j];
                          if (BlockTree::local_gap2(box, BlockTree::box_of(d)) < reach2) add(d);
                        }
                      });
    const LocalDot far = {box.x0 - 4 * std::sqrt(reach2 / box.rho_min), box.y0, box.rho_min};
    while (size() % kLanes != 0) add(far);
  }

 private:
  void add(const LocalDot& d) {
    x.push_back(d.x);
    y.push_back(d.y);
    rho.push_back(d.rho);
  }
};

/// max(0, q), in a form that compilers turn into vector instructions at -O2.
inline double positive(double q) {
  return 0.5 * (q + std::abs(q));
}

}  // namespace tonsure::placement
