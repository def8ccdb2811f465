/// @file
/// A Fourier transform of our own: several lines of the same power-of-two length side by side.
#pragma once

#include <cstddef>
#include <vector>

namespace tonsure::metrics {

/// Forward transforms X[k] = sum of x[i] exp(-2 pi i k / n) of kLanes complex lines at once, by Stockham's
/// self-sorting algorithm in radix 4, and 2 where needed (Van Loan 1992, "Computational Frameworks for the Fast Fourier
/// Transform"). Lines lie side by side so that the innermost loop is the same for all. Double precision.
class Fft {
 public:
  static constexpr std::size_t kLanes = 4;

  /// kLanes lines: element i of lane l stands at [i * kLanes + l].
  struct Lines {
    std::vector<double> re, im;
    explicit Lines(std::size_t n) : re(n * kLanes), im(n * kLanes) {}
  };

  /// @param n  a power of two, >= 1.
  explicit Fft(std::size_t n);

  /// Transforms `lines` in place; `scratch` is of the same size. Safe to call from several threads at once.
  void forward(Lines& lines, Lines& scratch) const;

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  void pass4(std::size_t n, std::size_t stride, const Lines& from, Lines& to) const;
  void pass2(std::size_t stride, const Lines& from, Lines& to) const;

  std::size_t size_;
  std::vector<double> cos_, sin_;  ///< of -2 pi k / n
};

}  // namespace tonsure::metrics
