#include "periodogram.h"

#include <array>
#include <bit>
#include <complex>
#include <numbers>

#include "fft.h"

namespace tonsure::metrics {
namespace {

constexpr double kFinest = 0.31;  // cycles per node: the alias of a cubic spline is (0.31 / 0.69)^4 = 4 % there
constexpr std::size_t kLeastNodes = 16;
constexpr std::size_t kRows = 2 * Fft::kLanes;  // two real rows make one complex line

std::size_t nodes_along(double side_mm, double most_frequency) {
  return std::max(kLeastNodes, std::bit_ceil(static_cast<std::size_t>(std::ceil(side_mm * most_frequency / kFinest))));
}

/// Values of the cubic B-spline at the four nodes around a place `t` behind the second of them.
std::array<double, 4> spline(double t) {
  const double u = 1 - t;
  return {u * u * u / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * u * u + 3 * u * u * u) / 6, t * t * t / 6};
}

/// 1 / (transform of the spline)^2 at k cycles per n nodes.
double inverse_power(std::size_t k, std::size_t n) {
  if (k == 0) return 1;
  const double x = std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
  const double sinc = std::sin(x) / x;
  const double sinc2 = sinc * sinc;
  return 1 / (sinc2 * sinc2 * sinc2 * sinc2);
}

/// A dot on the grid: where, in nodes, and its weight.
struct Spread {
  double x, y, weight;
};

class Periodogram {
 public:
  Periodogram(const MeasuredSet& set, const Extent& window, Taper taper, double most_frequency, const Exec& exec)
      : set_(set),
        window_(window),
        taper_(taper),
        exec_(exec),
        width_(nodes_along(window.width(), most_frequency)),
        height_(nodes_along(window.height(), most_frequency)),
        columns_(std::min(static_cast<std::size_t>(most_frequency * window.width()) + 1, width_ / 2)),
        taper_x_(taper_of(width_)),
        taper_y_(taper_of(height_)),
        along_x_(width_),
        along_y_(height_) {
    sort_into_rows();
    transform_rows();
  }

  [[nodiscard]] double dots() const { return dots_; }

  /// Transforms the columns, and hands over the power at each pair of whole numbers of cycles: half of the plane.
  template <class Visit>
  void visit_bins(const Visit& visit) {
    const std::size_t jobs = (columns_ + Fft::kLanes - 1) / Fft::kLanes;
    parallel_for(exec_, jobs, [&](std::size_t job) {
      Fft::Lines lines(height_), scratch(height_);
      const std::size_t first = job * Fft::kLanes, count = std::min(Fft::kLanes, columns_ - first);
      for (std::size_t y = 0; y < height_; ++y) {
        for (std::size_t l = 0; l < count; ++l) {
          const std::complex<float> value = half_done_[y * columns_ + first + l];
          lines.re[y * Fft::kLanes + l] = static_cast<double>(value.real());
          lines.im[y * Fft::kLanes + l] = static_cast<double>(value.imag());
        }
      }
      along_y_.forward(lines, scratch);
      std::array<double, Fft::kLanes> correction_x{};
      for (std::size_t l = 0; l < count; ++l) correction_x[l] = inverse_power(first + l, width_);
      for (std::size_t y = 0; y < height_; ++y) {
        const bool negative = y > height_ / 2;
        const std::size_t ky = negative ? height_ - y : y;
        const double correction_y = inverse_power(ky, height_);
        for (std::size_t l = 0; l < count; ++l) {
          const std::size_t kx = first + l;
          if (kx == 0 && (negative || ky == 0)) continue;
          const double re = lines.re[y * Fft::kLanes + l], im = lines.im[y * Fft::kLanes + l];
          visit(job, kx, ky, (re * re + im * im) * correction_y * correction_x[l]);
        }
      }
    });
  }

  [[nodiscard]] std::size_t jobs() const { return (columns_ + Fft::kLanes - 1) / Fft::kLanes; }

 private:
  [[nodiscard]] std::vector<double> taper_of(std::size_t n) const {
    std::vector<double> values(n, 1);
    if (taper_ == Taper::kNone) return values;
    for (std::size_t i = 0; i < n; ++i) values[i] = hann(static_cast<double>(i) / static_cast<double>(n));
    return values;
  }

  static double hann(double t) {
    const double s = std::sin(std::numbers::pi * t);
    return s * s;
  }

  /// Dots by the row of nodes above them, each row's in the order of the set.
  void sort_into_rows() {
    const double per_x = static_cast<double>(width_) / window_.width();
    const double per_y = static_cast<double>(height_) / window_.height();
    std::vector<Spread> inside;
    for (const LocalDot& d : set_.dots) {
      if (d.x < window_.x0 || d.x > window_.x1 || d.y < window_.y0 || d.y > window_.y1) continue;
      Spread s = {(d.x - window_.x0) * per_x, (d.y - window_.y0) * per_y, 1};
      if (taper_ == Taper::kHann)
        s.weight = hann(s.x / static_cast<double>(width_)) * hann(s.y / static_cast<double>(height_));
      if (s.x >= static_cast<double>(width_)) s.x = 0;  // the far side is the near one
      if (s.y >= static_cast<double>(height_)) s.y = 0;
      dots_ += s.weight * s.weight;
      inside.push_back(s);
    }
    row_start_.assign(height_ + 1, 0);
    for (const Spread& s : inside) ++row_start_[static_cast<std::size_t>(s.y) + 1];
    for (std::size_t y = 0; y < height_; ++y) row_start_[y + 1] += row_start_[y];
    std::vector<std::size_t> next(row_start_.begin(), row_start_.end() - 1);
    spread_.resize(inside.size());
    for (const Spread& s : inside) spread_[next[static_cast<std::size_t>(s.y)]++] = s;
  }

  /// Adds the dots to rows [first, first + kRows) of nodes.
  void add_dots(std::size_t first, std::vector<double>& rows) const {
    for (std::size_t step = 0; step < kRows + 3; ++step) {
      const std::size_t above = (first + height_ - 2 + step) % height_;
      for (std::size_t i = row_start_[above]; i < row_start_[above + 1]; ++i) {
        const Spread& s = spread_[i];
        const auto column = static_cast<std::size_t>(s.x);
        const auto wx = spline(s.x - static_cast<double>(column)), wy = spline(s.y - static_cast<double>(above));
        for (std::size_t v = 0; v < 4; ++v) {
          // Node rows above - 1 ... above + 2; in the band, counted from its first row: step + v - 3.
          if (step + v < 3 || step + v >= 3 + kRows) continue;
          double* const row = &rows[(step + v - 3) * width_];
          for (std::size_t u = 0; u < 4; ++u) row[(column + width_ - 1 + u) % width_] += s.weight * wx[u] * wy[v];
        }
      }
    }
  }

  /// Density at a node, dots/mm2. The first nodes stand for both ends of the window.
  [[nodiscard]] double density_at(std::size_t column, std::size_t row) const {
    const double x = window_.x0 + static_cast<double>(column) * window_.width() / static_cast<double>(width_);
    const double y = window_.y0 + static_cast<double>(row) * window_.height() / static_cast<double>(height_);
    const auto at_x = [&](double end) {
      return row > 0 ? set_.field.at(end, y) : 0.5 * (set_.field.at(end, window_.y0) + set_.field.at(end, window_.y1));
    };
    return column > 0 ? at_x(x) : 0.5 * (at_x(window_.x0) + at_x(window_.x1));
  }

  /// Takes away what the density makes of the same nodes: its values there, smoothed by the spline's (1, 4, 1) / 6.
  void take_away_density(std::size_t first, std::vector<double>& rows) const {
    const double to_count =
        set_.to_actual() * window_.area() / (static_cast<double>(width_) * static_cast<double>(height_));
    std::vector<double> values(width_);
    for (std::size_t step = 0; step < kRows + 2; ++step) {
      const std::size_t y = (first + height_ - 1 + step) % height_;
      for (std::size_t x = 0; x < width_; ++x) {
        values[x] = to_count * taper_x_[x] * taper_y_[y] * density_at(x, y);
      }
      for (std::size_t v = 0; v < 3; ++v) {
        if (step + v < 2 || step + v >= 2 + kRows) continue;
        double* const row = &rows[(step + v - 2) * width_];
        const double share = (v == 1 ? 4.0 : 1.0) / 36;
        double before = values[width_ - 1];
        for (std::size_t x = 0; x < width_; ++x) {
          const double after = values[x + 1 < width_ ? x + 1 : 0];
          row[x] -= share * (before + 4 * values[x] + after);
          before = values[x];
        }
      }
    }
  }

  /// Fills rows of nodes and transforms them, keeping the columns that are wanted.
  void transform_rows() {
    half_done_.resize(height_ * columns_);
    parallel_for(exec_, height_ / kRows, [&](std::size_t job) {
      const std::size_t first = job * kRows;
      std::vector<double> rows(kRows * width_, 0);
      add_dots(first, rows);
      take_away_density(first, rows);
      Fft::Lines lines(width_), scratch(width_);
      for (std::size_t l = 0; l < Fft::kLanes; ++l) {
        for (std::size_t x = 0; x < width_; ++x) {
          lines.re[x * Fft::kLanes + l] = rows[2 * l * width_ + x];
          lines.im[x * Fft::kLanes + l] = rows[(2 * l + 1) * width_ + x];
        }
      }
      along_x_.forward(lines, scratch);
      // A line of a + i b, a and b real: A[k] = (Z[k] + conj Z[-k]) / 2, B[k] = (Z[k] - conj Z[-k]) / 2i.
      for (std::size_t l = 0; l < Fft::kLanes; ++l) {
        for (std::size_t k = 0; k < columns_; ++k) {
          const std::size_t at = k * Fft::kLanes + l, mirror = (k == 0 ? 0 : width_ - k) * Fft::kLanes + l;
          const double pr = lines.re[at], pi = lines.im[at], nr = lines.re[mirror], ni = lines.im[mirror];
          half_done_[(first + 2 * l) * columns_ + k] = {static_cast<float>(0.5 * (pr + nr)),
                                                        static_cast<float>(0.5 * (pi - ni))};
          half_done_[(first + 2 * l + 1) * columns_ + k] = {static_cast<float>(0.5 * (pi + ni)),
                                                            static_cast<float>(0.5 * (nr - pr))};
        }
      }
    });
  }

  const MeasuredSet& set_;
  const Extent window_;
  const Taper taper_;
  const Exec& exec_;
  const std::size_t width_, height_;  ///< nodes
  const std::size_t columns_;         ///< wanted frequencies in x: 0 ... columns - 1 cycles per window
  const std::vector<double> taper_x_, taper_y_;
  const Fft along_x_, along_y_;
  double dots_ = 0;
  std::vector<Spread> spread_;
  std::vector<std::size_t> row_start_;
  std::vector<std::complex<float>> half_done_;  ///< [row * columns + column]
};

}  // namespace

double periodogram_nodes(const Extent& window, double most_frequency) {
  return static_cast<double>(nodes_along(window.width(), most_frequency)) *
         static_cast<double>(nodes_along(window.height(), most_frequency));
}

Rings periodogram_rings(const MeasuredSet& set, const Extent& window, Taper taper, double most_frequency,
                        double ring_width, const Exec& exec) {
  Periodogram periodogram(set, window, taper, most_frequency, exec);
  const auto count = static_cast<std::size_t>(std::lround(most_frequency / ring_width));
  // Each job has rings of its own, added in order: sums are the same for any number of threads.
  std::vector<std::vector<Ring>> of_job(periodogram.jobs(), std::vector<Ring>(count));
  periodogram.visit_bins([&](std::size_t job, std::size_t kx, std::size_t ky, double power) {
    const double fx = static_cast<double>(kx) / window.width(), fy = static_cast<double>(ky) / window.height();
    const auto at = static_cast<std::size_t>(std::sqrt(fx * fx + fy * fy) / ring_width);
    if (at >= count) return;
    Ring& ring = of_job[job][at];
    ++ring.bins;
    ring.sum += power;
    ring.largest = std::max(ring.largest, power);
  });
  Rings all{std::vector<Ring>(count), periodogram.dots()};
  for (const auto& rings : of_job) {
    for (std::size_t i = 0; i < count; ++i) {
      all.rings[i].bins += rings[i].bins;
      all.rings[i].sum += rings[i].sum;
      all.rings[i].largest = std::max(all.rings[i].largest, rings[i].largest);
    }
  }
  return all;
}

}  // namespace tonsure::metrics
