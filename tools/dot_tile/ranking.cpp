#include "ranking.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tonsure::dot_tile {
namespace {

struct Width {
  float spacings;  ///< of the target density
  float weight;
};
constexpr std::array<Width, 4> kWidths{{{0.7F, 1.0F}, {1.4F, 0.5F}, {2.8F, 0.25F}, {4.2F, 0.125F}}};
constexpr float kReachInSigmas = 3.2F;  ///< the Gaussians' tails beyond it are below 1/100 of their weight

struct Crowded {
  double crowding;
  std::uint32_t dot;
  bool operator<(const Crowded& other) const {
    return crowding != other.crowding ? crowding < other.crowding : dot < other.dot;
  }
};

}  // namespace

std::vector<std::uint32_t> thin_out(std::span<const Vec> dots, std::size_t target) {
  // Lengths are in spacings of the dots that are there now; the target's spacing is longer.
  const float longer = std::sqrt(static_cast<float>(dots.size()) / static_cast<float>(target));
  std::array<float, kWidths.size()> per_sigma2{};
  for (std::size_t w = 0; w < kWidths.size(); ++w) {
    const float sigma = kWidths[w].spacings * longer;
    per_sigma2[w] = 1 / (2 * sigma * sigma);
  }
  const float reach =
      std::min(kReachInSigmas * kWidths.back().spacings * longer, 0.5F * std::sqrt(static_cast<float>(dots.size())));
  const TorusCells cells(dots, reach);
  const auto visit = [&](std::size_t dot, auto&& add) {
    const Vec p = cells.at(dot);
    cells.visit_near(p, [&](std::size_t first, std::size_t last) {
      for (std::size_t j = first; j < last; ++j) {
        const float dx = p.x - cells.x()[j], dy = p.y - cells.y()[j];
        const float u = dx * dx + dy * dy;
        if (u > reach * reach || cells.owner()[j] == dot) continue;
        float crowding = 0;
        for (std::size_t w = 0; w < kWidths.size(); ++w) crowding += kWidths[w].weight * gauss(u * per_sigma2[w]);
        add(cells.owner()[j], static_cast<double>(crowding));
      }
    });
  };

  std::vector<double> crowding(dots.size(), 0);
  for (std::size_t i = 0; i < dots.size(); ++i) {
    visit(i, [&](std::uint32_t, double c) { crowding[i] += c; });
  }
  // Crowding only falls, so an entry of the heap is an upper bound: out of date, it goes back with its present value.
  std::vector<Crowded> heap;
  for (std::size_t i = 0; i < dots.size(); ++i) heap.push_back({crowding[i], static_cast<std::uint32_t>(i)});
  std::make_heap(heap.begin(), heap.end());
  std::vector<std::uint32_t> taken;
  while (dots.size() - taken.size() > target) {
    std::pop_heap(heap.begin(), heap.end());
    Crowded& top = heap.back();
    if (top.crowding > crowding[top.dot]) {
      top.crowding = crowding[top.dot];
      std::push_heap(heap.begin(), heap.end());
      continue;
    }
    taken.push_back(top.dot);
    visit(top.dot, [&](std::uint32_t other, double c) { crowding[other] -= c; });
    heap.pop_back();
  }
  return taken;
}

}  // namespace tonsure::dot_tile
