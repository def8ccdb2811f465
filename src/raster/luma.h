// Brightness of encoded pixels.
#pragma once

namespace tonsure {

/// Brightness as JPEG stores it (Rec. 601), encoded units.
inline float luma_of(const unsigned char* p) {
  return 0.299F * static_cast<float>(p[0]) + 0.587F * static_cast<float>(p[1]) + 0.114F * static_cast<float>(p[2]);
}

}  // namespace tonsure
