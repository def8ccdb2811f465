#include "dot_field.h"

#include <algorithm>
#include <cmath>

#include "core/rng.h"

namespace tonsure::mc {
namespace {

/// Finds the dots near a place: those of one period (or of all) in square bins.
class Bins {
 public:
  Bins(std::span<const Ellipsoid> dots, double period_mm) : dots_(dots), period_mm_(period_mm) {
    double reach = 0;
    for (const Ellipsoid& dot : dots) {
      widest_mm_ = std::max(widest_mm_, dot.diameter_mm);
      reach = std::max({reach, std::fabs(dot.centre.x), std::fabs(dot.centre.y)});
      deepest_mm_ = std::max(deepest_mm_, dot.centre.z + 0.5 * dot.height_mm);
    }
    extent_mm_ = period_mm > 0 ? period_mm : 2 * (reach + widest_mm_);
    low_mm_ = period_mm > 0 ? 0 : -0.5 * extent_mm_;
    side_ = std::max(1, static_cast<int>(extent_mm_ / std::max(0.2, widest_mm_)));
    bins_.resize(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_));
    for (const Ellipsoid& dot : dots) {
      const double r = 0.5 * dot.diameter_mm;
      visit_bins(dot.centre.x - r, dot.centre.x + r, dot.centre.y - r, dot.centre.y + r,
                 [&](std::vector<Ellipsoid>& bin, double shift_x, double shift_y) {
                   Ellipsoid shifted = dot;
                   shifted.centre.x -= shift_x;
                   shifted.centre.y -= shift_y;
                   bin.push_back(shifted);
                 });
    }
  }

  /// Length of a segment in all dots.
  double chord(const Segment& s) {
    if (std::min(s.from.z, s.from.z + s.length_mm * s.direction.z) > deepest_mm_) return 0;
    // Long flights are cut, so that few bins lie under a piece.
    double total = 0;
    const double piece_mm = extent_mm_ / side_;
    for (double done = 0; done < s.length_mm; done += piece_mm) {
      Segment piece = s;
      piece.length_mm = std::min(piece_mm, s.length_mm - done);
      piece.from = {s.from.x + done * s.direction.x, s.from.y + done * s.direction.y, s.from.z + done * s.direction.z};
      const double x1 = piece.from.x + piece.length_mm * s.direction.x,
                   y1 = piece.from.y + piece.length_mm * s.direction.y;
      met_.clear();
      visit_bins(std::min(piece.from.x, x1), std::max(piece.from.x, x1), std::min(piece.from.y, y1),
                 std::max(piece.from.y, y1), [&](std::vector<Ellipsoid>& bin, double shift_x, double shift_y) {
                   for (Ellipsoid dot : bin) {
                     dot.centre.x += shift_x;
                     dot.centre.y += shift_y;
                     const bool known = std::any_of(met_.begin(), met_.end(), [&](const Ellipsoid& m) {
                       return std::fabs(m.centre.x - dot.centre.x) + std::fabs(m.centre.y - dot.centre.y) < 1e-9;
                     });
                     if (known) continue;  // a dot lies in several bins
                     met_.push_back(dot);
                     total += chord_mm(piece, dot);
                   }
                 });
    }
    return total;
  }

 private:
  template <class Visit>
  void visit_bins(double x0, double x1, double y0, double y1, Visit visit) {
    const auto bin_of = [&](double v) { return static_cast<int>(std::floor((v - low_mm_) / extent_mm_ * side_)); };
    for (int j = bin_of(y0); j <= bin_of(y1); ++j) {
      for (int i = bin_of(x0); i <= bin_of(x1); ++i) {
        if (period_mm_ <= 0 && (i < 0 || j < 0 || i >= side_ || j >= side_)) continue;
        const int wrapped_i = ((i % side_) + side_) % side_, wrapped_j = ((j % side_) + side_) % side_;
        visit(bins_[static_cast<std::size_t>(wrapped_j) * static_cast<std::size_t>(side_) +
                    static_cast<std::size_t>(wrapped_i)],
              (i - wrapped_i) / side_ * extent_mm_, (j - wrapped_j) / side_ * extent_mm_);
      }
    }
  }

  std::span<const Ellipsoid> dots_;
  double period_mm_ = 0, extent_mm_ = 1, low_mm_ = 0, widest_mm_ = 0, deepest_mm_ = 0;
  int side_ = 1;
  std::vector<std::vector<Ellipsoid>> bins_;
  std::vector<Ellipsoid> met_;
};

}  // namespace

std::vector<Reflectance> simulate(const SkinOptics& skin, std::span<const Ellipsoid> dots,
                                  const Spectrum& absorption_per_mm, std::span<const Entry> entries, double period_mm,
                                  std::size_t paths, std::uint64_t seed) {
  const Spectrum epidermis = epidermis_absorption_per_mm(skin), dermis = dermis_absorption_per_mm(skin);
  Bins bins(dots, period_mm);
  std::vector<Reflectance> result(entries.size());
  for (std::size_t band = 0; band < kBands; ++band) {
    const Slab slab = skin_slab(band_nm(band), std::min(epidermis[band], dermis[band]));
    for (std::size_t k = 0; k < entries.size(); ++k) {
      double bare = 0, dotted = 0;
      for (std::size_t i = 0; i < paths; ++i) {
        Rng rng(seed, RngStage::kTest, (band * entries.size() + k) * paths + i);
        LayerLengths lengths;
        double in_dots_mm = 0;
        const PathEnd end = follow_path(slab, rng, [&](Segment s) {
          lengths.add(s);
          s.from.x += entries[k].x_mm;
          s.from.y += entries[k].y_mm;
          in_dots_mm += bins.chord(s);
        });
        if (end.end != End::kTop) continue;
        const double weight =
            end.weight * std::exp(-epidermis[band] * lengths.epidermis_mm - dermis[band] * lengths.dermis_mm);
        bare += weight;
        dotted += weight * std::exp(-absorption_per_mm[band] * in_dots_mm);
      }
      result[k].bare[band] = bare / static_cast<double>(paths);
      result[k].dotted[band] = dotted / static_cast<double>(paths);
    }
  }
  return result;
}

}  // namespace tonsure::mc
