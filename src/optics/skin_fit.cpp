#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <tonsure/optics/skin.h>

namespace tonsure {
namespace {

constexpr double kLeastMelanin = 0.003, kMostMelanin = 0.45;
constexpr double kLeastBlood = 0.0005, kMostBlood = 0.05;

}  // namespace

FittedSkin fit_skin(const LinearRgb& diffuse) {
  const Lab wanted = to_lab(diffuse);
  const auto tried = [&](double log_melanin, double log_blood) {
    FittedSkin fit;
    fit.optics.melanin = std::exp(log_melanin);
    fit.optics.blood = std::exp(log_blood);
    fit.color = skin_color(fit.optics);
    fit.delta_e_2000 = delta_e_2000(to_lab(fit.color), wanted);
    return fit;
  };
  const double low_m = std::log(kLeastMelanin), high_m = std::log(kMostMelanin);
  const double low_b = std::log(kLeastBlood), high_b = std::log(kMostBlood);
  // A coarse grid, then steps along the axes and diagonals that shrink where none helps: the difference is smooth and
  // has one minimum, but CIEDE2000 has kinks where hues turn.
  constexpr int kGrid = 8;
  FittedSkin best;
  best.delta_e_2000 = INFINITY;
  for (int i = 0; i <= kGrid; ++i) {
    for (int j = 0; j <= kGrid; ++j) {
      const FittedSkin fit = tried(low_m + (high_m - low_m) * i / kGrid, low_b + (high_b - low_b) * j / kGrid);
      if (fit.delta_e_2000 < best.delta_e_2000) best = fit;
    }
  }
  constexpr std::array<std::array<double, 2>, 8> kDirections = {
      {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}}};
  for (double step = 0.3; step > 0.001;) {
    const double m = std::log(best.optics.melanin), b = std::log(best.optics.blood);
    const double before = best.delta_e_2000;
    for (const auto& [dm, db] : kDirections) {
      const FittedSkin fit = tried(std::clamp(m + step * dm, low_m, high_m), std::clamp(b + step * db, low_b, high_b));
      if (fit.delta_e_2000 < best.delta_e_2000) best = fit;
    }
    if (best.delta_e_2000 >= before) step *= 0.5;
  }
  return best;
}

double individual_typology_angle_deg(const LinearRgb& diffuse) {
  const Lab lab = to_lab(diffuse);
  return std::atan2(lab.l - 50, lab.b) * 180 / std::numbers::pi;
}

std::string typology_name(double angle_deg) {
  if (angle_deg > 55) return "very light";
  if (angle_deg > 41) return "light";
  if (angle_deg > 28) return "intermediate";
  if (angle_deg > 10) return "tan";
  return angle_deg > -30 ? "brown" : "dark";
}

int fitzpatrick_estimate(double angle_deg) {
  constexpr std::array<double, 5> kBelow = {55, 41, 28, 10, -30};
  int type = 1;
  for (const double limit : kBelow) type += angle_deg <= limit ? 1 : 0;
  return type;
}

}  // namespace tonsure
