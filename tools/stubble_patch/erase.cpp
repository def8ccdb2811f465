#include "erase.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/rng.h"

namespace tonsure::stubble_patch {
namespace {

constexpr int kAround = 12;        // px of the surroundings whose mean is the membrane's rim
constexpr int kTextureRadius = 8;  // px; what is smoother than this is shading, not texture
constexpr int kRounds = 400;
constexpr double kOverRelaxation = 1.9;

std::size_t at(int x, int y, int w) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x);
}

/// Mean linear light of a box, cut to the photo, without the square.
double box_mean(ImageView<const unsigned char> v, std::size_t channel, int cx, int cy, const PhotoSquare& without) {
  const auto& linear = srgb8_to_linear_table();
  double sum = 0, count = 0;
  for (int y = std::max(0, cy - kAround); y <= std::min(v.height - 1, cy + kAround); ++y) {
    for (int x = std::max(0, cx - kAround); x <= std::min(v.width - 1, cx + kAround); ++x) {
      if (x >= without.x && x < without.x + without.side && y >= without.y && y < without.y + without.side) continue;
      sum += static_cast<double>(linear[v.pixel(x, y)[channel]]);
      ++count;
    }
  }
  return sum / std::max(1.0, count);
}

/// Log light inside the square, by successive over-relaxation of Laplace's equation from its rim.
std::vector<double> membrane(ImageView<const unsigned char> v, std::size_t channel, const PhotoSquare& s) {
  const int n = s.side + 2;
  std::vector<double> field(at(0, n, n), 0.0);
  double mean = 0;
  for (int i = 0; i < n; ++i) {
    const auto rim = [&](int x, int y) {
      const double value = std::log(std::max(1e-4, box_mean(v, channel, s.x - 1 + x, s.y - 1 + y, s)));
      field[at(x, y, n)] = value;
      mean += value / (4.0 * n);
    };
    rim(i, 0), rim(i, n - 1), rim(0, i), rim(n - 1, i);
  }
  for (int y = 1; y < n - 1; ++y)
    for (int x = 1; x < n - 1; ++x) field[at(x, y, n)] = mean;
  for (int round = 0; round < kRounds; ++round) {
    for (int y = 1; y < n - 1; ++y) {
      for (int x = 1; x < n - 1; ++x) {
        double& f = field[at(x, y, n)];
        const double target =
            0.25 * (field[at(x - 1, y, n)] + field[at(x + 1, y, n)] + field[at(x, y - 1, n)] + field[at(x, y + 1, n)]);
        f += kOverRelaxation * (target - f);
      }
    }
  }
  return field;
}

/// What the texture of the bare square adds in one pixel, in encoded units.
std::vector<double> texture(ImageView<const unsigned char> v, std::size_t channel, const PhotoSquare& s) {
  std::vector<double> out(at(0, s.side, s.side));
  for (int y = 0; y < s.side; ++y) {
    for (int x = 0; x < s.side; ++x) {
      double sum = 0, count = 0;
      for (int j = std::max(0, y - kTextureRadius); j <= std::min(s.side - 1, y + kTextureRadius); ++j) {
        for (int i = std::max(0, x - kTextureRadius); i <= std::min(s.side - 1, x + kTextureRadius); ++i) {
          sum += v.pixel(s.x + i, s.y + j)[channel];
          ++count;
        }
      }
      out[at(x, y, s.side)] = v.pixel(s.x + x, s.y + y)[channel] - sum / count;
    }
  }
  return out;
}

/// Fills a square with pieces of a texture from anywhere in it, faded into one another so that its variance stays
/// (weights of unit sum of squares): no repeats that the eye finds.
class Quilt {
 public:
  Quilt(int texture_side, int side) : columns_(side / kStep + 3) {
    Rng rng(1, RngStage::kTest);
    for (int i = 0; i < columns_ * columns_; ++i) {
      const auto place = [&] { return static_cast<int>(rng.uniform() * (texture_side - kPiece)); };
      pieces_.push_back({place(), place()});
    }
  }
  [[nodiscard]] double at_pixel(const std::vector<double>& texture, int texture_side, int x, int y) const {
    double sum = 0, squares = 0;
    for (int row = y / kStep; row <= y / kStep + 1; ++row) {
      for (int column = x / kStep; column <= x / kStep + 1; ++column) {
        const int i = x + kStep - column * kStep, j = y + kStep - row * kStep;
        const double weight =
            std::sin(std::numbers::pi * (i + 0.5) / kPiece) * std::sin(std::numbers::pi * (j + 0.5) / kPiece);
        const auto& piece = pieces_[at(column, row, columns_)];
        sum += weight * texture[at(piece.x + i, piece.y + j, texture_side)];
        squares += weight * weight;
      }
    }
    return sum / std::sqrt(squares);
  }

 private:
  static constexpr int kPiece = 16, kStep = kPiece / 2;
  struct Place {
    int x, y;
  };
  int columns_;
  std::vector<Place> pieces_;
};

bool within(const PhotoSquare& s, int around, ImageView<const unsigned char> v) {
  return s.side > 0 && s.x >= around && s.y >= around && s.x + s.side + around <= v.width &&
         s.y + s.side + around <= v.height;
}

}  // namespace

Result<Photo> erase_square(const Photo& photo, const PhotoSquare& square, const LinearRgb& darkening,
                           const PhotoSquare& bare) {
  Photo out = photo;
  const auto v = photo.pixels.view();
  if (!within(square, kAround, v) || !within(bare, 0, v))
    return Error{ErrorCode::kInvalidInput, "patch", "leaves the photo", "choose one at least 12 px from its border"};
  const int n = square.side + 2;
  const Quilt quilt(bare.side, square.side);
  for (std::size_t c = 0; c < 3; ++c) {
    const auto smooth = membrane(v, c, square);
    const auto detail = texture(v, c, bare);
    for (int y = 0; y < square.side; ++y) {
      for (int x = 0; x < square.side; ++x) {
        const double light = std::exp(smooth[at(x + 1, y + 1, n)] + darkening[c]);
        const double value = 255 * linear_to_srgb(std::min(1.0, light)) + quilt.at_pixel(detail, bare.side, x, y);
        out.pixels.view().pixel(square.x + x, square.y + y)[c] =
            static_cast<unsigned char>(std::clamp(std::lround(value), 0L, 255L));
      }
    }
  }
  return out;
}

}  // namespace tonsure::stubble_patch
