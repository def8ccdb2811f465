#include "skin_photo_light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <Eigen/Dense>

#include "../core/metering.h"

namespace tonsure {
namespace {

using Vector3 = Eigen::Vector3d;
using Vector4 = Eigen::Vector4d;
using Matrix3 = Eigen::Matrix3d;
using Matrix4 = Eigen::Matrix4d;

// Priors. Who is in front of the camera: any of the six skins; blood of bare, rested skin .002 to .02 (Jacques 1998).
constexpr double kMelanin = 0.045, kLnMelaninSd = 1.1, kLeastMelanin = 0.004, kMostMelanin = 0.40;
constexpr double kBlood = 0.0065, kLnBloodSd = 0.55, kLeastBlood = 0.0008, kMostBlood = 0.045;
// How photos are exposed: so that a mid-grey of 0.18 is recorded as one, with which a white card in full light is burnt
// out; one photo in three is 0.4 stops or more off. Cameras meter what they see: darker skin is exposed longer, by this
// power of its luminance. [E]
constexpr double kLnExposure = 0.30, kLnExposureSd = 0.28;
// What automatic white balance leaves: the best methods 2 degrees of angle between the light's colour and its estimate
// (Barron & Tsai 2017), cameras and taste more, most of it along the daylight locus. A unit of warmth is D65 to D50.
// [E]
constexpr std::array<double, 3> kWarmer = {0.1622, -0.0245, -0.3263};  // ln linear sRGB of D50 (CIE 15:2004)
constexpr std::array<double, 3> kGreener = {-0.5, 1, -0.5};
constexpr double kWarmthSd = 0.40, kGreenSd = 0.025;
// What the skin model and medians of mottled skin are off, by channel; most in blue, where bilirubin and carotene,
// which the model does not have, differ between people. [E]
constexpr std::array<double, 3> kModelSd = {0.06, 0.06, 0.12};

constexpr int kMelaninSteps = 48, kBloodSteps = 28;

/// Columns: one unit of ln exposure, of warmth, of green.
Matrix3 effects() {
  Matrix3 a;
  for (int c = 0; c < 3; ++c) {
    const auto i = static_cast<std::size_t>(c);
    a.row(c) << 1, kWarmer[i], kGreener[i];
  }
  return a;
}

Vector3 log_of(const LinearRgb& v) {
  return {std::log(std::max(v[0], 1e-5)), std::log(std::max(v[1], 1e-5)), std::log(std::max(v[2], 1e-5))};
}

/// Exposure, warmth and green: mean and covariance.
struct Belief {
  Vector3 mean;
  Matrix3 covariance;
};

Belief prior() {
  Belief b{Vector3(kLnExposure, 0, 0), Matrix3::Zero()};
  b.covariance.diagonal() << kLnExposureSd * kLnExposureSd, kWarmthSd * kWarmthSd, kGreenSd * kGreenSd;
  return b;
}

/// ln(light of the scene) of what a file holds: by a curve of no strength, and how it grows with the strength.
struct LogLight {
  double faithful = 0, by_strength = 0;

  [[nodiscard]] double at(double strength) const { return faithful + strength * by_strength; }
};
LogLight log_light(double file) {
  const double seen = std::clamp(file, 1e-5, 1.0), faithful = std::log(seen);
  return {faithful, std::log(scene_light(kUsualCurve, seen)) - faithful};
}

/// Kalman's update by something of known colour.
void learn(Belief& belief, const WhiteReference& white) {
  const Matrix3 a = effects();
  Vector3 light;  // that fell on it
  for (int c = 0; c < 3; ++c) {
    const auto i = static_cast<std::size_t>(c);
    light(c) = log_light(white.recorded[i]).at(kCurveStrength);
  }
  const Vector3 residual = light - log_of(white.reflectance) - white.ln_light * Vector3::Ones() - a * belief.mean;
  const Matrix3 expected = a * belief.covariance * a.transpose() +
                           white.ln_hue_sd * white.ln_hue_sd * Matrix3::Identity() +
                           white.ln_light_sd * white.ln_light_sd * Matrix3::Ones();
  const Matrix3 gain = belief.covariance * a.transpose() * expected.inverse();
  belief.mean += gain * residual;
  belief.covariance = ((Matrix3::Identity() - gain * a) * belief.covariance).eval();
}

/// One skin, and the light and curve with which it would look as it does.
struct Explanation {
  double log_weight = 0;
  Eigen::Vector2d skin;  ///< ln melanin, ln blood
  Vector4 light;         ///< exposure, warmth, green, strength of the curve
  Matrix4 covariance;    ///< of light
  double ita_deg = 0;
};

struct Candidate {
  Eigen::Vector2d skin;
  LinearRgb color = {};
  double log_prior = 0;
  double ita_deg = 0;
};

/// All skins that are considered.
std::vector<Candidate> candidates() {
  std::vector<Candidate> out;
  out.reserve(static_cast<std::size_t>(kMelaninSteps) * kBloodSteps);
  const auto along = [](double low, double high, int i, int steps) {
    return std::log(low) + (std::log(high) - std::log(low)) * i / (steps - 1);
  };
  for (int i = 0; i < kMelaninSteps; ++i) {
    for (int j = 0; j < kBloodSteps; ++j) {
      Candidate c;
      c.skin = {along(kLeastMelanin, kMostMelanin, i, kMelaninSteps), along(kLeastBlood, kMostBlood, j, kBloodSteps)};
      c.color = skin_color({std::exp(c.skin(0)), std::exp(c.skin(1))});
      for (double& v : c.color) v += kSurfaceReflectance;
      const double m = (c.skin(0) - std::log(kMelanin)) / kLnMelaninSd;
      const double b = (c.skin(1) - std::log(kBlood)) / kLnBloodSd;
      c.log_prior = -0.5 * (m * m + b * b);
      c.ita_deg = individual_typology_angle_deg(c.color);
      out.push_back(c);
    }
  }
  return out;
}

/// Given the skin, exposure, light and the curve's strength are Gaussian: all are linear in the logarithm of the
/// scene's light.
Explanation explain(const Candidate& skin, const Belief& belief, const LinearRgb& recorded, bool monochrome) {
  const Matrix3 a = effects();
  const double metered = std::log(metered_exposure(luminance(skin.color)));
  Vector4 mean;
  mean << belief.mean(0) + metered, belief.mean(1), belief.mean(2), kCurveStrength;
  Matrix4 covariance = Matrix4::Zero();
  covariance.topLeftCorner<3, 3>() = belief.covariance;
  covariance(3, 3) = kCurveStrengthSd * kCurveStrengthSd;

  // The light of what is recorded, less what this skin would return, and how that difference grows with exposure,
  // warmth, green and the curve's strength.
  Eigen::Matrix<double, Eigen::Dynamic, 4, 0, 3, 4> effect(monochrome ? 1 : 3, 4);
  Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 3, 1> residual(effect.rows());
  if (monochrome) {
    const LogLight seen = log_light(luminance(recorded));
    effect << 1, 0, 0, -seen.by_strength;
    residual << seen.at(mean(3)) - std::log(luminance(skin.color)) - mean(0);
  } else {
    residual = -log_of(skin.color) - a * mean.head<3>();
    for (int c = 0; c < 3; ++c) {
      const LogLight seen = log_light(recorded[static_cast<std::size_t>(c)]);
      effect.row(c) << a.row(c), -seen.by_strength;
      residual(c) += seen.at(mean(3));
    }
  }
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 3, 3> expected = effect * covariance * effect.transpose();
  for (Eigen::Index c = 0; c < effect.rows(); ++c) {
    const double sd = kModelSd[static_cast<std::size_t>(c)];
    expected(c, c) += sd * sd;
  }
  const auto factors = expected.llt();
  const Eigen::Matrix<double, 4, Eigen::Dynamic, 0, 4, 3> gain = factors.solve(effect * covariance).transpose();
  double log_determinant = 0;
  for (Eigen::Index c = 0; c < effect.rows(); ++c) log_determinant += 2 * std::log(factors.matrixLLT()(c, c));

  Explanation out;
  out.log_weight = skin.log_prior - 0.5 * (residual.dot(factors.solve(residual)) + log_determinant);
  out.skin = skin.skin;
  out.light = mean + gain * residual;
  out.covariance = covariance - gain * effect * covariance;
  out.ita_deg = skin.ita_deg;
  return out;
}

}  // namespace

SkinAndLight explain_color(const LinearRgb& recorded, std::span<const WhiteReference> whites, bool monochrome) {
  Belief belief = prior();
  for (const WhiteReference& white : whites) learn(belief, white);
  std::vector<Explanation> all;
  double best = -std::numeric_limits<double>::infinity();
  for (const Candidate& candidate : candidates()) {
    all.push_back(explain(candidate, belief, recorded, monochrome));
    best = std::max(best, all.back().log_weight);
  }

  double total = 0, ita = 0, ita2 = 0;
  Eigen::Vector2d skin = Eigen::Vector2d::Zero(), skin2 = skin;
  Vector4 light = Vector4::Zero();
  Matrix4 light2 = Matrix4::Zero();
  for (const Explanation& e : all) {
    const double w = std::exp(e.log_weight - best);
    total += w;
    skin += w * e.skin;
    skin2 += w * e.skin.cwiseProduct(e.skin);
    light += w * e.light;
    light2 += w * (e.covariance + e.light * e.light.transpose());
    ita += w * e.ita_deg;
    ita2 += w * e.ita_deg * e.ita_deg;
  }
  skin /= total;
  skin2 = skin2 / total - skin.cwiseProduct(skin);
  light /= total;
  light2 = light2 / total - light * light.transpose();
  const auto sd = [](double variance) { return std::sqrt(std::max(0.0, variance)); };

  SkinAndLight out;
  // Exposure is that of the green channel; what the light's colour adds to it belongs there.
  const Vector3 gains =
      monochrome ? Vector3::Zero() : Vector3(light(1) * effects().col(1) + light(2) * effects().col(2));
  out.ln_exposure = light(0) + gains(1);
  for (std::size_t c = 0; c < 3; ++c) out.white_balance[c] = std::exp(gains(static_cast<int>(c)) - gains(1));
  out.curve.strength = std::clamp(light(3), 0.0, kMostCurve);
  out.curve_sd = sd(light2(3, 3));
  out.ln_exposure_sd = sd(light2(0, 0));
  out.white_balance_sd = (kWarmer[0] - kWarmer[2]) * sd(light2(1, 1));
  out.optics = {std::exp(skin(0)), std::exp(skin(1))};
  out.ln_melanin_sd = sd(skin2(0));
  out.ln_blood_sd = sd(skin2(1));
  out.ita_sd_deg = sd(ita2 / total - (ita / total) * (ita / total));
  return out;
}

}  // namespace tonsure
