/// @file
/// Faces in a photo, by OpenCV's Haar cascades.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace tonsure {

/// Which way a nose points, as seen.
enum class Facing { kCamera, kImageLeft, kImageRight };

struct FoundFace {
  cv::Rect2d box;
  Facing facing = Facing::kCamera;
  double weight = 0;           ///< of the cascade's last stage; comparable within one kind of face
  cv::Point2d image_left_eye;  ///< pupils, as seen; of a face that faces the camera
  cv::Point2d image_right_eye;
  int eyes_seen = 0;  ///< how many of the two were found, not just assumed
};

/// The folder that holds the trained cascades: `wanted` where that is not empty, else the one known when this was
/// built, else the one beside the OpenCV library that is loaded. Empty where they are not there.
std::string find_face_cascades(const std::string& wanted);

/// All functions find nothing where `cascades`, a folder, is empty. Faces of a picture (grey, 8 bits), left to right,
/// in its pixels. Overlapping finds are one face. A face that faces the camera must be found in the mirrored picture
/// too, or show both eyes; where eyes are not found, pupils stand where they mostly are.
std::vector<FoundFace> find_faces(const std::string& cascades, const cv::Mat& grey);

/// Degrees, clockwise, by which a picture must be turned so that a face stands upright in it: 90, 180, 270, or 0 where
/// none is found so. For pictures without an upright face.
int find_turned_face(const std::string& cascades, const cv::Mat& grey);

}  // namespace tonsure
