#include <tonsure/session/session.h>

#include <optional>
#include <string>
#include <utility>

#include "../design/masks.h"
#include "../drawing/written.h"
#include "../raster/rect.h"
#include "../scene/in_scene.h"
#include "fit_scenes.h"

namespace tonsure {

struct Session::State {
  std::vector<Photo> photos;
  std::vector<PhotoReading> readings;
  std::vector<std::optional<Found<Image<float>>>> found_strands;  ///< by photo, where painted hair takes their place
  std::vector<PhotoMasks> masks;                                  ///< empty, or one a photo
  std::optional<Plan> plan;
  std::vector<std::optional<Drawing>> drawings;  ///< of the plan, by photo; refer to photos, readings and plan
  std::vector<PixelRect> written;                ///< by drawings of before, which a caller's canvas may still hold

  /// Lets go of a drawing whose reading or plan changes.
  void drop_drawing(std::size_t photo) {
    if (!drawings[photo]) return;
    written[photo] = join(written[photo], written_by(*drawings[photo]));
    drawings[photo].reset();
  }
  /// The drawing of a photo, made where it is not there yet.
  Result<Drawing*> drawing_of(std::size_t photo, const Exec& exec);
};

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Session> Session::open(std::vector<Photo> photos, std::vector<Scene> scenes, const ReadOptions& options,
                              const Exec& exec) {
  auto readings = read_photos(photos, scenes, options, exec);
  if (!readings) return readings.error();
  auto state = std::make_unique<State>();
  state->drawings.resize(photos.size());
  state->written.resize(photos.size());
  state->found_strands.resize(photos.size());
  state->photos = std::move(photos);
  state->readings = std::move(*readings);
  return Session(std::move(state));
}

Result<Session> Session::open(std::vector<Photo> photos, std::vector<Scene> scenes, Plan plan, ReadOptions options,
                              const Exec& exec) {
  options.plan = &plan;
  auto session = open(std::move(photos), std::move(scenes), options, exec);
  if (session) session->state_->plan = std::move(plan);
  return session;
}

const std::vector<Photo>& Session::photos() const {
  return state_->photos;
}

const std::vector<PhotoReading>& Session::readings() const {
  return state_->readings;
}

Status Session::set_masks(std::vector<PhotoMasks> masks) {
  State& s = *state_;
  if (masks.size() != s.photos.size())
    return Error{ErrorCode::kInvalidInput, "masks",
                 "found " + std::to_string(masks.size()) + " for " + std::to_string(s.photos.size()) + " photos",
                 "one for each photo, empty where nothing is painted"};
  for (std::size_t i = 0; i < masks.size(); ++i)
    if (const Status status = check_masks(masks[i], s.readings[i].scene); !status)
      return in_scene(status.error(), i, masks.size());
  for (std::size_t i = 0; i < masks.size(); ++i) {
    auto& found = s.found_strands[i];
    if (found) s.readings[i].strands = *std::exchange(found, std::nullopt);
    if (masks[i].hair.width() > 0) {
      found = std::exchange(s.readings[i].strands, {std::move(masks[i].hair), {}});
      masks[i].hair = {};  // a plan takes it from the reading
    }
    s.drop_drawing(i);
  }
  s.masks = std::move(masks);
  return {};
}

Result<StubbleMatch> Session::match(const Treatment& start, const Exec& exec) const {
  const State& s = *state_;
  std::size_t which = 0;
  while (which + 1 < s.readings.size() && !s.readings[which].stubble) ++which;
  if (!s.readings[which].stubble) which = 0;
  auto match = match_stubble(s.photos[which], s.readings[which], start, exec);
  if (!match) return in_scene(match.error(), which, s.readings.size());
  return match;
}

Status Session::set_treatment(const Treatment& treatment, const Exec& exec) {
  State& s = *state_;
  auto plan = make_plan(std::span<const PhotoReading>(s.readings), treatment, {.masks = s.masks}, exec);
  if (!plan) return plan.error();
  for (std::size_t i = 0; i < s.drawings.size(); ++i) s.drop_drawing(i);
  s.plan = std::move(*plan);
  return {};
}

bool Session::has_plan() const {
  return state_->plan.has_value();
}

const Plan& Session::plan() const {
  static const Plan none;
  return state_->plan ? *state_->plan : none;
}

HairlineHandles Session::hairline(std::size_t photo) const {
  const State& s = *state_;
  if (!s.plan || photo >= s.readings.size()) return {};
  const PhotoReading& reading = s.readings[photo];
  if (!view_in(*s.plan, reading.scene)) return {};
  return hairline_handles(reading.scene, reading.head, s.plan->treatment);
}

Result<Drawing*> Session::State::drawing_of(std::size_t photo, const Exec& exec) {
  if (photo >= photos.size())
    return Error{ErrorCode::kInvalidInput, "photo", "there is no photo number " + std::to_string(photo),
                 "from 0 to " + std::to_string(photos.size() - 1)};
  if (!plan)
    return Error{ErrorCode::kInvalidInput, "plan", "there is none yet", "call set_treatment, or open with a plan"};
  if (!drawings[photo]) {
    auto made = prepare(photos[photo], readings[photo], *plan, exec);
    if (!made) return in_scene(made.error(), photo, photos.size());
    take_over(drawings[photo].emplace(std::move(*made)), written[photo]);
  }
  return &*drawings[photo];
}

Result<SolvedTone> Session::tone(std::size_t photo, const Exec& exec) {
  auto drawing = state_->drawing_of(photo, exec);
  if (!drawing) return drawing.error();
  return (*drawing)->tone();
}

Result<Photo> Session::draw(std::size_t photo, const DrawOptions& options, const Exec& exec) {
  auto drawing = state_->drawing_of(photo, exec);
  if (!drawing) return drawing.error();
  auto after = draw_photo(**drawing, options, exec);
  if (!after) return in_scene(after.error(), photo, state_->photos.size());
  return after;
}

Result<Drawn> Session::draw(std::size_t photo, const DrawOptions& options, ImageView<unsigned char> out,
                            const Exec& exec) {
  auto drawing = state_->drawing_of(photo, exec);
  if (!drawing) return drawing.error();
  auto drawn = tonsure::draw(**drawing, options, out, exec);
  if (!drawn) return in_scene(drawn.error(), photo, state_->photos.size());
  return drawn;
}

}  // namespace tonsure
