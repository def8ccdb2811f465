// A plan drawn on a photo in one call, with what tests look at.
#pragma once

#include <utility>

#include <tonsure/session/session.h>

namespace tonsure::testing {

struct DrawnPreview {
  Photo after;
  PhotoReading reading;
  SolvedTone tone;
  Drawn drawn;
};

inline Result<DrawnPreview> draw_preview(const Photo& photo, const Scene& scene, const Plan& plan,
                                         const DrawOptions& options = {}, const Exec& exec = {}) {
  auto session = Session::open({photo}, {scene}, plan, {}, exec);
  if (!session) return session.error();
  DrawnPreview out;
  out.after = photo;
  auto drawn = session->draw(0, options, out.after.pixels.view(), exec);
  if (!drawn) return drawn.error();
  out.drawn = std::move(*drawn);
  auto tone = session->tone(0, exec);
  if (!tone) return tone.error();
  out.tone = std::move(*tone);
  out.reading = session->readings().front();
  return out;
}

}  // namespace tonsure::testing
