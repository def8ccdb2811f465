// A small head, read and planned, to be spoilt.
#pragma once

#include <functional>
#include <vector>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace tonsure::testing {

struct Sample {
  Photo photo;
  Scene scene;
  std::vector<PhotoReading> readings;  ///< one
  Plan plan;                           ///< sparse: a few thousand dots

  [[nodiscard]] const PhotoReading& reading() const { return readings.front(); }
};

/// Made once a process.
const Sample& sample();

inline Scene scene_with(const std::function<void(Scene&)>& change) {
  Scene scene = sample().scene;
  change(scene);
  return scene;
}
inline Plan plan_with(const std::function<void(Plan&)>& change) {
  Plan plan = sample().plan;
  change(plan);
  return plan;
}
inline PhotoReading reading_with(const std::function<void(PhotoReading&)>& change) {
  PhotoReading reading = sample().reading();
  change(reading);
  return reading;
}
inline Treatment treatment_with(const std::function<void(Treatment&)>& change) {
  Treatment treatment;
  treatment.density.peak_per_cm2 = 20;
  change(treatment);
  return treatment;
}

/// A photo of one grey.
inline Photo photo_of(int width, int height, int channels) {
  Photo photo;
  photo.pixels = Image<unsigned char>(width, height, channels, 120);
  return photo;
}

/// Plans that no function made: what was changed, and how.
struct SpoiltPlan {
  const char* name;
  std::function<void(Plan&)> change;
  bool dots = false;  ///< which makes them useless for reports and tables, too
};
const std::vector<SpoiltPlan>& spoilt_plans();

}  // namespace tonsure::testing
