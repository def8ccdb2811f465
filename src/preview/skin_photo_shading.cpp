#include "skin_photo_shading.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <Eigen/Dense>

#include <tonsure/core/median.h>
#include <tonsure/scalp/view.h>

namespace tonsure {
namespace {

using Terms = std::array<double, 9>;

// Prior spreads of the coefficients over the mean brightness: a single distant light has 2 (degree 1) and 1.2 (degree
// 2) of it; part of the light always comes from all around [E].
constexpr double kDegree1Sd = 1.0, kDegree2Sd = 0.45;
constexpr double kMottling = 0.08;         // relative SD of skin's own brightness over a cell [E]
constexpr double kIndependentCells = 250;  // mottling is patchy: cells beside each other say the same
constexpr double kTintSd = 0.10;           // of ln(channel / brightness) per unit of normal [E]
constexpr double kMostTint = 0.25;
constexpr int kRounds = 14;
constexpr double kWidest = 0.9;         // first width of the biweight, in ln units: hair is e^-1.5 of skin
constexpr double kLeastSpread = 0.04;   // narrower than this, mottling itself would count as departure
constexpr double kReference = 0.85;     // this share of the skin gets less light than shading 1
constexpr double kBrightest = 0.95;     // beyond this share of it lies what the light comes from
constexpr double kExtrapolated = 1.15;  // beyond the brightest skin seen, and its inverse below the darkest
constexpr double kHairBorderMm = 5;     // of hair: skin there has some hair, and is neither; 0 and 10 mm do worse
constexpr double kShineHue = 0.20;      // fall of ln(red / blue) against the median that, with brightness, means shine

Terms terms_of(Vec3<HeadMm> n) {
  return {1, n.x, n.y, n.z, n.x * n.y, n.y * n.z, n.z * n.x, n.x * n.x - n.y * n.y, 3 * n.z * n.z - 1};
}

double brightness_of(const std::array<double, 9>& coefficients, Vec3<HeadMm> n) {
  const Terms t = terms_of(n);
  double sum = 0;
  for (std::size_t k = 0; k < t.size(); ++k) sum += coefficients[k] * t[k];
  return sum;
}

/// Normals in degree 2 have different sizes by term; this makes each prior the same in every direction.
constexpr Terms kTermSize = {1, 1, 1, 1, 1, 1, 1, 0.5, 0.2887};

/// Light by direction, and how much darker hair is than skin, -ln.
struct Solution {
  std::array<double, 9> coefficients = {};
  double hair_darker = 0;
};

/// Weighted least squares of relative residuals, with the priors. The tenth unknown is what the darkening of hair, the
/// cells from `first_hair` on, departs from that which `y` was corrected by.
Solution solve(const std::vector<SkinCell>& cells, std::size_t first_hair, const std::vector<double>& y,
               const std::vector<double>& weight, const std::vector<double>& now, double level) {
  using Matrix10 = Eigen::Matrix<double, 10, 10>;
  using Vector10 = Eigen::Matrix<double, 10, 1>;
  Matrix10 a = Matrix10::Zero();
  Vector10 b = Vector10::Zero();
  double total = 0;
  for (const double w : weight) total += w;
  const double scale = std::min(1.0, kIndependentCells / std::max(total, 1.0)) / (kMottling * kMottling);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (weight[i] <= 0) continue;
    const Terms terms = terms_of(cells[i].normal);
    std::array<double, 10> t{};
    std::copy(terms.begin(), terms.end(), t.begin());
    t[9] = i < first_hair ? 0 : -now[i];
    const double w = scale * weight[i] / (now[i] * now[i]);
    for (int r = 0; r < 10; ++r) {
      const double wr = w * t[static_cast<std::size_t>(r)];
      b(r) += wr * y[i];
      for (int c = 0; c <= r; ++c) a(r, c) += wr * t[static_cast<std::size_t>(c)];
    }
  }
  for (int r = 0; r < 10; ++r)
    for (int c = r + 1; c < 10; ++c) a(r, c) = a(c, r);
  for (std::size_t k = 1; k < 9; ++k) {
    const double sd = level * (k < 4 ? kDegree1Sd : kDegree2Sd) * kTermSize[k];
    a(static_cast<int>(k), static_cast<int>(k)) += 1 / (sd * sd);
  }
  if (first_hair == cells.size()) a(9, 9) = 1;
  const Vector10 x = a.ldlt().solve(b);
  Solution out;
  for (std::size_t k = 0; k < 9; ++k) out.coefficients[k] = x(static_cast<int>(k));
  out.hair_darker = x(9);
  return out;
}

double biweight(double u) {
  return std::abs(u) >= 1 ? 0 : (1 - u * u) * (1 - u * u);
}

/// The light's colour by direction: ln(channel / brightness) against the normal, in which skin's own hue must not hide.
std::array<std::array<double, 4>, 3> fit_tint(const std::vector<SkinCell>& cells, const std::vector<double>& weight) {
  std::array<std::array<double, 4>, 3> tint{};
  double total = 0;
  Vec3<HeadMm> mean{};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    total += weight[i];
    mean = mean + weight[i] * cells[i].normal;
  }
  mean = (1 / total) * mean;
  const double scale = std::min(1.0, kIndependentCells / total) / (kMottling * kMottling);
  for (std::size_t c = 0; c < 3; ++c) {
    double middle = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
      middle += weight[i] / total * std::log(cells[i].color[c] / luminance(cells[i].color));
    Eigen::Matrix3d a = Eigen::Matrix3d::Identity() / (kTintSd * kTintSd);
    Eigen::Vector3d b = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Vec3<HeadMm> d = cells[i].normal - mean;
      const Eigen::Vector3d n(d.x, d.y, d.z);
      const double value = std::log(cells[i].color[c] / luminance(cells[i].color)) - middle;
      a += scale * weight[i] * n * n.transpose();
      b += scale * weight[i] * value * n;
    }
    const Eigen::Vector3d x = a.ldlt().solve(b);
    tint[c] = {-(x(0) * mean.x + x(1) * mean.y + x(2) * mean.z), x(0), x(1), x(2)};
  }
  return tint;
}

}  // namespace

double percentile_of(std::vector<double> values, double share) {
  const auto at = std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
  const auto it = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), it, values.end());
  return *it;
}

LinearRgb median_color(const std::vector<LinearRgb>& colors) {
  LinearRgb out;
  std::vector<double> channel(colors.size());
  for (std::size_t c = 0; c < 3; ++c) {
    std::transform(colors.begin(), colors.end(), channel.begin(), [&](const LinearRgb& v) { return v[c]; });
    out[c] = median(channel);
  }
  return out;
}

LinearRgb shading_at(const Shading& shading, Vec3<HeadMm> normal) {
  const double y = std::clamp(brightness_of(shading.brightness, normal), shading.least, shading.most);
  LinearRgb out;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto& t = shading.tint[c];
    const double log_tint = t[0] + t[1] * normal.x + t[2] * normal.y + t[3] * normal.z;
    out[c] = y * std::exp(std::clamp(log_tint, -kMostTint, kMostTint));
  }
  return out;
}

FittedShading fit_shading(const SkinCells& skin, bool monochrome, std::span<const SkinCell> hair) {
  std::vector<double> bare, hue;
  for (const SkinCell& c : skin.cells) {
    bare.push_back(luminance(c.color));
    hue.push_back(std::log(c.color[0] / c.color[2]));
  }
  const double level = percentile_of(bare, 0.6), skin_hue = median(hue);
  std::vector<SkinCell> cells = skin.cells;
  cells.insert(cells.end(), hair.begin(), hair.end());
  const std::size_t first_hair = skin.cells.size();
  std::vector<double> seen_hair;
  for (const SkinCell& c : hair) seen_hair.push_back(luminance(c.color));

  FittedShading out;
  out.weight.assign(cells.size(), 1);
  if (!hair.empty()) out.hair_darker = std::max(0.0, std::log(median(bare) / median(seen_hair)));
  std::vector<double> y = bare;
  y.resize(cells.size());
  std::vector<double> now(cells.size(), level), departure;
  std::array<double, 9> coefficients{};
  double width = kWidest, spread = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = first_hair; i < cells.size(); ++i)
      y[i] = seen_hair[i - first_hair] * std::exp(out.hair_darker);
    departure.clear();
    std::vector<double> residual(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      residual[i] = std::log(y[i] / now[i]);
      if (std::abs(residual[i]) < width) departure.push_back(std::abs(residual[i]));
    }
    spread = departure.empty() ? width : std::max(kLeastSpread, 1.4826 * median(departure));
    width = std::max(4.0 * spread, kWidest * std::pow(0.8, round));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double r = residual[i];
      out.weight[i] = biweight(r / (r > 0 ? 0.75 * width : width));
      if (!monochrome && i < first_hair && r > 0 && hue[i] < skin_hue - kShineHue) out.weight[i] *= 0.1;
    }
    const Solution solution = solve(cells, first_hair, y, out.weight, now, level);
    coefficients = solution.coefficients;
    out.hair_darker = std::max(0.0, out.hair_darker + solution.hair_darker);
    for (std::size_t i = 0; i < cells.size(); ++i)
      now[i] = std::max(0.15 * level, brightness_of(coefficients, cells[i].normal));
  }

  std::vector<double> seen, seen_on_hair;
  for (std::size_t i = first_hair; i < cells.size(); ++i)
    if (out.weight[i] >= 0.5) seen_on_hair.push_back(now[i]);
  cells.resize(first_hair);
  out.weight.resize(first_hair);
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (out.weight[i] < 0.5) continue;
    seen.push_back(now[i]);
    sum += std::log(y[i] / now[i]) * std::log(y[i] / now[i]);
    ++total;
  }
  Shading& s = out.shading;
  if (seen.size() < kLeastSkinCells / 2) {
    out.weight.assign(cells.size(), 1);
    s.warnings.emplace_back("the light on the head could not be told: it is taken to be even");
    return out;
  }
  // Skin that is burnt out has more light than any other.
  const double per_cell = 1 + static_cast<double>(skin.burnt) / static_cast<double>(cells.size());
  const double unit = percentile_of(seen, std::min(kBrightest, kReference * per_cell));
  for (std::size_t k = 0; k < 9; ++k) s.brightness[k] = coefficients[k] / unit;
  std::vector<double> range = seen;
  range.insert(range.end(), seen_on_hair.begin(), seen_on_hair.end());
  s.least = percentile_of(range, 0.01) / unit / kExtrapolated;
  s.most = percentile_of(range, 0.99) / unit * kExtrapolated;
  s.rms = std::sqrt(sum / total);
  if (!monochrome) s.tint = fit_tint(cells, out.weight);
  const double bright = percentile_of(seen, kBrightest);
  Vec3<HeadMm> towards{};
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (out.weight[i] >= 0.5 && now[i] >= bright) towards = towards + cells[i].normal;
  if (norm(towards) > 0) s.towards_light = normalized(towards);
  return out;
}

Result<Shading> estimate_shading(const Photo& photo, const Scene& scene, const FittedHead& head, const Exec& exec) {
  const auto skin = collect_skin(photo, scene, head, exec);
  if (!skin) return skin.error();
  return fit_shading(*skin, photo.monochrome).shading;
}

Result<std::vector<double>> luminance_under_hair(const Photo& photo, const Scene& scene, const FittedHead& head,
                                                 std::span<const HairPatch> hair, const Exec& exec) {
  auto skin = collect_skin(photo, scene, head, exec);
  if (!skin) return skin.error();
  std::erase_if(skin->cells, [&](const SkinCell& cell) {
    const auto p = project(head.view, cell.point, cell.normal).position;
    return std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(), [&](const Points<PhotoPx>& polygon) {
      return distance_to_polyline<Vec2<PhotoPx>>(polygon, p, true) * head.mm_per_px < kHairBorderMm;
    });
  });
  if (skin->among_hair || skin->cells.size() < kLeastSkinCells)
    return Error{ErrorCode::kInvalidInput, "existing_hair", "leaves hardly any skin bare to tell hair's tone from",
                 "use a photo that shows some 2 cm2 of bare skin away from hair"};
  std::vector<SkinCell> patches;
  for (const HairPatch& patch : hair) patches.push_back({patch.color, {}, patch.normal});
  const FittedShading fitted = fit_shading(*skin, photo.monochrome, patches);
  std::vector<double> evenly_lit;
  for (std::size_t i = 0; i < skin->cells.size(); ++i) {
    if (fitted.weight[i] >= 0.5)
      evenly_lit.push_back(luminance(skin->cells[i].color) /
                           luminance(shading_at(fitted.shading, skin->cells[i].normal)));
  }
  const double skin_luminance = median(std::move(evenly_lit));
  std::vector<double> out;
  for (const HairPatch& patch : hair)
    out.push_back(skin_luminance * luminance(shading_at(fitted.shading, patch.normal)));
  return out;
}

}  // namespace tonsure
