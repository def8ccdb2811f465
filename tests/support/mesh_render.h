/// @file
/// Draws a triangle mesh as a camera sees it, for tests that need photos with a known truth: depth buffer, soft light,
/// a colour map where there is one. Plain rather than quick.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/scene/scene.h>

namespace tonsure::testing {

struct MapUv {};  ///< a colour map: both axes in [0,1], v upwards, as in OBJ files

struct RenderMesh {
  std::vector<Vec3<HeadMm>> vertices;
  std::vector<Vec3<HeadMm>> normals;  ///< of the vertices, unit length
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::vector<std::array<Vec2<MapUv>, 3>> map_corners;  ///< of the triangles; empty without a map
  Photo map;
  std::array<double, 3> albedo = {0.55, 0.33, 0.24};  ///< linear RGB, where there is no map: light skin
};

/// Normals of the vertices: of the triangles around them, weighted by area.
std::vector<Vec3<HeadMm>> vertex_normals(const std::vector<Vec3<HeadMm>>& vertices,
                                         const std::vector<std::array<std::uint32_t, 3>>& triangles);

/// Splits each triangle into four, with edges bent as the normals at their ends ask for (the cubic edges of PN
/// triangles, Vlachos et al. 2001): a coarse scan gets a smooth limb, and keeps its vertices.
RenderMesh refined(const RenderMesh& mesh);

/// Where a camera stands and what it sees; independent of the library's own cameras, which it is there to test.
struct RenderCamera {
  /// Image right, image down, away from the camera: unit vectors of the head frame.
  std::array<Vec3<HeadMm>, 3> axes;
  double mm_per_px = 1;               ///< at mid-head
  std::optional<double> distance_mm;  ///< of mid-head, along the optical axis; none: infinitely far away
  Vec2<PhotoPx> principal;            ///< where the optical axis meets the photo
  Vec2<PhotoPx> center;               ///< where mid-head lies in the photo
  int width_px = 0, height_px = 0;
};

/// Axes of a camera, degrees: `yaw` towards the head's left, then `pitch` up, then `roll`, by which the head's up leans
/// to image right. All 0: from the front.
std::array<Vec3<HeadMm>, 3> camera_axes(double yaw_deg, double pitch_deg, double roll_deg);

/// The camera of those axes whose principal point is the photo's middle and shows `target`; `field_mm` of the plane
/// through the target that faces the camera fit the photo's shorter side.
struct Framing {
  Vec3<HeadMm> target = {0, -35, 10};  ///< head and neck
  double field_mm = 340;
  std::optional<double> distance_mm;  ///< from camera to target; none: infinitely far away
  int width_px = 1000, height_px = 1000;
};
RenderCamera make_camera(const std::array<Vec3<HeadMm>, 3>& axes, const Framing& framing);

/// The same camera with the photo enlarged or reduced.
RenderCamera resized(const RenderCamera& camera, int width_px, int height_px);

/// Where the photo shows a point, and its distance along the optical axis (from mid-head's plane where the camera is
/// infinitely far away), mm.
struct Seen {
  Vec2<PhotoPx> position;
  double depth_mm = 0;
};
Seen project(const RenderCamera& camera, Vec3<HeadMm> point);

/// From a point of the head towards the camera: unit vector.
Vec3<HeadMm> towards_camera(const RenderCamera& camera, Vec3<HeadMm> point);

/// As a scene states it; none for a camera infinitely far away.
std::optional<Camera> scene_camera(const RenderCamera& camera);

/// Nearest crossing of the ray with the mesh, as a multiple of `direction` beyond `beyond`. Tries all triangles.
std::optional<double> first_hit(const RenderMesh& mesh, Vec3<HeadMm> origin, Vec3<HeadMm> direction, double beyond);

struct Render {
  Photo photo;         ///< RGB
  Image<float> depth;  ///< mm, as of `project`, of the nearest sample of each pixel; infinite for background
};
/// 3 x 3 samples per pixel, averaged in linear light. Same input, same bytes, for any number of threads.
Render render(const RenderMesh& mesh, const RenderCamera& camera, const Exec& exec = {});

/// Share of each pixel (of `samples` x `samples` samples) in which the surface seen satisfies `is_in`.
Image<float> coverage(const RenderMesh& mesh, const RenderCamera& camera, int samples,
                      const std::function<bool(Vec3<HeadMm>)>& is_in, const Exec& exec = {});

/// The longest closed curve along which an image (one channel) has the value 0.5, by bilinear interpolation between
/// pixel centres (marching squares; beyond the image it is 0). Empty where there is none.
Points<PhotoPx> contour(const Image<float>& image);

/// A closed polygon with fewer points: none of those left out is farther than `tolerance` from it (Douglas & Peucker
/// 1973).
Points<PhotoPx> simplified(const Points<PhotoPx>& polygon, double tolerance);

}  // namespace tonsure::testing
