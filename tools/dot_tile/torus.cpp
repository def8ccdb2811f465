#include "torus.h"

#include <algorithm>
#include <array>

namespace tonsure::dot_tile {

TorusCells::TorusCells(std::span<const Vec> dots, float reach)
    : side_(std::sqrt(static_cast<float>(dots.size()))), reach_(reach) {
  constexpr float kCell = 1.2F;  // spacings
  const float extent = side_ + 2 * reach_;
  cells_ = std::max(1, static_cast<int>(extent / kCell));
  per_cell_ = static_cast<float>(cells_) / extent;

  struct Copy {
    Vec at;
    std::uint32_t owner;
    std::size_t cell;
  };
  std::vector<Copy> copies;
  const int images = static_cast<int>(std::ceil(reach_ / side_));
  home_.reserve(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const Vec p = wrapped(dots[i]);
    home_.push_back({p.x * side_, p.y * side_});
    for (int v = -images; v <= images; ++v) {
      for (int u = -images; u <= images; ++u) {
        const Vec q{home_[i].x + static_cast<float>(u) * side_, home_[i].y + static_cast<float>(v) * side_};
        if (q.x < -reach_ || q.y < -reach_ || q.x > side_ + reach_ || q.y > side_ + reach_) continue;
        copies.push_back({q, static_cast<std::uint32_t>(i),
                          static_cast<std::size_t>(cell(q.y)) * static_cast<std::size_t>(cells_) +
                              static_cast<std::size_t>(cell(q.x))});
      }
    }
  }
  first_.assign(static_cast<std::size_t>(cells_) * static_cast<std::size_t>(cells_) + 1, 0);
  for (const Copy& c : copies) ++first_[c.cell + 1];
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  x_.resize(copies.size());
  y_.resize(copies.size());
  owner_.resize(copies.size());
  for (const Copy& c : copies) {
    const std::size_t at = next[c.cell]++;
    x_[at] = c.at.x;
    y_[at] = c.at.y;
    owner_[at] = c.owner;
  }
}

std::vector<Vec> forces(std::span<const Vec> dots, const PairForce& law, const Exec& exec) {
  constexpr std::size_t kLanes = 8, kDotsPerJob = 256;
  const TorusCells cells(dots, law.reach());
  const float per_sigma2 = 1 / (2 * law.sigma * law.sigma);
  const float* const xs = cells.x().data();
  const float* const ys = cells.y().data();
  std::vector<Vec> out(dots.size());
  parallel_for(exec, (dots.size() + kDotsPerJob - 1) / kDotsPerJob, [&](std::size_t job) {
    for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, dots.size()); i < end; ++i) {
      const Vec p = cells.at(i);
      std::array<float, kLanes> fx{}, fy{};
      const auto add = [&](std::size_t j, std::size_t lane) {
        const float dx = p.x - xs[j], dy = p.y - ys[j];
        const float u = dx * dx + dy * dy;
        // The tiny term keeps a dot's distance to itself from dividing by 0; its displacement of 0 silences it.
        const float core = law.core_radius / std::sqrt(u + 1e-6F) - 1;
        const float strength = gauss(u * per_sigma2) + law.core * (core > 0 ? core : 0.0F);
        fx[lane] += dx * strength;
        fy[lane] += dy * strength;
      };
      cells.visit_near(p, [&](std::size_t first, std::size_t last) {
        for (; first + kLanes <= last; first += kLanes) {
          for (std::size_t lane = 0; lane < kLanes; ++lane) add(first + lane, lane);
        }
        for (std::size_t lane = 0; first < last; ++first, ++lane) add(first, lane);
      });
      out[i] = {((fx[0] + fx[1]) + (fx[2] + fx[3])) + ((fx[4] + fx[5]) + (fx[6] + fx[7])),
                ((fy[0] + fy[1]) + (fy[2] + fy[3])) + ((fy[4] + fy[5]) + (fy[6] + fy[7]))};
    }
  });
  return out;
}

}  // namespace tonsure::dot_tile
