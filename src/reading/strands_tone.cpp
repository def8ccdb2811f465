#include "strands_tone.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Dense>

#include "../raster/blur.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 2.2;
constexpr double kNearMm = 9;       // standard deviation of the weights that local light is averaged with
constexpr float kInside = 0.6F;     // coverage from which a pixel counts as inside
constexpr double kAnnotated = 0.1;  // weight of squares annotated as hair: skin shines through thin hair
constexpr double kDarker = 0.10, kBrighter = 0.15;  // of ln luminance, where weights begin to fall [E]
constexpr int kRounds = 12;
constexpr int kFewestCells = 20;
constexpr double kMostLocal = 0.25;  // of ln colour that local light may differ from the quadratic
constexpr double kFurthest = 0.8;    // of ln colour that the quadratic may differ from its median over the skin

using Basis = Eigen::Matrix<double, 6, 1>;

/// A square of the head.
struct Cell {
  int x = 0, y = 0;               // of the grid
  double u = 0, v = 0;            // place in [-1, 1]
  std::array<double, 3> ln = {};  // of its brightest quarter
  double ln_y = 0, prior = 0, weight = 0;
};

Basis basis_at(double u, double v) {
  Basis b;
  b << 1, u, v, u * v, u * u, v * v;
  return b;
}

std::vector<Cell> cells_of(const StrandColors& colors, const StrandAreas& areas, int side, double scale) {
  std::vector<Cell> cells;
  const int w = colors[0].width, h = colors[0].height;
  std::vector<std::pair<float, std::ptrdiff_t>> pixels;
  for (int y0 = 0; y0 + side <= h; y0 += side) {
    for (int x0 = 0; x0 + side <= w; x0 += side) {
      pixels.clear();
      double hair = 0;
      for (int y = y0; y < y0 + side; ++y) {
        for (int x = x0; x < x0 + side; ++x) {
          if (areas.head.at(x, y) < 0.999F) continue;
          pixels.emplace_back(luminance_at(colors, x, y), static_cast<std::ptrdiff_t>(y) * w + x);
          hair += static_cast<double>(areas.hair.at(x, y));
        }
      }
      if (pixels.size() * 2 < static_cast<std::size_t>(side) * static_cast<std::size_t>(side)) continue;
      hair /= static_cast<double>(pixels.size());
      std::sort(pixels.begin(), pixels.end());
      Cell cell;
      cell.x = x0 / side;
      cell.y = y0 / side;
      cell.u = (x0 + 0.5 * side - 0.5 * w) / scale;
      cell.v = (y0 + 0.5 * side - 0.5 * h) / scale;
      cell.prior = 1 - (1 - kAnnotated) * std::min(1.0, 2 * hair);
      std::array<double, 3> sum = {};
      const std::size_t from = pixels.size() * 3 / 4;
      for (std::size_t i = from; i < pixels.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c)
          sum[c] += static_cast<double>(colors[c].values[static_cast<std::size_t>(pixels[i].second)]);
      const double n = static_cast<double>(pixels.size() - from);
      for (std::size_t c = 0; c < 3; ++c) cell.ln[c] = std::log(std::max(1e-4, sum[c] / n));
      cell.ln_y = std::log(std::max(1e-4, luminance(sum) / n));
      cells.push_back(cell);
    }
  }
  return cells;
}

/// The value below which a share of the weight of all cells lies.
double quantile(const std::vector<Cell>& cells, double share) {
  std::vector<std::pair<double, double>> sorted;
  double all = 0;
  for (const Cell& cell : cells) {
    sorted.emplace_back(cell.ln_y, cell.prior);
    all += cell.prior;
  }
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  for (const auto& [value, weight] : sorted) {
    sum += weight;
    if (sum >= share * all) return value;
  }
  return sorted.back().first;
}

Basis fit(const std::vector<Cell>& cells, const auto& value_of) {
  Eigen::Matrix<double, 6, 6> a = Eigen::Matrix<double, 6, 6>::Zero();
  Basis b = Basis::Zero();
  double all = 0;
  for (const Cell& cell : cells) {
    const Basis f = basis_at(cell.u, cell.v);
    a += cell.weight * f * f.transpose();
    b += cell.weight * value_of(cell) * f;
    all += cell.weight;
  }
  // Slopes and bends that hardly any skin tells of are kept small.
  for (int i = 1; i < 6; ++i) a(i, i) += (i < 3 ? 0.01 : 0.03) * all;
  return a.ldlt().solve(b);
}

void weigh(std::vector<Cell>& cells, const Basis& light, double wider) {
  for (Cell& cell : cells) {
    const double r = cell.ln_y - light.dot(basis_at(cell.u, cell.v));
    const double t = r / (wider * (r < 0 ? kDarker : kBrighter));
    cell.weight = cell.prior / ((1 + t * t) * (1 + t * t));
  }
}

/// What the quadratic leaves, averaged nearby, at the grid's corners.
std::vector<double> local_light(const std::vector<Cell>& cells, const Basis& light, std::size_t channel, int across,
                                int down, double sigma) {
  const auto size = static_cast<std::size_t>(across) * static_cast<std::size_t>(down);
  std::vector<double> sum(size, 0.0), weights(size, 0.0);
  for (const Cell& cell : cells) {
    const auto i =
        static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(across) + static_cast<std::size_t>(cell.x);
    sum[i] = cell.weight * (cell.ln[channel] - light.dot(basis_at(cell.u, cell.v)));
    weights[i] = cell.weight;
  }
  for (std::vector<double>* plane : {&sum, &weights})
    gather_plane<double>(*plane, across, down, sigma, static_cast<int>(std::ceil(2.5 * sigma)));
  constexpr double kNone = 2;  // weight of "no difference": far from skin the quadratic alone speaks
  for (std::size_t i = 0; i < size; ++i) sum[i] = std::clamp(sum[i] / (weights[i] + kNone), -kMostLocal, kMostLocal);
  return sum;
}

}  // namespace

StrandColors skin_under_hair(const StrandColors& colors, const StrandAreas& areas, double mm_per_px, const Exec& exec) {
  const int w = colors[0].width, h = colors[0].height;
  const int side = std::max(4, static_cast<int>(std::lround(kCellMm / mm_per_px)));
  const double scale = 0.5 * std::max(w, h);
  std::vector<Cell> cells = cells_of(colors, areas, side, scale);
  if (static_cast<int>(cells.size()) < kFewestCells) return {};
  Basis light = Basis::Zero();
  light[0] = quantile(cells, 0.65);
  for (int round = 0; round < kRounds; ++round) {
    weigh(cells, light, round < kRounds / 2 ? 2.5 : 1.5);
    light = fit(cells, [](const Cell& cell) { return cell.ln_y; });
  }
  weigh(cells, light, 1.5);
  const int across = (w + side - 1) / side, down = (h + side - 1) / side;
  StrandColors skin;
  for (std::size_t c = 0; c < 3; ++c) {
    const Basis own = fit(cells, [c](const Cell& cell) { return cell.ln[c]; });
    const std::vector<double> local = local_light(cells, own, c, across, down, kNearMm / mm_per_px / side);
    double mean = 0, all = 0;
    for (const Cell& cell : cells) {
      mean += cell.weight * own.dot(basis_at(cell.u, cell.v));
      all += cell.weight;
    }
    mean /= all;
    // Smooth: computed for each square's corner, between them bilinear.
    StrandPlane grid(across, down);
    for (int y = 0; y < down; ++y) {
      for (int x = 0; x < across; ++x) {
        const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(across) + static_cast<std::size_t>(x);
        const double at =
            own.dot(basis_at((x + 0.5) * side / scale - 0.5 * w / scale, (y + 0.5) * side / scale - 0.5 * h / scale));
        grid.values[i] = static_cast<float>(std::exp(std::clamp(at, mean - kFurthest, mean + kFurthest) + local[i]));
      }
    }
    skin[c] = StrandPlane(w, h);
    parallel_for(exec, static_cast<std::size_t>(h), [&](std::size_t row) {
      const int y = static_cast<int>(row);
      for (int x = 0; x < w; ++x) skin[c].at(x, y) = coarse_at(grid, x, y, side);
    });
  }
  return skin;
}

StrandPlane hair_share(const StrandColors& colors, const StrandColors& skin, const StrandAreas& areas, double mm_per_px,
                       const Exec& exec) {
  constexpr double kShading = 0.11;  // SD of light around what was fitted, relative [E]
  constexpr double kShine = 0.15;    // SD of white light that the surface adds, in units of skin's luminance [E]
  constexpr double kTexture = 0.05;  // SD of skin's own colour, per channel, relative [E]
  constexpr double kLimb = 0.35, kLimbMm = 8;  // SD of the share that light falling off toward the rim feigns [E]
  constexpr double kLeastSeen = 0.6;           // of annotated hair; 0.83 and more where it was found, 0.44 where not
  constexpr double kFrom = 1.5, kTo = 3.0;     // SDs of the share between which it begins to count
  const int w = colors[0].width, h = colors[0].height;
  if (skin[0].width == 0) return {};

  // The client's hair: between the darkest tenth, which lies in shadow, and the middle of what is annotated as hair.
  std::vector<std::pair<float, std::ptrdiff_t>> dark;
  LinearRgb white = {};
  double pixels = 0;
  for (int y = 0; y < h; y += 2) {
    for (int x = 0; x < w; x += 2) {
      if (areas.head.at(x, y) < kInside) continue;
      if (areas.hair.at(x, y) >= kInside)
        dark.emplace_back(luminance_at(colors, x, y) / luminance_at(skin, x, y),
                          static_cast<std::ptrdiff_t>(y) * w + x);
      for (std::size_t c = 0; c < 3; ++c) white[c] += static_cast<double>(luminance_at(skin, x, y) / skin[c].at(x, y));
      ++pixels;
    }
  }
  if (dark.size() < 200) return {};
  std::sort(dark.begin(), dark.end());
  Eigen::Vector3d hair = Eigen::Vector3d::Zero(), shine;
  const std::size_t from = dark.size() / 10, to = dark.size() / 2;
  for (std::size_t i = from; i < to; ++i)
    for (std::size_t c = 0; c < 3; ++c) {
      const auto at = static_cast<std::size_t>(dark[i].second);
      hair[static_cast<Eigen::Index>(c)] += 1 - static_cast<double>(colors[c].values[at] / skin[c].values[at]);
    }
  hair /= static_cast<double>(to - from);
  for (int c = 0; c < 3; ++c) shine[c] = white[static_cast<std::size_t>(c)] / pixels;
  const Eigen::Matrix3d spread = kShading * kShading * Eigen::Matrix3d::Ones() +
                                 kShine * kShine * shine * shine.transpose() +
                                 kTexture * kTexture * Eigen::Matrix3d::Identity();
  const Eigen::Vector3d weights = spread.inverse() * hair;
  const double told = hair.dot(weights);
  const double sd = 1 / std::sqrt(std::max(told, 1e-9));
  if (sd > 0.35) return {};
  const Eigen::Vector3f per_channel = (weights / told).cast<float>();

  StrandPlane share(w, h);
  parallel_for(exec, static_cast<std::size_t>(h), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < w; ++x) {
      if (areas.wanted.at(x, y) <= 0) continue;
      float c = 0;
      for (std::size_t k = 0; k < 3; ++k)
        c += per_channel[static_cast<Eigen::Index>(k)] * (1 - colors[k].at(x, y) / skin[k].at(x, y));
      const double limb = kLimb * (1 - static_cast<double>(areas.hair.at(x, y))) *
                          std::exp(-mm_per_px / kLimbMm * static_cast<double>(areas.rim.at(x, y)));
      const auto error = static_cast<float>(std::sqrt(sd * sd + limb * limb));
      constexpr auto kStart = static_cast<float>(kFrom), kEnd = static_cast<float>(kTo);
      const float t = std::clamp((c / error - kStart) / (kEnd - kStart), 0.0F, 1.0F);
      share.at(x, y) = std::clamp(c, 0.0F, 1.0F) * t * t * (3 - 2 * t);
    }
  });
  // Where most of what is annotated as hair has not the colour of its darker half, that was a shadow's.
  double seen = 0, annotated = 0;
  for (std::size_t i = 0; i < share.values.size(); ++i) {
    if (areas.hair.values[i] < kInside || areas.wanted.values[i] < kInside) continue;
    seen += static_cast<double>(share.values[i]);
    ++annotated;
  }
  if (seen < kLeastSeen * annotated) return {};
  return share;
}

}  // namespace tonsure
