/// @file
/// Faces in a photo, by OpenCV's Haar cascades.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

#include <tonsure/core/result.h>

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

/// What is trained to find faces and eyes.
struct FaceCascades {
  cv::CascadeClassifier frontal;
  cv::CascadeClassifier profile;  ///< noses that point to the left of the image
  std::array<cv::CascadeClassifier, 2> eyes;
};

/// Reads the cascades of a folder: `wanted` where that is not empty, else the one known when this was built, else the
/// one beside the OpenCV library that is loaded. Errors: kInvalidInput, naming the folder that is not there, or the
/// file that is missing or damaged.
Result<FaceCascades> load_face_cascades(const std::string& wanted);

/// Faces of a picture (grey, 8 bits), left to right, in its pixels. Overlapping finds are one face. A face that faces
/// the camera must be found in the mirrored picture too, or show both eyes; where eyes are not found, pupils stand
/// where they mostly are.
std::vector<FoundFace> find_faces(FaceCascades& cascades, const cv::Mat& grey);

/// Degrees, clockwise, by which a picture must be turned so that a face stands upright in it: 90, 180, 270, or 0 where
/// none is found so. For pictures without an upright face.
int find_turned_face(FaceCascades& cascades, const cv::Mat& grey);

}  // namespace tonsure
