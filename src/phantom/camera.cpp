#include "camera.h"

#include <algorithm>

namespace tonsure::phantom {
namespace {

constexpr double kHeadMm = 226;      // vertex to chin
constexpr double kHeadShare = 0.62;  // of the frame's height
constexpr double kNarrowestMm = 240;
constexpr double kAboveHead = 0.105;  // share of the height left free above the vertex
constexpr double kVertexMm = 95;

}  // namespace

Camera make_camera(View view, int width_px, int height_px) {
  Camera c;
  const double w = width_px, h = height_px;
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
    default:
      c.right = {1, 0, 0};
      c.view = {0, 0, 1};
      break;
  }
  return c;
}

}  // namespace tonsure::phantom
