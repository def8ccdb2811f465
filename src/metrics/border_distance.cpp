#include "border_distance.h"

namespace tonsure::metrics {
namespace {

constexpr double kCellsPerSpacing = 4;
constexpr double kMostCells = 0x1.0p26;

/// Replaces squares of distances along a line by the least of square + (offset along the line)^2: the lower envelope of
/// parabolas (Felzenszwalb & Huttenlocher 2012, "Distance transforms of sampled functions").
class Envelope {
 public:
  explicit Envelope(std::size_t size) : values_(size), apex_(size), from_(size + 1) {}

  std::vector<double>& values() { return values_; }

  template <class Write>
  void run(const Write& write) {
    std::size_t count = 0;
    for (std::size_t q = 0; q < values_.size(); ++q) {
      double cross = -std::numeric_limits<double>::infinity();
      while (count > 0) {
        cross = crossing(apex_[count - 1], q);
        if (cross > from_[count - 1]) break;
        --count;
      }
      if (count == 0) cross = -std::numeric_limits<double>::infinity();
      apex_[count] = q;
      from_[count] = cross;
      ++count;
    }
    std::size_t k = 0;
    for (std::size_t q = 0; q < values_.size(); ++q) {
      while (k + 1 < count && from_[k + 1] < static_cast<double>(q)) ++k;
      const double offset = static_cast<double>(q) - static_cast<double>(apex_[k]);
      write(q, values_[apex_[k]] + offset * offset);
    }
  }

 private:
  /// Where the parabola over q (to the right of p) goes below that over p.
  [[nodiscard]] double crossing(std::size_t p, std::size_t q) const {
    const auto a = static_cast<double>(p), b = static_cast<double>(q);
    return ((values_[q] + b * b) - (values_[p] + a * a)) / (2 * (b - a));
  }

  std::vector<double> values_;
  std::vector<std::size_t> apex_;
  std::vector<double> from_;
};

}  // namespace

BorderDistance::BorderDistance(const MeasuredSet& set, const Exec& exec) : box_(set.field.box) {
  if (!set.field.grid) return;
  cell_mm_ = std::max(1 / (kCellsPerSpacing * std::sqrt(set.mean_rho())), std::sqrt(box_.area() / kMostCells));
  width_ = static_cast<std::size_t>(std::ceil(box_.width() / cell_mm_)) + 2;
  height_ = static_cast<std::size_t>(std::ceil(box_.height() / cell_mm_)) + 2;
  distances_.assign(width_ * height_, 0);

  // Along each row the distance to the nearest cell off density, by a pass from either side.
  parallel_for(exec, height_ - 2, [&](std::size_t job) {
    const std::size_t row = job + 1;
    float* const line = &distances_[row * width_];
    const double y = box_.y0 + (static_cast<double>(row) - 0.5) * cell_mm_;
    for (std::size_t i = 1; i + 1 < width_; ++i) {
      const double x = box_.x0 + (static_cast<double>(i) - 0.5) * cell_mm_;
      line[i] = set.field.at(x, y) > 0 ? line[i - 1] + 1 : 0;
    }
    for (std::size_t i = width_ - 1; i-- > 0;) line[i] = std::min(line[i], line[i + 1] + 1);
  });
  // Then along the columns, a few side by side for the cache's sake.
  constexpr std::size_t kColumns = 16;
  parallel_for(exec, (width_ + kColumns - 1) / kColumns, [&](std::size_t job) {
    const std::size_t first = job * kColumns, count = std::min(kColumns, width_ - first);
    std::vector<float> columns(kColumns * height_);
    for (std::size_t y = 0; y < height_; ++y) {
      for (std::size_t i = 0; i < count; ++i) columns[i * height_ + y] = distances_[y * width_ + first + i];
    }
    Envelope envelope(height_);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t y = 0; y < height_; ++y) {
        const double d = static_cast<double>(columns[i * height_ + y]);
        envelope.values()[y] = d * d;
      }
      envelope.run([&](std::size_t y, double d2) { columns[i * height_ + y] = static_cast<float>(std::sqrt(d2)); });
    }
    for (std::size_t y = 0; y < height_; ++y) {
      for (std::size_t i = 0; i < count; ++i) distances_[y * width_ + first + i] = columns[i * height_ + y];
    }
  });
}

double BorderDistance::at(double x, double y) const {
  const double sides = std::min({x - box_.x0, box_.x1 - x, y - box_.y0, box_.y1 - y});
  if (distances_.empty() || !(sides > 0)) return sides;
  // Bilinear between the cells' centres: steps between cells would leave a search no bound to go by.
  const double cx = (x - box_.x0) / cell_mm_ + 0.5, cy = (y - box_.y0) / cell_mm_ + 0.5;
  const auto i = std::min(static_cast<std::size_t>(cx), width_ - 2);
  const auto j = std::min(static_cast<std::size_t>(cy), height_ - 2);
  const double a = cx - static_cast<double>(i), b = cy - static_cast<double>(j);
  const float* const cell = &distances_[j * width_ + i];
  const double top = (1 - a) * static_cast<double>(cell[0]) + a * static_cast<double>(cell[1]);
  const double low = (1 - a) * static_cast<double>(cell[width_]) + a * static_cast<double>(cell[width_ + 1]);
  return std::min(sides, ((1 - b) * top + b * low - 0.5) * cell_mm_);
}

}  // namespace tonsure::metrics
