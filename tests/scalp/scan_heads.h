/// @file
/// Scans of real heads in the head frame, with landmarks and the border of the cranium set by hand. They lie outside
/// the repository: the folder's name is in the environment variable TONSURE_TEST_HEADS, and tests that need them are
/// skipped where it is not set.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/scalp/mesh.h>

#include "support/mesh_render.h"

namespace tonsure::testing {

/// Height, mm, over the angle around the vertical through mid-head, degrees from straight ahead, linear between the
/// given angles; the same on both sides of the head.
struct HeightAt {
  double azimuth_deg = 0;
  double height_mm = 0;
};
using HeightLine = std::vector<HeightAt>;
double height_at(const HeightLine& line, Vec3<HeadMm> direction);

/// A point of the skin with its normal.
struct SurfacePoint {
  Vec3<HeadMm> position;
  Vec3<HeadMm> normal;
};

/// The head frame's origin is midway between the scan's glabella and its opisthocranion; the scans' own pose is kept:
/// tragion and lower orbital rim are level within 3 degrees, and left and right mirror each other within 0.4 degrees.
struct HeadScan {
  std::string name;
  RenderMesh mesh;
  /// Named as in scenes; besides those of scenes: "opisthocranion", "vertex", "sellion", "subnasale", canthi, ear tops
  /// and bottoms. Good to some 2 mm.
  std::map<std::string, Vec3<HeadMm>> landmarks;
  HeightLine border;    ///< lower limit of the cranium: brows, temples, above and behind the ears, nape
  HeightLine hairline;  ///< of a mature man, down to the sideburns
  std::vector<SurfacePoint> hairline_points;  ///< on the skin, from the head\'s right to its left, 2 degrees apart
};

/// "lee-perry-smith" (a photogrammetric scan) and "ict-facekit" (the mean of a morphable model, mirror-symmetric).
inline constexpr std::array<const char*, 2> kScanNames = {"lee-perry-smith", "ict-facekit"};

/// The folder with the scans; none where it is not at hand.
std::optional<std::string> scan_folder();

/// The mesh file of a scan as it is: in mm, but in its own axes, and with all that is not skin.
Result<TriangleMesh> read_scan_mesh(const std::string& folder, const std::string& name);

Result<HeadScan> load_scan(const std::string& folder, const std::string& name);

/// Normal of the nearest vertex.
Vec3<HeadMm> normal_at(const RenderMesh& mesh, Vec3<HeadMm> point);

/// Above the border: skull with forehead, without face, ears and neck.
bool is_cranium(const HeadScan& scan, Vec3<HeadMm> point);

/// Where hair grows on a full head: the cranium without the forehead.
bool is_scalp(const HeadScan& scan, Vec3<HeadMm> point);

/// The cranium as points, each for an equal share of the surface: on average one per `mm2`, spread by a fixed lattice.
std::vector<SurfacePoint> cranium_points(const HeadScan& scan, double mm2);

}  // namespace tonsure::testing
