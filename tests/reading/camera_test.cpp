#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/rng.h"
#include "reading/camera.h"

#include "reading/camera_parts.h"
#include "support/drawn_cards.h"

namespace tonsure {
namespace {

using testing::card;

constexpr int kSize = 320;
const Points<PhotoPx> kHead = {{40, 40}, {280, 40}, {280, 280}, {40, 280}};

using Plane = std::vector<double>;

std::size_t at(int x, int y) {
  return static_cast<std::size_t>((y + kSize) % kSize * kSize + (x + kSize) % kSize);
}

/// Separable Gaussian blur, periodic.
Plane blurred(const Plane& in, double sigma) {
  const int radius = static_cast<int>(std::ceil(4 * sigma));
  std::vector<double> taps;
  double total = 0;
  for (int k = -radius; k <= radius; ++k) total += taps.emplace_back(std::exp(-0.5 * k * k / (sigma * sigma)));
  Plane rows(in.size()), both(in.size());
  for (int y = 0; y < kSize; ++y)
    for (int x = 0; x < kSize; ++x)
      for (int k = -radius; k <= radius; ++k)
        rows[at(x, y)] += taps[static_cast<std::size_t>(k + radius)] / total * in[at(x + k, y)];
  for (int y = 0; y < kSize; ++y)
    for (int x = 0; x < kSize; ++x)
      for (int k = -radius; k <= radius; ++k)
        both[at(x, y)] += taps[static_cast<std::size_t>(k + radius)] / total * rows[at(x, y + k)];
  return both;
}

double step_over(double t, double sigma) {
  return 0.5 + 0.5 * std::erf(t / (std::sqrt(2.0) * sigma));
}

/// Slanted bars from 70 to 170, 24 px wide, of edges blurred by `sigma` (lens and pixel together), then sharpened.
Photo bars(double sigma, double sharpening = 0, double radius = 1.4, double noise = 1) {
  Photo photo = card(kSize);
  Rng rng(6, RngStage::kTest);
  const double q = std::hypot(sigma, radius);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      const double u = (x + 0.21 * y) / std::hypot(1, 0.21);  // across the bars
      const double phase = u - 48 * std::floor(u / 48);
      const auto bar = [&](double s) { return step_over(phase - 12, s) - step_over(phase - 36, s); };
      const double v = 70 + 100 * ((1 + sharpening) * bar(sigma) - sharpening * bar(q)) + noise * rng.normal();
      for (int c = 0; c < 3; ++c)
        photo.pixels.view().pixel(x, y)[c] = static_cast<unsigned char>(std::clamp(std::lround(v), 0L, 255L));
    }
  }
  return photo;
}

/// What `blur_px` should come out as for edges of a total width: without the pixel's square.
double lens(double sigma) {
  return std::sqrt(sigma * sigma - 1.0 / 12);
}

// 0.1 px: edges are looked at along rows, where the steepest pair of pixels depends on where it lies, by 10 % of the
// width at 0.7 px; the sharpest tenth is taken, so the figure comes out a little low.
TEST(Camera, FindsTheBlurOfEdges) {
  for (const double sigma : {0.7, 1.0, 1.5, 2.2}) {
    const CameraTrace trace = estimate_camera(bars(sigma), kHead, kHead);
    EXPECT_TRUE(trace.blur_measured);
    EXPECT_NEAR(trace.blur_px, lens(sigma), 0.04 + 0.06 * sigma) << sigma;
    EXPECT_LT(trace.sharpening, 0.16) << "edges at " << sigma << " px have no rings";
  }
}

TEST(Camera, FindsTheBlurOfHairs) {
  for (const double sigma : {0.6, 1.0, 1.4}) {
    Photo photo = card(kSize, testing::kCardColor, 1);
    for (int y = 0; y < kSize; ++y) {
      for (int x = 0; x < kSize; ++x) {
        const double u = x + 0.1 * y, from_hair = u - 17 * std::floor(u / 17 + 0.5);
        const double v = 60 * std::exp(-0.5 * from_hair * from_hair / (sigma * sigma));
        for (int c = 0; c < 3; ++c) {
          unsigned char& p = photo.pixels.view().pixel(x, y)[c];
          p = static_cast<unsigned char>(std::lround(p - v));
        }
      }
    }
    const CameraTrace trace = estimate_camera(photo, kHead, kHead);
    EXPECT_TRUE(trace.blur_measured);
    // A quarter of the hairs lie nearly on a row of pixels; there area over depth is the width to some per cent.
    EXPECT_NEAR(trace.blur_px, lens(sigma), 0.12 * sigma) << sigma;
  }
}

TEST(Camera, FindsTheRingsOfSharpening) {
  const CameraTrace none = estimate_camera(bars(1.0), kHead, kHead);
  const CameraTrace some = estimate_camera(bars(1.0, 0.6), kHead, kHead);
  const CameraTrace much = estimate_camera(bars(1.0, 1.2), kHead, kHead);
  EXPECT_TRUE(some.sharpening_measured);
  EXPECT_LT(none.sharpening, some.sharpening);
  EXPECT_LT(some.sharpening, much.sharpening);
  // Ridge regression holds the amount back a little; radius and amount trade against each other.
  EXPECT_NEAR(some.sharpening, 0.6, 0.3);
  EXPECT_NEAR(some.blur_px, lens(1.0), 0.15);
}

TEST(Camera, NothingIsFinerThanTheCameraShows) {
  // Points everywhere, and no edge: their spectrum is the camera's. 15 %: a slope over half an octave.
  for (const double sigma : {0.55, 0.7}) {
    Photo photo = card(kSize);
    Plane dark(static_cast<std::size_t>(kSize) * kSize, 0);
    Rng rng(12, RngStage::kTest);
    for (int i = 0; i < kSize * kSize / 20; ++i) {
      const double px = kSize * rng.uniform(), py = kSize * rng.uniform();
      for (int y = static_cast<int>(py) - 5; y <= static_cast<int>(py) + 5; ++y)
        for (int x = static_cast<int>(px) - 5; x <= static_cast<int>(px) + 5; ++x)
          dark[at(x, y)] += 12 / (sigma * sigma) *
                            std::exp(-0.5 * (std::pow(x + 0.5 - px, 2) + std::pow(y + 0.5 - py, 2)) / (sigma * sigma));
    }
    for (int y = 0; y < kSize; ++y)
      for (int x = 0; x < kSize; ++x)
        for (int c = 0; c < 3; ++c) {
          unsigned char& p = photo.pixels.view().pixel(x, y)[c];
          p = static_cast<unsigned char>(std::clamp(std::lround(p - dark[at(x, y)]), 0L, 255L));
        }
    CameraTrace trace;
    trace.blur_px = 1.2;
    bound_blur_by_texture(photo, kHead, trace);
    EXPECT_NEAR(trace.blur_px, lens(sigma), 0.15 * sigma) << sigma;
    // A sharper finding stays.
    trace.blur_px = 0.3;
    bound_blur_by_texture(photo, kHead, trace);
    EXPECT_EQ(trace.blur_px, 0.3);
  }
  CameraTrace flat;
  flat.noise = 1;
  bound_blur_by_texture(card(kSize, testing::kCardColor, 1), kHead, flat);
  EXPECT_EQ(flat.blur_px, CameraTrace{}.blur_px) << "smooth skin bounds nothing";
}

/// Colour that goes with the brightness of a texture, blurred by `sigma` beyond it.
Photo coloured_texture(double sigma) {
  Plane texture(static_cast<std::size_t>(kSize) * kSize);
  Rng rng(9, RngStage::kTest);
  for (double& t : texture) t = rng.normal();
  const Plane luma = blurred(texture, 1.0), red = blurred(texture, std::hypot(1.0, sigma));
  Photo photo = card(kSize);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      const double l = 150 + 40 * luma[at(x, y)], r = 20 + 30 * red[at(x, y)] + rng.normal(),
                   b = -20 - 20 * red[at(x, y)] + rng.normal();
      unsigned char* p = photo.pixels.view().pixel(x, y);
      const auto code = [](double v) { return static_cast<unsigned char>(std::clamp(std::lround(v), 0L, 255L)); };
      p[0] = code(l + r);
      p[1] = code(l - (0.299 * r + 0.114 * b) / 0.587);
      p[2] = code(l + b);
    }
  }
  return photo;
}

TEST(Camera, FindsTheResolutionOfColour) {
  for (const double sigma : {1.0, 2.0, 3.5}) {
    const CameraTrace trace = estimate_camera(coloured_texture(sigma), kHead, kHead);
    EXPECT_TRUE(trace.chroma_measured);
    EXPECT_NEAR(trace.chroma_px, sigma, 0.15 * sigma);  // some thousand lines, of which a third are independent
  }
  Photo grey = bars(1.0);
  EXPECT_FALSE(estimate_camera(grey, kHead, kHead).chroma_measured) << "no colour, nothing to tell";
  grey.monochrome = true;
  EXPECT_FALSE(estimate_camera(grey, kHead, kHead).chroma_measured);
}

TEST(Camera, FindsTheNoise) {
  for (const double sd : {0.8, 1.6, 2.6}) {
    const CameraTrace trace = estimate_camera(card(kSize, testing::kCardColor, sd), kHead, kHead);
    EXPECT_TRUE(trace.noise_measured);
    // The quotient of a quantile to the mean holds for correlated noise too: for white noise it is up to 1.3 high.
    EXPECT_NEAR(trace.noise / sd, 1.15, 0.2) << sd;
    EXPECT_LT(trace.noise_correlation_px, 0.4);
  }
  EXPECT_FALSE(estimate_camera(card(kSize), kHead, kHead).noise_measured) << "a flat card is no photo";
}

TEST(Camera, FallsBackWhereNothingTells) {
  const CameraTrace plain = estimate_camera(card(kSize), kHead, kHead);
  EXPECT_FALSE(plain.blur_measured);
  EXPECT_FALSE(plain.sharpening_measured);
  EXPECT_FALSE(plain.chroma_measured);
  EXPECT_EQ(plain.sharpening, 0);
  EXPECT_EQ(plain.noise, 0);
  EXPECT_EQ(plain.blur_px, 0.7);
  // Tiny photos, polygons outside of them: nothing to look at, and nothing breaks.
  EXPECT_FALSE(estimate_camera(card(5), {{0, 0}, {5, 0}, {5, 5}}, {{0, 0}, {5, 0}, {5, 5}}).blur_measured);
  EXPECT_FALSE(estimate_camera(card(64), {{900, 900}, {950, 900}, {950, 950}}, {{900, 900}, {950, 900}, {950, 950}})
                   .blur_measured);
  EXPECT_FALSE(estimate_camera(Photo{}, {}, {}).blur_measured);
}

}  // namespace
}  // namespace tonsure
