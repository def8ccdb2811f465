// stubble_patch PHOTO SCENE --out DIR [--at X,Y --side PX]: how well the library re-creates real stubble. Takes a
// square of it out of a photo, draws dots matched to it instead, compares the two, and shows them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/metrics/stubble_patch.h>
#include <tonsure/preview/composite.h>
#include <tonsure/session/match.h>
#include <tonsure/session/session.h>

#include "choose.h"
#include "erase.h"

namespace tonsure::stubble_patch {
namespace {

using nlohmann::ordered_json;

constexpr int kMarginPx = 8;    // erased and drawn around the square, so that it meets dots on all sides
constexpr int kBarePx = 40;     // side of the square of bare skin whose texture is used
constexpr int kContextPx = 24;  // shown around the square
constexpr int kEnlarge = 3;
constexpr int kGapPx = 6;
constexpr int kBlockPx = 16;  // whose mean colours are compared: the eye does not see single dots from afar

struct Arguments {
  std::string photo, scene, out, treatment;
  std::vector<int> at;
  int side = 64;
  double learn_around = 0.5;
};

PhotoSquare grown(const PhotoSquare& s, int by) {
  return {s.x - by, s.y - by, s.side + 2 * by};
}

LinearRgb mean_color(const Photo& photo, int x0, int y0, int side) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  for (int y = y0; y < y0 + side; ++y)
    for (int x = x0; x < x0 + side; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        sum[c] += static_cast<double>(linear[photo.pixels.view().pixel(x, y)[c]]) / (1.0 * side * side);
  return sum;
}

/// Mean CIEDE2000 between the mean colours of the blocks of two patches.
double block_delta_e(const Photo& a, const Photo& b, const PhotoSquare& s) {
  double sum = 0, count = 0;
  for (int y = s.y; y + kBlockPx <= s.y + s.side; y += kBlockPx) {
    for (int x = s.x; x + kBlockPx <= s.x + s.side; x += kBlockPx) {
      sum += delta_e_2000(to_lab(mean_color(a, x, y, kBlockPx)), to_lab(mean_color(b, x, y, kBlockPx)));
      ++count;
    }
  }
  return sum / count;
}

/// The dots of a match in a square, as the photo sees them.
Result<std::vector<PhotoDot>> dots_in(const Scene& scene, const PhotoSquare& square, const Treatment& matched) {
  Scene patch = scene;
  patch.scalp_region = corners_of(square);
  patch.hairline = Points<PhotoPx>{};
  patch.existing_hair.clear();
  patch.exclude.clear();
  Treatment treatment = matched;
  treatment.density.border_feather_mm = 0;
  const auto plan = make_plan(patch, treatment);
  if (!plan) return plan.error();
  // The head as it was fitted for the plan: where there is little to go by, another region means another pose.
  const auto head = fit_head(patch);
  if (!head) return head.error();
  std::vector<PhotoDot> dots;
  for (std::size_t i = 0; i < plan->dots.size(); ++i) {
    const Projection seen = project(head->surface, head->view, plan->dots.head[i]);
    if (seen.cos_view <= 0) continue;
    PhotoDot dot;
    dot.position = seen.position;
    dot.px_per_mm = footprint(head->surface, head->view, plan->dots.head[i]);
    dot.size = plan->dots.diameter_mm[i] / static_cast<float>(treatment.needle.diameter_mm);
    dot.deeper_mm = plan->dots.depth_mm[i] - static_cast<float>(treatment.needle.depth_mm);
    dot.strength = plan->dots.strength[i];
    dots.push_back(dot);
  }
  return dots;
}

ordered_json to_json(const Measured& m) {
  return m.known ? ordered_json{{"value", m.value}, {"error", m.error}} : ordered_json(nullptr);
}

ordered_json to_json(const StubbleMeasure& m) {
  return {{"found", m.found},
          {"why_not", m.why_not},
          {"delta_l", to_json(m.delta_l)},
          {"minus_log_ratio", m.minus_log_ratio},
          {"dots", m.dots},
          {"px_per_spacing", m.px_per_spacing},
          {"elongated_share", m.elongated_share},
          {"density_per_cm2", to_json(m.density_per_cm2)},
          {"nn_mean", to_json(m.nn_mean)},
          {"nn_sd", to_json(m.nn_sd)},
          {"diameter_mm", to_json(m.diameter_mm)},
          {"centre_ratio", m.centre_ratio}};
}

/// Pieces of pictures beside each other, enlarged.
Image<unsigned char> triptych(const std::vector<const Photo*>& photos, const PhotoSquare& shown) {
  const int side = shown.side * kEnlarge;
  Image<unsigned char> out(static_cast<int>(photos.size()) * (side + kGapPx) - kGapPx, side, 3, 255);
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto from = photos[i]->pixels.view();
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        std::copy_n(from.pixel(std::clamp(shown.x + x / kEnlarge, 0, from.width - 1),
                               std::clamp(shown.y + y / kEnlarge, 0, from.height - 1)),
                    3, out.view().pixel(static_cast<int>(i) * (side + kGapPx) + x, y));
  }
  return out;
}

int fail(const Error& error) {
  std::fprintf(stderr, "stubble_patch: %s\n", error.message().c_str());
  return error.code == ErrorCode::kCannotWrite ? 4 : 3;
}

int run(const Arguments& a) {
  const auto photo = read_photo(a.photo);
  if (!photo) return fail(photo.error());
  auto scene = read_scene(a.scene);
  if (!scene) return fail(scene.error());
  if (Status status = check_scene_size(*scene, photo->pixels.width(), photo->pixels.height()); !status)
    return fail(status.error());
  use_lens_of(*photo, *scene);
  const auto head = fit_head(*scene);
  if (!head) return fail(head.error());
  const auto reading = read_skin(*photo, *scene, *head);
  if (!reading) return fail(reading.error());
  const CameraTrace camera = estimate_camera(*photo, scene->scalp_region, scene->head_outline);

  std::vector<PhotoSquare> squares;
  if (a.at.size() == 2)
    squares = {{a.at[0] - a.side / 2, a.at[1] - a.side / 2, a.side}};
  else
    squares = choose_stubble(*photo, *scene, *head, a.side);
  if (squares.empty())
    return fail({ErrorCode::kInvalidInput, "existing_hair", "holds no square of that size that faces the camera",
                 "name one with --at, or give a smaller --side"});
  const auto bare = choose_bare(*photo, *scene, *head, kBarePx);
  if (!bare) return fail({ErrorCode::kInvalidInput, "scalp_region", "holds no bare skin that faces the camera", ""});
  const auto start = a.treatment.empty() ? Result<Treatment>(Treatment{}) : read_treatment(a.treatment);
  if (!start) return fail(start.error());

  // The first of them in which stubble is seen; how well it is met has no say.
  const auto match_of = [&](const PhotoSquare& square) {
    Scene learnt = *scene;
    learnt.existing_hair = {corners_of(grown(square, static_cast<int>(a.learn_around * a.side)))};
    return match_stubble(*photo, learnt, *head, *reading, camera, *start);
  };
  const PhotoSquare* square = squares.data();
  auto match = match_of(*square);
  for (std::size_t i = 1; i < squares.size() && !match; ++i) {
    square = &squares[i];
    match = match_of(*square);
  }
  if (!match) return fail(match.error());

  const PhotoSquare drawn = grown(*square, kMarginPx);
  const auto erased = erase_square(*photo, drawn, match->measured.minus_log_ratio, *bare);
  if (!erased) return fail(erased.error());
  const auto dots = dots_in(*scene, grown(drawn, kMarginPx), match->treatment);
  if (!dots) return fail(dots.error());
  const SkinOptics& optics = reading->fit.optics;
  Deposit deposit = deposit_of(match->treatment.needle, match->tone.diameter_mm);
  deposit.absorption_per_mm = match->tone.absorption_per_mm;
  const DotKernels kernels = make_dot_kernels(optics, deposit, {match->treatment.needle.depth_sd_mm});
  const LinearRgb skin = mean_color(*erased, drawn.x, drawn.y, drawn.side);
  // The matte ends the dots where the erased square ends: half a dot on its rim, as on all of its sides.
  const Matte matte{{corners_of(drawn), {0, 0, 0, 0}}, {}};
  const auto again = draw_dots(*erased, *dots, kernels, matte, {head->mm_per_px, skin, camera});
  if (!again) return fail(again.error());

  const auto was = measure_patch(*photo, *square), is = measure_patch(*again, *square);
  if (!was) return fail(was.error());
  if (!is) return fail(is.error());
  const std::vector<Points<PhotoPx>> regions = {corners_of(*square)};
  const auto was_stubble = measure_stubble(*photo, regions, head->mm_per_px, skin, camera);
  const auto is_stubble = measure_stubble(*again, regions, head->mm_per_px, skin, camera);
  if (!was_stubble) return fail(was_stubble.error());
  if (!is_stubble) return fail(is_stubble.error());
  std::vector<double> db;
  for (std::size_t i = 0; i < was->power.size(); ++i) db.push_back(10 * std::log10(is->power[i] / was->power[i]));

  if (Status status = make_folder(a.out); !status) return fail(status.error());
  OutputFiles files;
  const auto picture = triptych({&*photo, &*erased, &*again}, grown(*square, kContextPx));
  Status status = files.add((std::filesystem::path(a.out) / "triptych.png").string(), encode_png(picture.view(), {}));
  if (status) status = files.commit();
  if (!status) return fail(status.error());

  const SolvedTone& tone = match->tone;
  const ordered_json out = {{"patch", {square->x, square->y, square->side}},
                            {"bare", {bare->x, bare->y, bare->side}},
                            {"mm_per_px", head->mm_per_px},
                            {"cos_view", match->cos_view},
                            {"camera",
                             {{"blur_px", camera.blur_px},
                              {"blur_measured", camera.blur_measured},
                              {"sharpening_measured", camera.sharpening_measured},
                              {"sharpening", camera.sharpening},
                              {"sharpening_radius_px", camera.sharpening_radius_px},
                              {"chroma_px", camera.chroma_px},
                              {"noise", camera.noise},
                              {"noise_correlation_px", camera.noise_correlation_px}}},
                            {"delta_e_2000_mean_color", delta_e_2000(to_lab(was->mean), to_lab(is->mean))},
                            {"delta_e_2000", block_delta_e(*photo, *again, *square)},
                            {"spectrum_worst_db", worst_spectrum_difference_db(*was, *is)},
                            {"spectrum_step", was->step},
                            {"spectrum_db", db},
                            {"spectrum_was", was->power},
                            {"original", to_json(*was_stubble)},
                            {"drawn", to_json(*is_stubble)},
                            {"dots", dots->size()},
                            {"treatment",
                             {{"target_delta_l", match->treatment.pigment.target_delta_l},
                              {"hue", {match->treatment.pigment.hue_green, match->treatment.pigment.hue_blue}},
                              {"needle_mm", match->treatment.needle.diameter_mm},
                              {"peak_per_cm2", match->treatment.density.peak_per_cm2},
                              {"within_hair", match->treatment.density.within_hair}}},
                            {"tone",
                             {{"delta_l", tone.delta_l},
                              {"ratio", tone.ratio},
                              {"diameter_mm", tone.diameter_mm},
                              {"dilution", tone.blend.dilution},
                              {"warm_share", tone.blend.warm_share}}},
                            {"skin", {{"melanin", optics.melanin}, {"blood", optics.blood}}},
                            {"left", {match->left_delta_l, match->left_a, match->left_b}},
                            {"chosen", match->chosen},
                            {"left_over", match->left_over}};
  std::printf("%s\n", out.dump(1).c_str());
  return 0;
}

}  // namespace
}  // namespace tonsure::stubble_patch

int main(int argc, char** argv) {
  tonsure::stubble_patch::Arguments a;
  CLI::App app("takes a square of real stubble out of a photo, draws it again, and compares");
  app.add_option("PHOTO", a.photo)->required();
  app.add_option("SCENE", a.scene)->required();
  app.add_option("--out", a.out, "folder for triptych.png")->required();
  app.add_option("--at", a.at, "the square's middle, px (default: the flattest, sharpest in existing hair)")
      ->delimiter(',')
      ->expected(2);
  app.add_option("--side", a.side, "px")->check(CLI::Range(32, 512))->capture_default_str();
  app.add_option("--treatment", a.treatment, "what is not matched");
  app.add_option("--around", a.learn_around, "match to stubble this far around the square, too, in its sides")
      ->check(CLI::Range(0.0, 4.0))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return tonsure::stubble_patch::run(a);
}
