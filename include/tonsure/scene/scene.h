/// @file
/// Scene: what a photo shows. Plain data; all coordinates are photo pixels of the upright photo.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// From where the head is seen. `kLeft` shows the head's left side: its nose points to the left of the image.
enum class View { kFront, kTop, kLeft, kRight, kBack, kThreeQuarter, kCloseup };

/// A named point of the face, e.g. "left_pupil"; `left_` and `right_` are the subject's own. Empty where not visible.
struct FacePoint {
  std::string name;
  std::optional<Vec2<PhotoPx>> position;

  friend bool operator==(const FacePoint&, const FacePoint&) = default;
};

enum class ScarKind { kStrip, kFue, kPlug, kBurn, kLinear, kBirthmark };

/// JSON text of keys tonsure does not know, by name: kept when a scene is read, written back as they were.
using UnknownKeys = std::map<std::string, std::string>;

/// A scar, or a birthmark, drawn as an area (`outline`, at least 3 points) or as a line with a width; exactly one of
/// the two is filled.
struct Scar {
  ScarKind kind = ScarKind::kLinear;
  Points<PhotoPx> outline;
  Points<PhotoPx> line;
  double width_mm = 0;  ///< of `line`; in (0, kMaxScarWidthMm]
  UnknownKeys unknown_keys = {};

  friend bool operator==(const Scar&, const Scar&) = default;
};

/// Something of known size lying on the scalp.
struct Marker {
  std::string kind;        ///< "aruco", "coin", "sticker" or "segment"
  double size_mm = 0;      ///< side, diameter or length; in (0, kMaxMarkerMm]
  Points<PhotoPx> points;  ///< 4 corners ("aruco"), 2 ends ("segment"), else at least 2 on opposite sides of the rim
  UnknownKeys unknown_keys = {};

  friend bool operator==(const Marker&, const Marker&) = default;
};

/// A known pinhole camera: x_px = fx X/Z + cx, with X = rotation * head + translation. Of a known lens whose place is
/// not known, rotation and translation are both empty.
struct Camera {
  double fx = 0, fy = 0, cx = 0, cy = 0;  ///< px; fx and fy above 0
  std::vector<double> rotation;        ///< 9 numbers, row by row, head frame to camera frame; orthonormal within 0.01
  std::vector<double> translation_mm;  ///< 3 numbers; the last, the distance, above 0
  UnknownKeys unknown_keys = {};

  friend bool operator==(const Camera&, const Camera&) = default;
};

/// What one photo shows.
struct Scene {
  std::string image;  ///< file name of the photo, as written in the scene
  std::string
      head;  ///< whose head it is, in any words: scenes with the same ones are calibrated together; may be empty
  int width_px = 0;  ///< of the upright photo
  int height_px = 0;
  View view = View::kFront;
  std::optional<double> mm_per_px;  ///< at the scalp; empty where unknown

  Points<PhotoPx> head_outline;  ///< visible cranium, skin and hair, without ears and face
  Points<PhotoPx> scalp_region;  ///< the area to treat
  /// Where the hairline should run, left to right as seen. No value: not annotated, a default is designed.
  /// Empty: the front is out of view, and there is none.
  std::optional<Points<PhotoPx>> hairline;
  std::vector<Points<PhotoPx>> existing_hair;
  std::vector<Points<PhotoPx>> exclude;  ///< never drawn on
  std::vector<FacePoint> face_points;    ///< names differ; a scene that was read has them in the order of their names
  std::vector<Scar> scars;
  std::optional<Marker> marker;
  std::optional<Camera> camera;
  std::string notes;

  UnknownKeys unknown_keys;

  friend bool operator==(const Scene&, const Scene&) = default;
};

/// Limits that `check_scene` holds a scene to.
inline constexpr int kMaxSidePx = 65535;                   ///< longest side of a JPEG
inline constexpr long long kMaxScenePixels = 100'000'000;  ///< as many as `load_photo` reads
inline constexpr double kMinMmPerPx = 0.005;               ///< a microscope; finer is a mistake
inline constexpr double kMaxMmPerPx = 10.0;                ///< a head 20 px wide; coarser shows nothing
inline constexpr int kMaxPolygonPoints = 10000;
inline constexpr double kOutsideTolerance =
    0.02;  ///< how far beyond the photo a point may lie, fraction of its longer side
/// A loop that an outline cuts off by crossing itself is overlooked where it is narrower than this, as a fraction of
/// the photo's longer side: outlines drawn by eye are good to 0.01.
inline constexpr double kSliverTolerance = 0.005;
inline constexpr double kMaxScarWidthMm = 60;     ///< the widest strips were 15 mm; burns are drawn as areas
inline constexpr double kMaxMarkerMm = 500;       ///< larger than any head
inline constexpr std::size_t kMaxHeadName = 200;  ///< bytes of Scene::head

/// Checks what types cannot: sizes, finite numbers, points within the photo, polygons with area that do not cross
/// themselves, a believable scale, a region that meets the head. Outlines may repeat vertices, touch themselves, and
/// cross themselves at slivers (kSliverTolerance); those of `existing_hair`, `exclude` and scars may cross themselves
/// at will and have holes (even-odd rule). Errors: kInvalidInput; `Error::where` is the key path in a scene file
/// ("scalp_region[3]", "scars[0].width_mm").
[[nodiscard]] TONSURE_EXPORT Status check_scene(const Scene& scene);

/// Checks that an upright photo of the given size is the one the scene was made for. Errors: kInvalidInput ("size").
[[nodiscard]] TONSURE_EXPORT Status check_scene_size(const Scene& scene, int width_px, int height_px);

/// The face point of that name, where visible.
[[nodiscard]] TONSURE_EXPORT std::optional<Vec2<PhotoPx>> find_face_point(const Scene& scene, const std::string& name);

/// The word a file uses for a view ("three-quarter").
TONSURE_EXPORT const char* view_name(View view);

/// The word a file uses for a kind of scar ("strip").
TONSURE_EXPORT const char* scar_kind_name(ScarKind kind);

inline constexpr std::array<View, 7> kAllViews = {View::kFront, View::kTop,          View::kLeft,   View::kRight,
                                                  View::kBack,  View::kThreeQuarter, View::kCloseup};
inline constexpr std::array<ScarKind, 6> kAllScarKinds = {ScarKind::kStrip, ScarKind::kFue,    ScarKind::kPlug,
                                                          ScarKind::kBurn,  ScarKind::kLinear, ScarKind::kBirthmark};

}  // namespace tonsure
