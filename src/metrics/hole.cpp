#include <tonsure/metrics/evenness.h>

#include "border_distance.h"
#include "density_bound.h"
#include "measured_set.h"

namespace tonsure {
namespace {

using metrics::BorderDistance;
using metrics::DensityBound;
using metrics::Extent;
using metrics::MeasuredSet;

constexpr double kFinestSquare = 1e-4;  // half side, local units, of a square not divided any more

/// Branch and bound over a tree of squares. The radius of the empty circle changes by no more than the centre moves, so
/// a square's best is at most (radius at its middle + its half diagonal) x sqrt(its highest density).
class HoleSearch {
 public:
  HoleSearch(const MeasuredSet& set, const BorderDistance& border) : set_(set), border_(border), densest_(set.field) {
    for (const auto& d : set.dots) near_.push_back({d.x, d.y});
  }

  /// Radius of the largest hole in local units; negative if there is no place for one.
  double run() {
    const Extent& box = set_.field.box;
    search({0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1), 0.5 * std::max(box.width(), box.height())}, 0,
           densest_.over(box));
    return best_;
  }

 private:
  struct Place {
    double x, y;
  };
  struct Square {
    double x, y, half;
  };

  /// Whether a square can hold a centre that counts, and beats the best.
  [[nodiscard]] bool promising(double radius, double border, double reach, double rho) const {
    const double unit = std::sqrt(rho), inside = border + BorderDistance::kSteepest * reach;
    return std::min(radius + reach, inside) * unit > best_ + kHoleAccuracy * std::max(1.0, best_) &&
           inside * unit >= kBorderMargin;
  }

  /// `near_` from `first` on holds every dot that may be nearest to a place of the square; `rho` bounds its density.
  void search(const Square& s, std::size_t first, double rho) {
    const std::size_t last = near_.size();
    double d2 = std::numeric_limits<double>::infinity();
    for (std::size_t i = first; i < last; ++i) {
      const double dx = near_[i].x - s.x, dy = near_[i].y - s.y;
      d2 = std::min(d2, dx * dx + dy * dy);
    }
    const double radius = std::sqrt(d2), reach = s.half * 1.4142135623730951;
    const double border = border_.at(s.x, s.y);
    if (!promising(radius, border, reach, rho)) return;
    rho = std::min(rho, densest_.over({s.x - s.half, s.y - s.half, s.x + s.half, s.y + s.half}));
    if (!promising(radius, border, reach, rho)) return;

    const double unit = std::sqrt(set_.field.at(s.x, s.y));
    if (border * unit >= kBorderMargin) best_ = std::max(best_, std::min(radius, border) * unit);
    if (s.half * std::sqrt(rho) < kFinestSquare) return;

    // The dot nearest to any place of the square lies within radius + reach of that place.
    const double far = radius + 2 * reach;
    for (std::size_t i = first; i < last; ++i) {
      const double dx = near_[i].x - s.x, dy = near_[i].y - s.y;
      if (dx * dx + dy * dy <= far * far) near_.push_back(near_[i]);
    }
    const double h = 0.5 * s.half;
    for (const Square& part : {Square{s.x - h, s.y - h, h}, Square{s.x + h, s.y - h, h}, Square{s.x - h, s.y + h, h},
                               Square{s.x + h, s.y + h, h}}) {
      search(part, last, rho);
    }
    near_.resize(last);
  }

  const MeasuredSet& set_;
  const BorderDistance& border_;
  const DensityBound densest_;
  std::vector<Place> near_;  ///< a stack: each square's share of its parent's
  double best_ = -kHoleAccuracy;
};

}  // namespace

template <class Frame>
std::optional<double> measure_hole(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                                   const Exec& exec) {
  const auto set = metrics::measured_set(dots, density);
  if (!set) return std::nullopt;
  const BorderDistance border(*set, exec);
  const double hole = HoleSearch(*set, border).run();
  if (hole < 0) return std::nullopt;
  return hole;
}

template TONSURE_EXPORT std::optional<double> measure_hole<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                                    const DensityGrid<ScalpMm>*, const Exec&);
template TONSURE_EXPORT std::optional<double> measure_hole<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                                    const DensityGrid<PlaneMm>*, const Exec&);

}  // namespace tonsure
