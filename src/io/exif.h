/// @file
/// The few numbers that are read from EXIF blocks. Private to io.
#pragma once

#include <cstddef>
#include <span>

namespace tonsure {

struct Exif {
  int orientation = 1;    ///< 1 to 8
  double focal_35mm = 0;  ///< mm, as Photo::focal_35mm; 0: none
  long long width = 0;    ///< the size that the camera wrote beside the focal length; 0: none
  long long height = 0;
};

/// Reads an EXIF block, with or without the prefix "Exif\0\0" (CIPA DC-008, tags 0x0112, 0xA405, 0xA002, 0xA003).
/// What is missing, damaged or out of range is as if it were not there.
Exif read_exif(std::span<const std::byte> block);

}  // namespace tonsure
