#include "relight.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "../core/smooth_step.h"

#include "../raster/coverage.h"
#include "../raster/tiles.h"

namespace tonsure {
namespace {

constexpr float kKnee = 0.80F;           // brighter than this, new light bends towards white as a camera's curve does
constexpr double kMostExposure = 1.3;    // of an overexposed photo; its highlights are white anyway
constexpr float kRoughContrast = 0.14F;  // Shading::rms from which the light in the photo counts as hard
constexpr float kMostMirrored = 0.85F;   // of a channel: under any shine some skin shows
constexpr float kBurntFrom = 0.80F;

float bend(float v) {
  return v <= kKnee ? v : kKnee + (1 - kKnee) * (1 - std::exp(-(v - kKnee) / (1 - kKnee)));
}

/// How much of the photo's own shine is left.
float shine_kept(Light light) {
  return light == Light::kDiffuse ? 0.35F : 0.45F;
}

/// One pixel in the new light, of the scene.
std::array<float, 3> relit(const Relighting& r, const RelightNode& node, const std::array<float, 3>& pixel) {
  const float brightness = luminance(pixel);
  const float texture = std::clamp(brightness / std::max(node.brightness, 1e-4F), 0.4F, 1.8F);
  std::array<float, 3> scattered{};
  for (std::size_t c = 0; c < 3; ++c)
    scattered[c] = pixel[c] - std::min(node.shine * brightness * r.hue_of_light[c], kMostMirrored * pixel[c]);
  // Where the photo is burnt out its hue is lost; skin's own stands in.
  const float burnt = smooth_step(kBurntFrom, 1.0F, std::max({pixel[0], pixel[1], pixel[2]})) * node.shine;
  const float level = luminance(scattered) / std::max(luminance(node.matte), 1e-4F);
  std::array<float, 3> out{};
  for (std::size_t c = 0; c < 3; ++c) {
    const float matte = scattered[c] + burnt * (level * node.matte[c] - scattered[c]);
    out[c] = node.factor[c] * matte + r.shine_kept * (pixel[c] - matte) +
             r.exposure * r.hue_of_light[c] * node.highlight * texture * texture;
    out[c] = out[c] > pixel[c] ? std::max(pixel[c], bend(out[c])) : std::max(out[c], 0.0F);
  }
  return out;
}

}  // namespace

Result<Relighting> make_relighting(const Photo& photo, const SceneTables& tables, const Scene& scene,
                                   const HeadOutline& outline, const FittedHead& head, const SkinReading& reading,
                                   Light light, const Exec& exec) {
  RelightField field = relight_field(photo, tables, scene, outline, head, reading, light, exec);
  if (field.nodes.empty()) return cancelled_error();
  Relighting r{&photo,
               &tables,
               &outline,
               std::move(field),
               LimbGuard(photo.pixels.view(), outline, head.view.camera.mm_per_px),
               shine_kept(light),
               static_cast<float>(std::min(reading.exposure, kMostExposure)),
               {1, 1, 1},
               {}};
  if (!photo.monochrome)
    for (std::size_t c = 0; c < 3; ++c)
      r.hue_of_light[c] = static_cast<float>(reading.white_balance[c] / luminance(reading.white_balance));
  r.warnings.emplace_back(std::string("light \"") + light_name(light) +
                          "\" is an approximation from the shape of the head: ears, neck and surroundings keep the "
                          "photo's light, and cast shadows are not computed");
  if (reading.shading.rms > static_cast<double>(kRoughContrast))
    r.warnings.emplace_back("the photo's own light is hard or uneven: traces of it remain");
  return r;
}

void relight_pixels(const Relighting& r, const PixelRect& whole, ImageView<unsigned char> pixels) {
  const PixelRect rect = meet(whole, r.field.rect);
  if (rect.empty()) return;
  std::vector<float> inside = polygon_coverage(r.outline->points, rect);
  std::vector<float> skin = inside;
  r.guard.apply(r.photo->pixels.view(), rect, skin);
  std::size_t i = 0;
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (int x = rect.x0; x < rect.x1; ++x, ++i) {
      unsigned char* p = pixels.pixel(x - whole.x0, y - whole.y0);
      if (pixels.channels == 4 && p[3] == 0) continue;
      const RelightNode node = r.field.at(x, y);
      const float weight = skin[i] * node.head_weight + (1 - inside[i]) * node.face_weight;
      if (weight <= 0) continue;
      const std::array<float, 3> pixel = r.tables->light(p);
      const std::array<float, 3> lit = relit(r, node, pixel);
      for (std::size_t c = 0; c < 3; ++c) {
        const float v = r.tables->code(pixel[c] + weight * (lit[c] - pixel[c]));
        p[c] = static_cast<unsigned char>(std::clamp(v + 0.5F, 0.0F, 255.0F));
      }
      if (r.photo->monochrome) p[1] = p[2] = p[0];
    }
  }
}

}  // namespace tonsure
