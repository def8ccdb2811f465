// The least-squares problem behind calibration: unknowns, residuals, and its solution with errors.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include <tonsure/core/exec.h>
#include "calibrate.h"

#include "face_landmarks.h"
#include "marker_chords.h"

namespace tonsure {

/// Relative 1-SD error of a scale that a person wrote down [E].
inline constexpr double kStatedScaleSd = 0.05;

/// Prior spreads that differ from run to run: a kind of evidence is silenced by making what it says free.
struct ScaleSources {
  bool head_size = true;  ///< heads are of human size
  bool face_size = true;  ///< faces are
  bool marker = true;
  bool stated = true;  ///< the scene's mm_per_px
  bool ear = true;
};

/// One photo's part of the problem.
struct ViewProblem {
  struct Landmark {
    const FaceLandmark* face = nullptr;
    std::string name;
    Vec3<HeadMm> mean;
    Vec2<PhotoPx> seen;
  };
  Points<PhotoPx> limb;
  std::vector<Landmark> landmarks;
  std::vector<MarkerChord> marker_chords;  ///< `marker_mm` long on the skin
  double marker_mm = 0;
  struct Ear {
    Vec2<PhotoPx> top, bottom;
    double side = 1;  ///< +1 on the head's left
  };
  std::vector<Ear> ears;
  std::optional<double> stated_mm_per_px;
  Vec2<PhotoPx> scalp;             ///< where on the skin the scale is stated and asked for
  std::vector<std::string> notes;  ///< what was left aside, for people
  bool camera_known = false;       ///< pose, scale and distance are not fitted
  bool side_unknown = false;       ///< a three-quarter view that does not tell which cheek it shows
  bool stretched = false;          ///< the pixels' aspect is fitted
  bool whole_rim = false;          ///< the limb runs all around (top views): its lower parts count too
  bool intrinsics_known = false;
  double focal_px = 0;  ///< where the intrinsics are known

  HeadCamera start;                                     ///< nominal pose; its rotation is the prior's mean
  std::array<double, 3> rotation_sd = {0.2, 0.2, 0.2};  ///< about image right, image down and the axis of view, radians
  double noise_px = 1;                                  ///< 1 SD of an annotated point
  double limb_weight = 1;                               ///< independent points per point of `limb`
};

/// What is solved for.
struct HeadUnknowns {
  /// Log size of the head and of the face; then log half-breadth, height and half-length beyond the head's size; then
  /// the four modes.
  static constexpr std::size_t kShared = 9;
  /// Rotation about image right, image down and the axis of view from the start, radians; centre, mm from the start;
  /// log mm_per_px over the start; inverse distance per 100 mm; log of the pixels' aspect over the start's.
  static constexpr std::size_t kPerView = 8;
};

struct Solution {
  Eigen::VectorXd unknowns;
  Eigen::MatrixXd covariance;
  double cost = 0;
};

class FitProblem {
 public:
  /// `known`: its shape is not fitted. `exec`: once it is cancelled, solutions are given up halfway; its caller looks.
  FitProblem(std::vector<ViewProblem> views, const ScalpSurface* known, const Exec& exec);

  [[nodiscard]] Solution solve(const ScaleSources& sources, const Eigen::VectorXd* from = nullptr) const;
  /// The same for one of the views only.
  [[nodiscard]] FitProblem alone(std::size_t view) const { return {{views_[view]}, known_, {.cancel = cancel_}}; }
  [[nodiscard]] HeadShape shape(const Eigen::VectorXd& unknowns) const;
  [[nodiscard]] HeadCamera camera(const Eigen::VectorXd& unknowns, std::size_t view) const;
  /// mm per px at `ViewProblem::scalp`, and its 1-SD error by a solution's covariance.
  struct ScalpScale {
    double mm_per_px = 0;
    double sd = 0;
  };
  [[nodiscard]] ScalpScale scalp_scale(const Solution& solution, std::size_t view) const;
  /// Residuals of the limb, mm, in the order of its points; those without a rim to compare with are NaN.
  [[nodiscard]] std::vector<double> limb_residuals_mm(const Eigen::VectorXd& unknowns, std::size_t view) const;
  /// How far each landmark is off, in standard deviations.
  [[nodiscard]] std::vector<double> landmark_deviations(const Eigen::VectorXd& unknowns, std::size_t view) const;
  [[nodiscard]] std::vector<ViewProblem>& views() { return views_; }
  [[nodiscard]] const std::vector<ViewProblem>& views() const { return views_; }

 private:
  struct Linearisation;
  [[nodiscard]] std::size_t unknown_count() const;
  [[nodiscard]] Linearisation linearise(const Eigen::VectorXd& unknowns, std::size_t view,
                                        const Linearisation* before = nullptr) const;
  void view_residuals(const Eigen::VectorXd& unknowns, std::size_t view, const Linearisation& at,
                      const ScaleSources& sources, std::vector<double>& out) const;
  [[nodiscard]] std::vector<double> prior_residuals(const Eigen::VectorXd& unknowns, const ScaleSources& sources) const;

  std::vector<ViewProblem> views_;
  const ScalpSurface* known_;
  const std::atomic<bool>* cancel_;
};

}  // namespace tonsure
