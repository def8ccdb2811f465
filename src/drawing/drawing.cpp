#include <tonsure/drawing/drawing.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "../deposit/blend.h"
#include "../deposit/needle.h"
#include "../optics/dot_kernels.h"
#include "../reading/strands.h"

#include "../core/check_photo.h"
#include "../core/format_text.h"
#include "../core/gaussian.h"
#include "../core/stage.h"
#include "../deposit/ageing.h"
#include "../deposit/shallowest.h"
#include "../optics/solve_tone.h"
#include "../plan/mix.h"
#include "../raster/box.h"
#include "../reading/check_reading.h"
#include "../reading/shine_map.h"
#include "adjust_shine.h"
#include "dot_field.h"
#include "dot_reach.h"
#include "draw_dots.h"
#include "matte_tiles.h"
#include "paint_tile.h"
#include "photo_dots.h"
#include "relight.h"
#include "written.h"

namespace tonsure {
namespace {

/// What a moment makes of the dots.
struct AtMoment {
  Moment moment;
  int sessions = 0;
  DepositState state;
  DotKernels kernels;
  std::vector<PhotoDot> dots;
  std::optional<DotField> field;  ///< refers to the dots and kernels here
};

/// What light and shine make of the photo.
struct InLight {
  Light light = Light::kAsPhotographed;
  SkinShine shine = SkinShine::kAsPhotographed;
  std::optional<Relighting> relighting;
  std::optional<ShineAdjustment> adjustment;
  PixelSource pixels;
  ShineMap map;
  PixelRect rect;  ///< of the pixels that differ from the photo's
};

}  // namespace

struct detail::DrawingState {
  const Photo& photo;
  const PhotoReading& reading;
  const Plan& plan;
  SkinOptics optics;
  SolvedTone tone;
  SeenDots seen;
  Matte matte;  ///< without hair, which only `alpha` knows
  MatteTiles alpha;
  Recording recording;
  SceneTables tables;  ///< of the camera's curve
  PixelRect head;      ///< the outline's box, of whole pixels
  PixelRect reach;     ///< of all dots
  PixelRect written;   ///< by any drawing so far
  InLight as_photographed;
  std::unique_ptr<InLight> lit;  ///< the last other light
  std::unique_ptr<AtMoment> at;  ///< the last moment
};

namespace {

using State = detail::DrawingState;

/// The mean dot at a moment, and all that differ from it.
DotKernels kernels_at(const State& s, const DepositState& deposited, const Exec& exec) {
  const NeedleOptions& needle = s.plan.treatment.needle;
  Deposit deposit = deposit_of(needle, s.tone.diameter_mm);
  deposit.depth_top_mm = std::max(kShallowestMm, deposit.depth_top_mm + deposited.depth_shift_mm);
  deposit.absorption_per_mm = deposited.absorption_per_mm;
  const double concentration =
      needle_deposit(needle.technique).concentration / stroke_of(needle, s.tone.diameter_mm).thinning;
  for (double& mu : deposit.absorption_per_mm) mu *= concentration;
  DotKernels kernels =
      make_dot_kernels(s.optics, deposit, {needle.depth_sd_mm}, deposited.added_variance_mm2, deposited.veil, exec);
  if (is_cancelled(exec)) return kernels;
  kernels.scab_darkness = deposited.scab_darkness;
  kernels.scab_sigma_mm = deposited.scab_diameter_factor * s.tone.diameter_mm / kFwhmPerSigma;
  if (deposited.added_blood > 0)
    kernels = with_redness(std::move(kernels), s.optics, deposited.added_blood, s.plan.mid_scalp_per_cm2 / 100);
  return kernels;
}

Status set_moment(State& s, const DrawOptions& options, const Exec& exec) {
  if (s.at && s.at->moment == options.moment && s.at->sessions == options.sessions) return {};
  return in_stage(exec, "make kernels", [&]() -> Status {
    auto at = std::make_unique<AtMoment>();
    at->moment = options.moment;
    at->sessions = options.sessions;
    const Treatment& treatment = s.plan.treatment;
    PigmentOptions pigment = treatment.pigment;
    if (s.plan.mix) {
      pigment.dilution = s.plan.mix->dilution;
      pigment.warm_share = s.plan.mix->warm_share;
    }
    at->state = age_deposit(blend_of(pigment, s.tone.blend.warm_share, s.tone.blend.dilution), treatment.ageing,
                            options.moment, needle_deposit(treatment.needle.technique).shallow_loss);
    at->kernels = kernels_at(s, at->state, exec);
    at->dots = dots_at(s.seen, s.plan, options.moment, options.sessions);
    if (is_cancelled(exec)) return cancelled_error();
    at->field.emplace(at->dots, at->kernels, s.reach, s.reading.head.view.camera.mm_per_px, s.recording.camera.blur_px);
    s.at = std::move(at);
    return {};
  });
}

ShineMap shine_of(const State& s, const PixelSource& pixels, const Exec& exec) {
  return find_shine(pixels, s.tables, !s.photo.monochrome, s.head, s.reading.bare_scalp,
                    s.reading.head.view.camera.mm_per_px, exec);
}

/// The photo relit, and then with other shine.
PixelSource lit_pixels(const Photo& photo, const std::optional<Relighting>& relighting,
                       const std::optional<ShineAdjustment>& adjustment) {
  return [&photo, &relighting, &adjustment](const PixelRect& rect, Image<unsigned char>& scratch) {
    const auto from = part_of(photo.pixels.view(), rect);
    scratch = Image<unsigned char>(rect.width(), rect.height(), from.channels);
    const auto to = scratch.view();
    for (int y = 0; y < rect.height(); ++y)
      std::copy_n(from.row(y), static_cast<std::ptrdiff_t>(rect.width()) * from.channels, to.row(y));
    if (relighting) relight_pixels(*relighting, rect, to);
    if (adjustment) adjust_shine(*adjustment, rect, to);
    return ImageView<const unsigned char>(to);
  };
}

Status set_light(State& s, const DrawOptions& options, const Exec& exec) {
  if (options.light == Light::kAsPhotographed && options.shine == SkinShine::kAsPhotographed) return {};
  if (s.lit && s.lit->light == options.light && s.lit->shine == options.shine) return {};
  return in_stage(exec, "change light", [&]() -> Status {
    auto lit = std::make_unique<InLight>();
    lit->light = options.light;
    lit->shine = options.shine;
    lit->pixels = lit_pixels(s.photo, lit->relighting, lit->adjustment);
    lit->rect = touched_box_of(s.reading.outline.points, s.photo.pixels.view());
    if (options.light != Light::kAsPhotographed) {
      Scene snapped = s.reading.scene;
      snapped.head_outline = s.reading.outline.points;
      auto relighting = make_relighting(s.photo, s.tables, snapped, s.reading.outline, s.reading.head, s.reading.skin,
                                        options.light, exec);
      if (!relighting) return relighting.error();
      lit->rect = join(lit->rect, relighting->field.rect);
      lit->relighting.emplace(std::move(*relighting));
    }
    if (options.shine != SkinShine::kAsPhotographed)
      lit->adjustment = make_shine_adjustment(s.matte, s.tables, scene_light(s.tables.curve(), s.reading.bare_scalp),
                                              s.photo.monochrome, options.shine, shine_of(s, lit->pixels, exec));
    lit->map = shine_of(s, lit->pixels, exec);
    if (is_cancelled(exec)) return cancelled_error();
    s.lit = std::move(lit);
    return {};
  });
}

Status check_target(const State& s, const DrawOptions& options, const ImageView<unsigned char>& out) {
  const auto in = s.photo.pixels.view();
  if (out.width != in.width || out.height != in.height || out.channels != in.channels)
    return Error{ErrorCode::kInvalidInput, "out",
                 "is " + std::to_string(out.width) + " x " + std::to_string(out.height) + " px with " +
                     std::to_string(out.channels) + " channels",
                 "the photo's " + std::to_string(in.width) + " x " + std::to_string(in.height) + " px with " +
                     std::to_string(in.channels)};
  if (!out.sound())
    return Error{ErrorCode::kInvalidInput, "out",
                 out.data == nullptr ? "has no pixels" : "its rows are " + std::to_string(out.row_stride) + " apart",
                 "pixels of your own, with a stride of at least a row"};
  if (std::find(kAllLights.begin(), kAllLights.end(), options.light) == kAllLights.end())
    return Error{ErrorCode::kInvalidOption, "light", "found no value", "take one of the enum"};
  if (std::find(kAllShines.begin(), kAllShines.end(), options.shine) == kAllShines.end())
    return Error{ErrorCode::kInvalidOption, "shine", "found no value", "take one of the enum"};
  if (!(options.moment.age_days >= 0 && options.moment.age_days <= kMaxAgeDays))
    return Error{ErrorCode::kInvalidOption, "moment.age_days", "is " + format_text("%g", options.moment.age_days),
                 format_text("from 0 to %g days", kMaxAgeDays)};
  if (options.sessions < 0)
    return Error{ErrorCode::kInvalidOption, "sessions", "is " + std::to_string(options.sessions),
                 "the number of the last one to draw, or 0 for all"};
  if (!options.region) return {};
  const PixelRect& r = *options.region;
  if (r.x0 >= 0 && r.y0 >= 0 && r.x1 <= in.width && r.y1 <= in.height && !r.empty()) return {};
  return Error{ErrorCode::kInvalidInput, "region",
               "is " + std::to_string(r.x0) + ", " + std::to_string(r.y0) + " to " + std::to_string(r.x1) + ", " +
                   std::to_string(r.y1),
               "some pixels of the photo, from 0, 0 to " + std::to_string(in.width) + ", " + std::to_string(in.height)};
}

void draw_tiles(State& s, const InLight& light, const PixelRect& wanted, ImageView<unsigned char> out,
                const Exec& exec) {
  const Painter painter{light.pixels, s.tables, s.alpha, *s.at->field, light.map, s.recording, out.width, out.height};
  for_each_tile(exec, TileGrid(wanted), out.width, out.height,
                [&](const PixelRect& tile, std::size_t) { paint_tile(painter, tile, wanted, out); });
}

/// Hair over dots, as the strands of the reading cover them.
Result<Image<float>> opacity_of_strands(const Photo& photo, const PhotoReading& reading, const Exec& exec) {
  if (!reading.strands || reading.strands->width() == 0) return Image<float>();
  if (Status status = check_hair(reading.strands->view(), photo); !status) return status.error();
  return strand_opacity(photo, *reading.strands, reading.head.mm_per_px, exec);
}

}  // namespace

const char* light_name(Light light) {
  switch (light) {
    case Light::kAsPhotographed:
      return "as-photographed";
    case Light::kDiffuse:
      return "diffuse";
    case Light::kFlash:
      return "flash";
    case Light::kSide:
      return "side";
  }
  return "";
}

const char* shine_name(SkinShine shine) {
  switch (shine) {
    case SkinShine::kMatte:
      return "matte";
    case SkinShine::kShiny:
      return "shiny";
    case SkinShine::kAsPhotographed:
      break;
  }
  return "as-photographed";
}

Drawing::Drawing(std::unique_ptr<detail::DrawingState> state) : state_(std::move(state)) {}
Drawing::Drawing(Drawing&&) noexcept = default;
Drawing& Drawing::operator=(Drawing&&) noexcept = default;
Drawing::~Drawing() = default;

const SolvedTone& Drawing::tone() const {
  return state_->tone;
}

PixelRect written_by(Drawing& drawing) {
  return drawing.state().written;
}

void take_over(Drawing& drawing, const PixelRect& written) {
  drawing.state().written = join(drawing.state().written, written);
}

Result<Drawing> prepare(const Photo& photo, const PhotoReading& reading, const Plan& plan, const Exec& exec) {
  const int width = photo.pixels.width(), height = photo.pixels.height();
  if (Status status = check_scene_size(reading.scene, width, height); !status) return status.error();
  if (Status status = check_photo(photo); !status) return status.error();
  if (Status status = check_plan(plan); !status) return status.error();
  if (Status status = check_reading(reading); !status) return status.error();
  if (!(reading.head.surface == plan.surface))
    return Error{ErrorCode::kInvalidInput, "reading", "its head is calibrated otherwise than the plan's",
                 "read the photo with ReadOptions::plan, or plan on this reading"};
  return in_stage(exec, "prepare drawing", [&]() -> Result<Drawing> {
    auto hair = opacity_of_strands(photo, reading, exec);
    if (!hair) return hair.error();
    const double mm_per_px = reading.head.view.camera.mm_per_px;
    SolvedTone tone = tone_on(reading, plan.mix, plan.mid_scalp_per_cm2 / 100, plan.treatment);
    SeenDots seen = see_dots(plan, reading.head.view, stroke_of(plan.treatment.needle, tone.diameter_mm).aspect, exec);
    const Recording recording = recording_of(reading.camera, photo.monochrome, reading.bare_scalp);
    const PixelRect reach = rect_around(seen.dots, mm_per_px, recording.apron_px, width, height);
    Matte matte{reading.outline, reading.scene.exclude, hair->view()};
    MatteTiles alpha(photo, matte, mm_per_px, reach, exec);
    matte.hair = {};
    auto state = std::make_unique<State>(State{photo,
                                               reading,
                                               plan,
                                               skin_under_dots(reading.skin),
                                               std::move(tone),
                                               std::move(seen),
                                               std::move(matte),
                                               std::move(alpha),
                                               recording,
                                               SceneTables(reading.skin.curve),
                                               box_of(reading.outline.points, 0, 0, photo.pixels.view()),
                                               reach,
                                               {},
                                               {},
                                               {},
                                               {}});
    state->as_photographed.pixels = pixels_of(photo);
    state->as_photographed.map = shine_of(*state, state->as_photographed.pixels, exec);
    if (is_cancelled(exec)) return cancelled_error();
    return Drawing(std::move(state));
  });
}

Result<Drawn> draw(Drawing& drawing, const DrawOptions& options, ImageView<unsigned char> out, const Exec& exec) {
  State& s = drawing.state();
  if (Status status = check_target(s, options, out); !status) return status.error();
  if (Status status = set_moment(s, options, exec); !status) return status.error();
  if (Status status = set_light(s, options, exec); !status) return status.error();
  const bool own_light = options.light == Light::kAsPhotographed && options.shine == SkinShine::kAsPhotographed;
  const InLight& light = own_light ? s.as_photographed : *s.lit;
  const PixelRect changed = join(s.reach, light.rect);
  const PixelRect region = options.region.value_or(PixelRect{0, 0, out.width, out.height});
  // What an earlier drawing changed, in another light, is put right again.
  const PixelRect wanted = meet(region, join(changed, s.written));
  s.written = join(s.written, changed);
  Drawn drawn;
  drawn.written = wanted;
  return in_stage(exec, "draw dots", [&]() -> Result<Drawn> {
    draw_tiles(s, light, wanted, out, exec);
    if (is_cancelled(exec)) return cancelled_error();
    drawn.pigment_left = s.at->state.strength;
    drawn.dots = s.at->dots.size();
    drawn.warnings = s.tone.warnings;
    if (drawn.dots == 0) drawn.warnings.emplace_back("dots: the photo sees none of the plan's; nothing was drawn");
    const std::vector<std::string>& of_moment = s.at->state.warnings;
    drawn.warnings.insert(drawn.warnings.end(), of_moment.begin(), of_moment.end());
    if (light.relighting)
      drawn.warnings.insert(drawn.warnings.end(), light.relighting->warnings.begin(), light.relighting->warnings.end());
    return std::move(drawn);
  });
}

Result<Photo> draw_photo(Drawing& drawing, const DrawOptions& options, const Exec& exec) {
  Photo after = drawing.state().photo;
  const auto drawn = draw(drawing, options, after.pixels.view(), exec);
  if (!drawn) return drawn.error();
  return after;
}

}  // namespace tonsure
