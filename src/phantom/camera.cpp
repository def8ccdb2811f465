#include "camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tonsure::phantom {
namespace {

constexpr double kHeadMm = 226;      // vertex to chin
constexpr double kHeadShare = 0.62;  // of the frame's height
constexpr double kNarrowestMm = 240;
constexpr double kAboveHead = 0.105;                              // share of the height left free above the vertex
constexpr double kVertexMm = 95;                                  // about: perspective and the view do the rest
constexpr double kThreeQuarterYaw = 35 * std::numbers::pi / 180;  // the head's left side towards the camera

}  // namespace

PortraitCamera make_camera(View view, int width_px, int height_px) {
  PortraitCamera c;
  const double w = width_px, h = height_px;
  c.principal = {0.5 * w, 0.5 * h};
  c.mm_per_px = std::max(kHeadMm / (kHeadShare * h), kNarrowestMm / w);
  c.center = {0.5 * w, kAboveHead * h + kVertexMm * kHeadShare / kHeadMm * h};
  c.up = {0, 1, 0};
  switch (view) {
    case View::kLeft:
      c.right = {0, 0, -1};
      c.view = {1, 0, 0};
      c.center.x += 8 / c.mm_per_px;  // the face reaches further from mid-head than the occiput
      break;
    case View::kRight:
      c.right = {0, 0, 1};
      c.view = {-1, 0, 0};
      c.center.x -= 8 / c.mm_per_px;
      break;
    case View::kBack:
      c.right = {-1, 0, 0};
      c.view = {0, 0, -1};
      break;
    case View::kTop:
      c.right = {1, 0, 0};
      c.up = {0, 0, -1};
      c.view = {0, 1, 0};
      c.center.y = 0.5 * h - 10 / c.mm_per_px;
      break;
    case View::kThreeQuarter:
      c.right = {std::cos(kThreeQuarterYaw), 0, -std::sin(kThreeQuarterYaw)};
      c.view = {std::sin(kThreeQuarterYaw), 0, std::cos(kThreeQuarterYaw)};
      break;
    default:
      c.right = {1, 0, 0};
      c.view = {0, 0, 1};
      break;
  }
  return c;
}

Camera scene_camera(const PortraitCamera& c) {
  Camera out;
  out.fx = out.fy = kDistanceMm / c.mm_per_px;
  out.cx = c.principal.x;
  out.cy = c.principal.y;
  out.rotation = {c.right.x, c.right.y, c.right.z, -c.up.x, -c.up.y, -c.up.z, -c.view.x, -c.view.y, -c.view.z};
  out.translation_mm = {(c.center.x - c.principal.x) * c.mm_per_px, (c.center.y - c.principal.y) * c.mm_per_px,
                        kDistanceMm};
  return out;
}

}  // namespace tonsure::phantom
