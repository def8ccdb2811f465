// Where the points of the mean face lie, and how much they vary.
#pragma once

#include <array>
#include <string_view>

#include <tonsure/core/geom.h>

namespace tonsure {

struct FaceLandmark {
  std::string_view name;  ///< as in a scene; of a pair, the subject's left one, without "left_"
  bool paired = false;
  Vec3<HeadMm> mean;      ///< on a head of 77 x 90 x 100 mm; of a pair, on the head's left
  Vec3<HeadMm> spread;    ///< 1 SD among people of the same face size
  double annotation = 1;  ///< error of annotation relative to other points
};

/// Means: of the ICT-FaceKit neutral head and of one scan, both brought to the mean head's size; between the pupils
/// 64 mm [M, ANSUR II]. Spreads [E], held against ANSUR II: pupils 3.4 mm between them, tragion to vertex 6 mm.
inline constexpr std::array<FaceLandmark, 9> kFaceLandmarks = {{
    {"pupil", true, {32, -21.5, 87.5}, {2.4, 4, 4}, 1},
    {"lateral_canthus", true, {45.5, -22.5, 77}, {3, 4, 4}, 1},
    {"tragus", true, {71, -41, 3}, {3.5, 4.5, 6}, 2},
    {"glabella", false, {0, 0.5, 99.5}, {1.5, 4, 2}, 1},
    {"sellion", false, {0, -14.5, 97}, {1.5, 4, 3}, 1},
    {"nose_tip", false, {0, -57, 120}, {2, 5, 5}, 1},
    {"subnasale", false, {0, -68, 106}, {2, 5, 5}, 1},
    {"chin", false, {0, -130, 95}, {3, 7, 6}, 1.5},
    {"vertex", false, {0, 90, -10}, {3, 2, 15}, 2},
}};

/// Between the top and the lobe of an ear, mm: ANSUR II, men [M]. Points "left_ear_top" and "left_ear_bottom", or
/// right.
inline constexpr double kEarLengthMm = 64.2, kEarLengthSdMm = 4.5;

}  // namespace tonsure
