#include <algorithm>
#include <cmath>

#include "polish_kernel.h"

namespace tonsure::placement::polish {
namespace {

struct Lookup {
  float rho;  ///< dots/mm2
  bool sure;  ///< DensityView::at is positive
};

Lookup look_up(const Density& d, float x, float y) {
  const float u = (x - d.origin_x) * d.cells_per_mm, v = (y - d.origin_y) * d.cells_per_mm;
  const auto w = static_cast<float>(d.width), h = static_cast<float>(d.height);
  const float margin = std::min(std::min(u, v), std::min(w - u, h - v));
  if (!(margin >= 0)) return {0, false};
  const float cx = std::min(std::max(u - 0.5F, 0.0F), w - 1), cy = std::min(std::max(v - 0.5F, 0.0F), h - 1);
  const int i = std::min(static_cast<int>(cx), std::max(d.width - 2, 0));
  const int j = std::min(static_cast<int>(cy), std::max(d.height - 2, 0));
  const float a = cx - static_cast<float>(i), b = cy - static_cast<float>(j);
  const float* p = d.cells + static_cast<std::ptrdiff_t>(j) * d.stride + i;
  const std::ptrdiff_t right = d.width > 1 ? 1 : 0, down = d.height > 1 ? d.stride : 0;
  const float p00 = p[0], p10 = p[right], p01 = p[down], p11 = p[down + right];
  const float upper = (1 - a) * p00 + a * p10, lower = (1 - a) * p01 + a * p11;
  const float least = std::min(std::min(p00, p10), std::min(p01, p11));
  return {0.01F * ((1 - b) * upper + b * lower), margin >= kClearOfRim && least > 0};
}

float density_at(const Density& d, float x, float y) {
  const Lookup fast = look_up(d, x, y);
  return fast.sure ? fast.rho : static_cast<float>(d.exact->at(static_cast<double>(x), static_cast<double>(y)));
}

float scaled(const Density& d, float rho) {
  return std::max(rho, d.floor) * kScale;
}

/// See kQuantumPerPower.
struct Quantum {
  float mm, magic;

  explicit Quantum(float local_unit) {
    const float power = std::bit_cast<float>(std::bit_cast<std::uint32_t>(local_unit) & kExponentBits);
    mm = power * kQuantumPerPower;
    magic = power * kMagicPerPower;
  }
  [[nodiscard]] std::uint32_t count(float force) const {
    return std::bit_cast<std::uint32_t>(force + magic) - std::bit_cast<std::uint32_t>(magic);
  }
};

/// Two's complement, and free to overflow: as vectors have it.
struct Sum {
  std::uint32_t x = 0, y = 0;
};

float push(float d2, float h, float other_h) {
  const float t = std::max(kWide - d2 * (h + other_h), 0.0F), c = std::max(kNear - d2 * std::min(h, other_h), 0.0F);
  return t * (t + c * c);
}

/// What dots as many as the density asks for push with from all around, without the pairs too close for an even set.
Sum background(const Density& density, float x, float y, float h, float highest, const Quantum& quantum) {
  const float end = std::sqrt(kWide / std::max(h, highest * (kScale * kLeastRatio)));
  Sum sum;
  for (float inner = kFirstRing / std::sqrt(highest); inner < end; inner *= kRingRatio) {
    const float radius = inner * kRingRadius, area = inner * inner * kRingArea;
    for (std::size_t k = 0; k < kSpokes; ++k) {
      const float rho = look_up(density, x + radius * kSpokeX[k], y + radius * kSpokeY[k]).rho;
      const float t = std::max(kWide - radius * radius * (h + scaled(density, rho)), 0.0F);
      const float force = area * rho * (t * t) * radius;
      sum.x -= quantum.count(force * kSpokeX[k]);
      sum.y -= quantum.count(force * kSpokeY[k]);
    }
  }
  return sum;
}

void look_around(const Density& density, const Dots& dots, float* edge, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    const float x = dots.x[i], y = dots.y[i], rho = density_at(density, x, y);
    const float probe = kEdgeProbe / std::sqrt(std::max(rho, density.floor));
    const float left = look_up(density, x - probe, y).rho, right = look_up(density, x + probe, y).rho;
    const float above = look_up(density, x, y - probe).rho, below = look_up(density, x, y + probe).rho;
    const float bend = std::max(std::abs((left + right) * 0.5F - rho), std::abs((above + below) * 0.5F - rho));
    const float highest = std::max(rho, std::max(std::max(left, right), std::max(above, below)));
    dots.h[i] = scaled(density, rho);
    edge[i] = bend > rho * kEdgeBend ? highest : 0;
  }
}

/// Returns the length of the move along the longer axis.
float move_dot(const Move& move, std::size_t i) {
  const Density& density = move.density;
  const float x = move.now.x[i], y = move.now.y[i], h = move.now.h[i], rho = h * (1 / kScale);
  const Quantum quantum(1 / std::sqrt(rho));
  Sum sum;
  const float reach = std::sqrt(kWide / h) * 1.001F;  // no rounding may cut it short
  move.cells.visit_runs({x - reach, y - reach, x + reach, y + reach}, move.stray, move.most_stray,
                        [&](std::size_t first, std::size_t last) {
                          for (std::size_t j = first; j < last; ++j) {
                            const float dx = x - move.now.x[j], dy = y - move.now.y[j];
                            const float f = push(dx * dx + dy * dy, h, move.now.h[j]);
                            sum.x += quantum.count(f * dx);
                            sum.y += quantum.count(f * dy);
                          }
                        });
  if (move.edge[i] > 0) {
    const Sum even = background(density, x, y, h, move.edge[i], quantum);
    sum = {sum.x - even.x, sum.y - even.y};
  }
  const float fx = static_cast<float>(static_cast<std::int32_t>(sum.x)) * quantum.mm;
  const float fy = static_cast<float>(static_cast<std::int32_t>(sum.y)) * quantum.mm;
  const float step = std::min(move.gain * kGainUnit, kMaxMove / std::sqrt((fx * fx + fy * fy) * rho));

  // The whole way, half of it, or none.
  const float least = rho * kSteepest, half = step * 0.5F;
  float next_x = x + fx * step, next_y = y + fy * step, next_rho = density_at(density, next_x, next_y);
  if (!(next_rho > least)) {
    next_x = x + fx * half;
    next_y = y + fy * half;
    next_rho = density_at(density, next_x, next_y);
  }
  const bool moves = next_rho > least;
  move.next.x[i] = moves ? next_x : x;
  move.next.y[i] = moves ? next_y : y;
  move.next.h[i] = moves ? scaled(density, next_rho) : h;
  return std::max(std::abs(move.next.x[i] - x), std::abs(move.next.y[i] - y));
}

void move_blocks(const Move& move, std::size_t first, std::size_t last) {
  for (std::size_t block = first; block < last; ++block) {
    float longest = 0;
    for (std::size_t i = move.cells.first_dot(block), end = move.cells.last_dot(block); i < end; ++i) {
      longest = std::max(longest, move_dot(move, i));
    }
    move.longest[block] = longest;
  }
}

}  // namespace

Kernel scalar_kernel() {
  return {look_around, move_blocks};
}

}  // namespace tonsure::placement::polish
