#include "dot_kernels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../deposit/shallowest.h"
#include "dot_fit.h"

namespace tonsure {
namespace {

constexpr std::array<double, 3> kDepthSds = {-2, 0, 2.5};

/// Integral of a kernel's halo, mm2, in green: the channel that carries most of the brightness.
double halo_mm2(const DotKernel& kernel) {
  double area = 0;
  for (std::size_t k = 0; k < kHaloSigmaMm.size(); ++k)
    area += 2 * std::numbers::pi * kHaloSigmaMm[k] * kHaloSigmaMm[k] * kernel.halo[k][1];
  return area;
}

/// Where x lies among rising nodes: the lower one's index, and how far on to the next.
template <std::size_t N>
std::pair<std::size_t, double> place(const std::array<double, N>& nodes, double x) {
  std::size_t i = 0;
  while (i + 2 < N && nodes[i + 1] <= x) ++i;
  const double step = nodes[i + 1] - nodes[i];
  return {i, step > 0 ? std::clamp((x - nodes[i]) / step, 0.0, 1.0) : 0.0};
}

template <std::size_t N>
std::array<double, N> logarithms(const std::array<double, N>& values) {
  std::array<double, N> logs{};
  std::transform(values.begin(), values.end(), logs.begin(), [](double v) { return std::log(v); });
  return logs;
}

}  // namespace

DotKernels make_dot_kernels(const SkinOptics& skin, const Deposit& mean, const DotSpread& spread,
                            double added_variance_mm2, double veil, const Exec& exec) {
  DotKernels kernels;
  const optics::SpreadDeposit spread_mean = optics::spread_deposit(mean, added_variance_mm2);
  const DotKernel healed = optics::fit_kernel(optics::shape_response(skin, spread_mean.deposit), spread_mean.deposit);
  kernels.mean = optics::widened(healed, spread_mean.left_variance_mm2);
  for (std::size_t d = 0; d < kDepthSds.size(); ++d) {
    kernels.deeper_mm[d] =
        std::max(kShallowestMm, mean.depth_top_mm + kDepthSds[d] * spread.depth_sd_mm) - mean.depth_top_mm;
  }
  for (std::size_t n = 0; n < kCoreBlurs; ++n)
    kernels.cores[n] = blurred_core(kernels.mean.shape, static_cast<double>(n + 1) / kCoreBlurs);
  const CoreShape top = healed.shape;
  const double whole_halo_mm2 = halo_mm2(kernels.mean);
  kernels.nodes.resize(kKernelSizes.size() * kernels.deeper_mm.size() * kKernelAmounts.size());
  parallel_for(exec, kKernelSizes.size() * kernels.deeper_mm.size(), [&](std::size_t shape_index) {
    if (is_cancelled(exec)) return;
    Deposit deposit = mean;
    deposit.diameter_mm *= kKernelSizes[shape_index / kernels.deeper_mm.size()];
    deposit.depth_top_mm += kernels.deeper_mm[shape_index % kernels.deeper_mm.size()];
    const optics::SpreadDeposit wide = optics::spread_deposit(deposit, added_variance_mm2);
    const optics::ShapeResponse shape = optics::shape_response(skin, wide.deposit);
    const double sigma_mm = optics::fit_kernel(shape, wide.deposit, top).core_sigma_mm;
    for (std::size_t a = 0; a < kKernelAmounts.size(); ++a) {
      Deposit dot = wide.deposit;
      for (double& mu : dot.absorption_per_mm) mu *= kKernelAmounts[a];
      const DotKernel kernel = optics::widened(optics::fit_kernel(shape, dot, top, sigma_mm), wide.left_variance_mm2);
      DrawnKernel& node = kernels.nodes[shape_index * kKernelAmounts.size() + a];
      for (std::size_t c = 0; c < 3; ++c) node.core[c] = static_cast<float>((1 - veil) * kernel.core[c]);
      node.core_sigma_mm = static_cast<float>(kernel.core_sigma_mm);
      node.halo = static_cast<float>(whole_halo_mm2 > 0 ? halo_mm2(kernel) / whole_halo_mm2 : 0);
    }
  });
  for (double& core : kernels.mean.core) core *= 1 - veil;
  for (LinearRgb& halo : kernels.mean.halo)
    for (double& depth : halo) depth *= 1 - veil;
  return kernels;
}

DrawnKernel kernel_of(const DotKernels& kernels, double size, double deeper_mm, double amount) {
  static const std::array<double, kKernelSizes.size()> log_sizes = logarithms(kKernelSizes);
  static const std::array<double, kKernelAmounts.size()> log_amounts = logarithms(kKernelAmounts);
  const auto [s, along_s] = place(log_sizes, std::log(size));
  const auto [d, along_d] = place(kernels.deeper_mm, deeper_mm);
  const auto [a, along_a] = place(log_amounts, std::log(amount));
  // Less pigment than the least on the grid takes light in proportion.
  const auto thin = static_cast<float>(std::min(1.0, amount / kKernelAmounts.front()));
  DrawnKernel kernel{{}, 0, 0};
  for (std::size_t corner = 0; corner < 8; ++corner) {
    const std::size_t i = s + (corner >> 2U), j = d + (corner >> 1U & 1U), k = a + (corner & 1U);
    const auto weight =
        static_cast<float>((corner >> 2U ? along_s : 1 - along_s) * (corner >> 1U & 1U ? along_d : 1 - along_d) *
                           (corner & 1U ? along_a : 1 - along_a));
    const DrawnKernel& node = kernels.nodes[(i * kernels.deeper_mm.size() + j) * kKernelAmounts.size() + k];
    for (std::size_t c = 0; c < 3; ++c) kernel.core[c] += thin * weight * node.core[c];
    kernel.core_sigma_mm += weight * node.core_sigma_mm;
    kernel.halo += thin * weight * node.halo;
  }
  return kernel;
}

DotKernels with_redness(DotKernels kernels, const SkinOptics& skin, double added_blood, double dots_per_mm2) {
  SkinOptics red = skin;
  red.blood += added_blood;
  const LinearRgb before = skin_color(skin), after = skin_color(red);
  constexpr std::size_t kWide = kHaloSigmaMm.size() - 1;
  const double spread_mm2 = 2 * std::numbers::pi * kHaloSigmaMm[kWide] * kHaloSigmaMm[kWide];
  for (std::size_t c = 0; c < 3; ++c) {
    // The depth that shared_halo_depth turns into this one.
    const double depth = std::log(before[c] / after[c]);
    const double own = (1 - std::sqrt(std::max(0.0, 1 - 4 * kHaloSharing * depth))) / (2 * kHaloSharing);
    kernels.mean.halo[kWide][c] += own / (dots_per_mm2 * spread_mm2);
  }
  return kernels;
}

}  // namespace tonsure
