#include <tonsure/session/session.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "../design/masks.h"
#include "../scene/in_scene.h"

namespace tonsure {

struct Session::State {
  std::vector<Photo> photos;
  std::vector<PhotoReading> readings;
  std::vector<Found<Image<float>>> found_strands;  ///< of the readings, where a mask has taken their place
  std::vector<PhotoMasks> masks;                   ///< empty, or one a photo
  std::optional<Plan> plan;
  std::vector<std::optional<Drawing>> drawings;  ///< of the plan, by photo; refer to photos, readings and plan
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
  if (s.found_strands.empty())
    for (const PhotoReading& reading : s.readings) s.found_strands.push_back(reading.strands);
  for (std::size_t i = 0; i < masks.size(); ++i) {
    s.readings[i].strands = masks[i].hair.width() > 0 ? Found<Image<float>>{masks[i].hair, {}} : s.found_strands[i];
    s.drawings[i].reset();
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
  for (auto& drawing : s.drawings) drawing.reset();
  s.plan = std::move(*plan);
  return {};
}

bool Session::has_plan() const {
  return state_->plan.has_value();
}

const Plan& Session::plan() const {
  return state_->plan.value();
}

HairlineHandles Session::hairline(std::size_t photo) const {
  const State& s = *state_;
  if (!s.plan || photo >= s.readings.size()) return {};
  const PhotoReading& reading = s.readings[photo];
  if (std::find(s.plan->scenes.begin(), s.plan->scenes.end(), reading.scene) == s.plan->scenes.end()) return {};
  return hairline_handles(reading.scene, reading.head, s.plan->treatment);
}

namespace {

Status check_photo(std::size_t photo, std::size_t photos, bool has_plan) {
  if (photo >= photos)
    return Error{ErrorCode::kInvalidInput, "photo", "there is no photo number " + std::to_string(photo),
                 "from 0 to " + std::to_string(photos - 1)};
  if (!has_plan)
    return Error{ErrorCode::kInvalidInput, "plan", "there is none yet", "call set_treatment, or open with a plan"};
  return {};
}

/// The drawing of a photo, made where it is not there yet.
Status need_drawing(std::optional<Drawing>& drawing, const Photo& photo, const PhotoReading& reading, const Plan& plan,
                    const Exec& exec) {
  if (drawing) return {};
  auto made = prepare(photo, reading, plan, exec);
  if (!made) return made.error();
  drawing.emplace(std::move(*made));
  return {};
}

}  // namespace

Result<SolvedTone> Session::tone(std::size_t photo, const Exec& exec) {
  State& s = *state_;
  if (Status status = check_photo(photo, s.photos.size(), has_plan()); !status) return status.error();
  if (Status status = need_drawing(s.drawings[photo], s.photos[photo], s.readings[photo], *s.plan, exec); !status)
    return in_scene(status.error(), photo, s.photos.size());
  return s.drawings[photo]->tone();
}

Result<Photo> Session::draw(std::size_t photo, const DrawOptions& options, const Exec& exec) {
  State& s = *state_;
  if (Status status = check_photo(photo, s.photos.size(), has_plan()); !status) return status.error();
  Photo after = s.photos[photo];
  const auto drawn = draw(photo, options, after.pixels.view(), exec);
  if (!drawn) return drawn.error();
  return after;
}

Result<Drawn> Session::draw(std::size_t photo, const DrawOptions& options, ImageView<unsigned char> out,
                            const Exec& exec) {
  State& s = *state_;
  if (Status status = check_photo(photo, s.photos.size(), has_plan()); !status) return status.error();
  if (Status status = need_drawing(s.drawings[photo], s.photos[photo], s.readings[photo], *s.plan, exec); !status)
    return in_scene(status.error(), photo, s.photos.size());
  auto drawn = tonsure::draw(*s.drawings[photo], options, out, exec);
  if (!drawn) return in_scene(drawn.error(), photo, s.photos.size());
  return drawn;
}

}  // namespace tonsure
