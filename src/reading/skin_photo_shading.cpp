#include "skin_photo_shading.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <Eigen/Dense>

#include <tonsure/scalp/view.h>
#include "../core/median.h"

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
constexpr double kDarkest = 1e-4;       // linear; the logarithm of black is no number
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

/// What the rounds of the fit share.
struct ShadingFit {
  std::vector<SkinCell> cells;  ///< of bare skin, then of hair
  std::size_t first_hair = 0;
  bool monochrome = false;
  double level = 1;                         ///< luminance of well lit skin
  double skin_hue = 0;                      ///< median of ln(red / blue)
  std::vector<double> seen;                 ///< luminance of each cell
  std::vector<double> light;                ///< what bare skin's would be there, as far as fitted
  std::vector<double> weight;               ///< in [0, 1]
  std::array<double, 9> coefficients = {};  ///< of light
  double hair_darker = 0;                   ///< -ln(luminance of hair / that of bare skin)
  double width = kWidest;                   ///< of the biweight, in ln units

  [[nodiscard]] double hue_of(std::size_t cell) const { return std::log(cells[cell].color[0] / cells[cell].color[2]); }
};

/// Weighted least squares of relative residuals, with the priors. The tenth unknown is what the darkening of hair
/// departs from that which `bare` was corrected by.
/// @param bare  luminance that each cell would have without hair
void solve(const std::vector<double>& bare, ShadingFit& fit) {
  using Matrix10 = Eigen::Matrix<double, 10, 10>;
  using Vector10 = Eigen::Matrix<double, 10, 1>;
  Matrix10 a = Matrix10::Zero();
  Vector10 b = Vector10::Zero();
  double total = 0;
  for (const double w : fit.weight) total += w;
  const double scale = std::min(1.0, kIndependentCells / std::max(total, 1.0)) / (kMottling * kMottling);
  for (std::size_t i = 0; i < fit.cells.size(); ++i) {
    if (fit.weight[i] <= 0) continue;
    const Terms terms = terms_of(fit.cells[i].normal);
    std::array<double, 10> t{};
    std::copy(terms.begin(), terms.end(), t.begin());
    t[9] = i < fit.first_hair ? 0 : -fit.light[i];
    const double w = scale * fit.weight[i] / (fit.light[i] * fit.light[i]);
    for (int r = 0; r < 10; ++r) {
      const double wr = w * t[static_cast<std::size_t>(r)];
      b(r) += wr * bare[i];
      for (int c = 0; c <= r; ++c) a(r, c) += wr * t[static_cast<std::size_t>(c)];
    }
  }
  for (int r = 0; r < 10; ++r)
    for (int c = r + 1; c < 10; ++c) a(r, c) = a(c, r);
  for (std::size_t k = 1; k < 9; ++k) {
    const double sd = fit.level * (k < 4 ? kDegree1Sd : kDegree2Sd) * kTermSize[k];
    a(static_cast<int>(k), static_cast<int>(k)) += 1 / (sd * sd);
  }
  a(9, 9) += 1;  // it is zero where no hair counts
  const Vector10 x = a.ldlt().solve(b);
  for (std::size_t k = 0; k < 9; ++k) fit.coefficients[k] = x(static_cast<int>(k));
  fit.hair_darker = std::max(0.0, fit.hair_darker + x(9));
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

namespace {

ShadingFit start_fit(const std::vector<SkinCell>& skin, std::span<const SkinCell> hair, bool monochrome) {
  ShadingFit fit;
  fit.cells = skin;
  fit.cells.insert(fit.cells.end(), hair.begin(), hair.end());
  fit.first_hair = skin.size();
  fit.monochrome = monochrome;
  std::vector<double> hue, bare, covered;
  for (std::size_t i = 0; i < fit.cells.size(); ++i) {
    fit.seen.push_back(luminance(fit.cells[i].color));
    (i < fit.first_hair ? bare : covered).push_back(fit.seen[i]);
    if (i < fit.first_hair) hue.push_back(fit.hue_of(i));
  }
  fit.level = percentile_of(bare, 0.6);
  fit.skin_hue = median(std::move(hue));
  if (!hair.empty()) fit.hair_darker = std::max(0.0, std::log(median(bare) / median(std::move(covered))));
  fit.weight.assign(fit.cells.size(), 1);
  fit.light.assign(fit.cells.size(), fit.level);
  return fit;
}

/// Gives each cell the weight that its departure leaves it, and fits anew.
void fit_round(int round, ShadingFit& fit) {
  std::vector<double> bare = fit.seen, residual(fit.cells.size()), departure;
  for (std::size_t i = fit.first_hair; i < bare.size(); ++i) bare[i] *= std::exp(fit.hair_darker);
  for (std::size_t i = 0; i < residual.size(); ++i) {
    residual[i] = std::log(bare[i] / fit.light[i]);
    if (std::abs(residual[i]) < fit.width) departure.push_back(std::abs(residual[i]));
  }
  const double spread = departure.empty() ? fit.width : std::max(kLeastSpread, 1.4826 * median(std::move(departure)));
  fit.width = std::max(4.0 * spread, kWidest * std::pow(0.8, round));
  for (std::size_t i = 0; i < residual.size(); ++i) {
    const double r = residual[i];
    fit.weight[i] = biweight(r / (r > 0 ? 0.75 * fit.width : fit.width));
    if (!fit.monochrome && i < fit.first_hair && r > 0 && fit.hue_of(i) < fit.skin_hue - kShineHue)
      fit.weight[i] *= 0.1;
  }
  solve(bare, fit);
  for (std::size_t i = 0; i < fit.cells.size(); ++i)
    fit.light[i] = std::max(0.15 * fit.level, brightness_of(fit.coefficients, fit.cells[i].normal));
}

}  // namespace

FittedShading fit_shading(const SkinCells& skin, bool monochrome, std::span<const SkinCell> hair) {
  ShadingFit fit = start_fit(skin.cells, hair, monochrome);
  for (int round = 0; round < kRounds; ++round) fit_round(round, fit);

  FittedShading out;
  out.hair_darker = fit.hair_darker;
  std::vector<double> seen, range;
  double sum = 0;
  for (std::size_t i = 0; i < fit.cells.size(); ++i) {
    if (fit.weight[i] < 0.5) continue;
    range.push_back(fit.light[i]);
    if (i >= fit.first_hair) continue;
    seen.push_back(fit.light[i]);
    sum += std::log(fit.seen[i] / fit.light[i]) * std::log(fit.seen[i] / fit.light[i]);
  }
  fit.cells.resize(fit.first_hair);
  fit.weight.resize(fit.first_hair);
  Shading& s = out.shading;
  if (seen.size() < kLeastSkinCells / 2) {
    out.weight.assign(fit.cells.size(), 1);
    s.warnings.emplace_back("the light on the head could not be told: it is taken to be even");
    return out;
  }
  // Skin that is burnt out has more light than any other.
  const double per_cell = 1 + static_cast<double>(skin.burnt) / static_cast<double>(fit.cells.size());
  const double unit = percentile_of(seen, std::min(kBrightest, kReference * per_cell));
  for (std::size_t k = 0; k < 9; ++k) s.brightness[k] = fit.coefficients[k] / unit;
  s.least = percentile_of(range, 0.01) / unit / kExtrapolated;
  s.most = percentile_of(range, 0.99) / unit * kExtrapolated;
  s.rms = std::sqrt(sum / static_cast<double>(seen.size()));
  if (!monochrome) s.tint = fit_tint(fit.cells, fit.weight);
  const double bright = percentile_of(seen, kBrightest);
  Vec3<HeadMm> towards{};
  for (std::size_t i = 0; i < fit.cells.size(); ++i)
    if (fit.weight[i] >= 0.5 && fit.light[i] >= bright) towards = towards + fit.cells[i].normal;
  if (norm(towards) > 0) s.towards_light = normalized(towards);
  out.weight = std::move(fit.weight);
  return out;
}

Result<Shading> estimate_shading(const Photo& photo, const Scene& scene, const FittedHead& head,
                                 const CameraCurve& curve, const Exec& exec) {
  auto skin = collect_skin(photo, scene, head, exec);
  if (!skin) return skin.error();
  return fit_shading(in_scene_light(*std::move(skin), curve), photo.monochrome).shading;
}

Result<std::vector<double>> luminance_under_hair(const Photo& photo, const Scene& scene, const FittedHead& head,
                                                 const CameraCurve& curve, std::span<const HairPatch> hair,
                                                 const Exec& exec) {
  auto skin = collect_skin(photo, scene, head, exec);
  if (!skin) return skin.error();
  skin = in_scene_light(*std::move(skin), curve);
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
  for (const HairPatch& patch : hair) {
    SkinCell cell{scene_light(curve, patch.color), {}, patch.normal};
    for (double& channel : cell.color) channel = std::max(channel, kDarkest);
    patches.push_back(cell);
  }
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
