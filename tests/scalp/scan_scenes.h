/// @file
/// Scenes that are exactly true of renders of head scans.
#pragma once

#include <string>
#include <vector>

#include <tonsure/scene/scene.h>

#include "scalp/scan_heads.h"
#include "support/mesh_render.h"

namespace tonsure::testing {

/// A view of a head, degrees as for camera_axes.
struct ScanView {
  const char* name = "";
  View view = View::kFront;
  double yaw_deg = 0, pitch_deg = 0, roll_deg = 0;
};

/// The five views, three-quarter from both sides, and each kind once more as people really hold a camera.
inline constexpr std::array<ScanView, 13> kScanViews = {{{"front", View::kFront, 0, 0, 0},
                                                         {"top", View::kTop, 0, 90, 0},
                                                         {"left", View::kLeft, 90, 0, 0},
                                                         {"right", View::kRight, -90, 0, 0},
                                                         {"back", View::kBack, 180, 0, 0},
                                                         {"three-quarter-left", View::kThreeQuarter, 35, 0, 0},
                                                         {"three-quarter-right", View::kThreeQuarter, -35, 0, 0},
                                                         {"front-tilted", View::kFront, 5, -7, 3},
                                                         {"top-tilted", View::kTop, -3, 78, 4},
                                                         {"left-tilted", View::kLeft, 83, 6, -3},
                                                         {"right-tilted", View::kRight, -95, -5, 4},
                                                         {"back-tilted", View::kBack, 174, 8, -4},
                                                         {"three-quarter-tilted", View::kThreeQuarter, 33, 9, -4}}};

/// The camera of a view: the head fills the photo as in a portrait.
RenderCamera scan_camera(const ScanView& view, std::optional<double> distance_mm, int width_px, int height_px);

/// The points that people annotate; names of scenes.
inline const std::vector<std::string> kUsualFacePoints = {"left_pupil", "right_pupil", "glabella",    "nose_tip",
                                                          "chin",       "left_tragus", "right_tragus"};

/// What the photo shows: outline of the visible cranium, scalp region, hairline, face points (a position where
/// visible), mm_per_px at mid-head, camera. Outline and region are within 0.15 mm of the mesh's own; `image` is
/// "photo.png".
Scene true_scene(const HeadScan& scan, const RenderCamera& camera, View view,
                 const std::vector<std::string>& face_points = kUsualFacePoints);

}  // namespace tonsure::testing
