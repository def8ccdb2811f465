// stubble_patch PHOTO SCENE [--out DIR] [--at X,Y --side PX | --grid SIDE,STEP --in NAME]: how well the library
// re-creates real stubble. Takes a square of it out of a photo, draws dots matched to it instead, compares the two, and
// shows them. On a grid, every square of a region: a line of JSON each, and a summary.
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
#include <tonsure/match/match.h>
#include <tonsure/session/session.h>
#include "drawing/draw_dots.h"
#include "metrics/stubble_patch.h"

#include "choose.h"
#include "erase.h"
#include "optics/dot_kernels.h"
#include "optics/solve_tone.h"
#include "reading/stubble.h"
#include "reading/stubble_cells.h"
#include "scalp/calibrate.h"

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
  std::string photo, scene, out, treatment, in = "existing_hair";
  std::vector<int> at, grid;
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

/// What is known of a photo before a square is chosen.
struct Stage {
  Photo photo;
  PhotoReading reading;
  PhotoSquare bare;
  Treatment start;
};

Result<Stage> set_stage(const Arguments& a) {
  auto photo = load_photo(a.photo);
  if (!photo) return photo.error();
  auto scene = load_scene(a.scene);
  if (!scene) return scene.error();
  auto readings = read_photos({&*photo, 1}, {&*scene, 1}, {.strands = false});
  if (!readings) return readings.error();
  PhotoReading& reading = readings->front();
  if (!reading.skin_not_read.empty())
    return Error{ErrorCode::kInvalidInput, "head_outline", reading.skin_not_read, "use another photo"};
  const auto bare = choose_bare(*photo, reading.scene, reading.head, kBarePx);
  if (!bare)
    return Error{ErrorCode::kInvalidInput, "scalp_region", "holds no bare skin that faces the camera",
                 "outline some, or use another photo"};
  auto start = a.treatment.empty() ? Result<Treatment>(Treatment{}) : load_treatment(a.treatment);
  if (!start) return start.error();
  return Stage{std::move(*photo), std::move(reading), *bare, std::move(*start)};
}

Result<StubbleMatch> match_of(const Stage& stage, const PhotoSquare& square, double around) {
  PhotoReading learnt = stage.reading;
  learnt.scene.existing_hair = {corners_of(grown(square, static_cast<int>(around * square.side)))};
  auto stubble = read_stubble(stage.photo, learnt, {});
  if (!stubble) return stubble.error();
  learnt.stubble = std::move(*stubble);
  return match_stubble(stage.photo, learnt, stage.start);
}

/// A square without its stubble, and with dots instead.
struct Redrawn {
  Photo erased, again;
  LinearRgb skin = {};
  std::size_t dots = 0;
};

Result<Redrawn> redraw(const Stage& stage, const PhotoSquare& square, const StubbleMatch& match) {
  Redrawn out;
  const PhotoSquare drawn = grown(square, kMarginPx);
  auto erased = erase_square(stage.photo, drawn, match.measured.minus_log_ratio, stage.bare);
  if (!erased) return erased.error();
  out.erased = std::move(*erased);
  const auto dots = dots_in(stage.reading.scene, grown(drawn, kMarginPx), match.treatment);
  if (!dots) return dots.error();
  out.dots = dots->size();
  Deposit deposit = deposit_of(match.treatment.needle, match.tone.diameter_mm);
  deposit.absorption_per_mm = match.tone.absorption_per_mm;
  const DotKernels kernels =
      make_dot_kernels(stage.reading.skin.fit.optics, deposit, {match.treatment.needle.depth_sd_mm});
  out.skin = mean_color(out.erased, drawn.x, drawn.y, drawn.side);
  // The matte ends the dots where the erased square ends: half a dot on its rim, as on all of its sides.
  const Matte matte{{corners_of(drawn), {0, 0, 0, 0}}, {}};
  auto again =
      draw_dots(out.erased, *dots, kernels, matte, {stage.reading.head.mm_per_px, out.skin, stage.reading.camera});
  if (!again) return again.error();
  out.again = std::move(*again);
  return out;
}

/// What drawing changed, on middle grey: the dots alone.
Photo change_of(const Redrawn& redrawn) {
  Photo change = redrawn.again;
  const auto before = redrawn.erased.pixels.view();
  const auto after = change.pixels.view();
  constexpr int kGrey = 200;
  for (int y = 0; y < after.height; ++y)
    for (int x = 0; x < after.width; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        after.pixel(x, y)[c] =
            static_cast<unsigned char>(std::clamp(kGrey + after.pixel(x, y)[c] - before.pixel(x, y)[c], 0, 255));
  return change;
}

/// How alike a square and what is drawn in its place are.
struct Likeness {
  double delta_e = 0, delta_e_of_means = 0, worst_db = 0;
  PatchReport was, is, fill, dots;
};

Result<Likeness> compare(const Stage& stage, const PhotoSquare& square, const Redrawn& redrawn) {
  const auto was = measure_patch(stage.photo, square), is = measure_patch(redrawn.again, square),
             fill = measure_patch(redrawn.erased, square), dots = measure_patch(change_of(redrawn), square);
  for (const auto* report : {&was, &is, &fill, &dots})
    if (!*report) return report->error();
  return Likeness{block_delta_e(stage.photo, redrawn.again, square),
                  delta_e_2000(to_lab(was->mean), to_lab(is->mean)),
                  worst_spectrum_difference_db(*was, *is),
                  *was,
                  *is,
                  *fill,
                  *dots};
}

/// Powers relative to those of the original, dB.
std::vector<double> decibels(const PatchReport& of, const PatchReport& to) {
  std::vector<double> db;
  for (std::size_t i = 0; i < of.power.size(); ++i)
    db.push_back(std::round(100 * 10 * std::log10(std::max(1e-9, of.power[i]) / std::max(1e-9, to.power[i]))) / 100);
  return db;
}

ordered_json to_json(const Treatment& treatment, const SolvedTone& tone) {
  return {{"target_delta_l", treatment.pigment.target_delta_l},
          {"hue", {treatment.pigment.hue_green, treatment.pigment.hue_blue}},
          {"needle_mm", treatment.needle.diameter_mm},
          {"diameter_cv", treatment.needle.diameter_cv},
          {"strength_cv", treatment.needle.strength_cv},
          {"angle_deg", treatment.needle.technique.angle_deg},
          {"peak_per_cm2", treatment.density.peak_per_cm2},
          {"within_hair", treatment.density.within_hair},
          {"delta_l", tone.delta_l},
          {"ratio", tone.ratio},
          {"diameter_mm", tone.diameter_mm},
          {"dilution", tone.blend.dilution},
          {"warm_share", tone.blend.warm_share}};
}

ordered_json to_json(const CameraTrace& camera) {
  return {{"blur_px", camera.blur_px},
          {"blur_measured", camera.blur_measured},
          {"sharpening_measured", camera.sharpening_measured},
          {"sharpening", camera.sharpening},
          {"sharpening_radius_px", camera.sharpening_radius_px},
          {"chroma_px", camera.chroma_px},
          {"noise", camera.noise},
          {"noise_correlation_px", camera.noise_correlation_px}};
}

ordered_json to_json(const Likeness& likeness) {
  return {{"delta_e_2000_mean_color", likeness.delta_e_of_means},
          {"delta_e_2000", likeness.delta_e},
          {"spectrum_worst_db", likeness.worst_db},
          {"spectrum_step", likeness.was.step},
          {"spectrum_was", likeness.was.power},
          {"spectrum_db", decibels(likeness.is, likeness.was)},
          {"spectrum_of_fill_db", decibels(likeness.fill, likeness.was)},
          {"spectrum_of_dots_db", decibels(likeness.dots, likeness.was)}};
}

Status save_triptych(const Arguments& a, const Stage& stage, const Redrawn& redrawn, const PhotoSquare& square,
                     const std::string& name) {
  if (a.out.empty()) return {};
  if (Status status = make_folder(a.out); !status) return status;
  OutputFiles files;
  const auto picture = triptych({&stage.photo, &redrawn.erased, &redrawn.again}, grown(square, kContextPx));
  Status status = files.add((std::filesystem::path(a.out) / name).string(), encode_png(picture.view(), {}));
  return status ? files.commit() : status;
}

int compare_one(const Arguments& a, const Stage& stage) {
  std::vector<PhotoSquare> squares;
  if (a.at.size() == 2)
    squares = {{a.at[0] - a.side / 2, a.at[1] - a.side / 2, a.side}};
  else
    squares = choose_stubble(stage.photo, stage.reading.scene, stage.reading.head, a.side);
  if (squares.empty())
    return fail({ErrorCode::kInvalidInput, "existing_hair", "holds no square of that size that faces the camera",
                 "name one with --at, or give a smaller --side"});
  // The first of them in which stubble is seen; how well it is met has no say.
  const PhotoSquare* square = squares.data();
  auto match = match_of(stage, *square, a.learn_around);
  for (std::size_t i = 1; i < squares.size() && !match; ++i) {
    square = &squares[i];
    match = match_of(stage, *square, a.learn_around);
  }
  if (!match) return fail(match.error());
  const auto redrawn = redraw(stage, *square, *match);
  if (!redrawn) return fail(redrawn.error());
  const auto likeness = compare(stage, *square, *redrawn);
  if (!likeness) return fail(likeness.error());
  const std::vector<Points<PhotoPx>> regions = {corners_of(*square)};
  const auto was =
      measure_stubble(stage.photo, regions, stage.reading.head.mm_per_px, redrawn->skin, stage.reading.camera);
  const auto is =
      measure_stubble(redrawn->again, regions, stage.reading.head.mm_per_px, redrawn->skin, stage.reading.camera);
  if (!was) return fail(was.error());
  if (!is) return fail(is.error());
  if (Status status = save_triptych(a, stage, *redrawn, *square, "triptych.png"); !status) return fail(status.error());

  const SkinOptics& optics = stage.reading.skin.fit.optics;
  ordered_json out = {{"patch", {square->x, square->y, square->side}},
                      {"bare", {stage.bare.x, stage.bare.y, stage.bare.side}},
                      {"mm_per_px", stage.reading.head.mm_per_px},
                      {"cos_view", match->cos_view},
                      {"camera", to_json(stage.reading.camera)}};
  out.update(to_json(*likeness));
  out.update(ordered_json{{"original", to_json(*was)},
                          {"drawn", to_json(*is)},
                          {"dots", redrawn->dots},
                          {"treatment", to_json(match->treatment, match->tone)},
                          {"skin", {{"melanin", optics.melanin}, {"blood", optics.blood}}},
                          {"left", {match->left_delta_l, match->left_a, match->left_b}},
                          {"chosen", match->chosen},
                          {"left_over", match->left_over}});
  std::printf("%s\n", out.dump(1).c_str());
  return 0;
}

/// Median, range, and in how many no more than 3.
ordered_json summary(std::vector<double> values) {
  if (values.empty()) return nullptr;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  const auto good = std::count_if(values.begin(), values.end(), [](double v) { return v <= 3; });
  return {{"median", 0.5 * (values[(n - 1) / 2] + values[n / 2])},
          {"least", values.front()},
          {"most", values.back()},
          {"at_most_3", good}};
}

/// Every square of a grid that lies in the region and faces the camera; none is chosen by its result.
int compare_grid(const Arguments& a, const Stage& stage) {
  const int side = a.grid[0], step = a.grid[1];
  const std::vector<Points<PhotoPx>> within = a.in == "scalp_region"
                                                  ? std::vector<Points<PhotoPx>>{stage.reading.scene.scalp_region}
                                                  : stage.reading.scene.existing_hair;
  std::vector<double> delta_e, worst, mean_db, mean_fill_db, mean_dots_db;
  int all = 0;
  for (const PhotoSquare& square : squares_on_grid(stage.photo, stage.reading.head, within, side, step)) {
    ++all;
    const auto match = match_of(stage, square, a.learn_around);
    if (!match) {
      const ordered_json line = {{"patch", {square.x, square.y, side}}, {"no_match", match.error().message()}};
      std::printf("%s\n", line.dump().c_str());
      continue;
    }
    const auto redrawn = redraw(stage, square, *match);
    if (!redrawn) return fail(redrawn.error());
    const auto likeness = compare(stage, square, *redrawn);
    if (!likeness) return fail(likeness.error());
    const std::string name = "triptych-" + std::to_string(square.x) + "-" + std::to_string(square.y) + ".png";
    if (Status status = save_triptych(a, stage, *redrawn, square, name); !status) return fail(status.error());
    ordered_json line = {{"patch", {square.x, square.y, side}}};
    line.update(to_json(*likeness));
    line["treatment"] = to_json(match->treatment, match->tone);
    std::printf("%s\n", line.dump().c_str());
    delta_e.push_back(likeness->delta_e);
    worst.push_back(likeness->worst_db);
    const auto add = [](std::vector<double>& sum, const std::vector<double>& db) {
      sum.resize(db.size(), 0.0);
      for (std::size_t i = 0; i < db.size(); ++i) sum[i] += db[i];
    };
    add(mean_db, decibels(likeness->is, likeness->was));
    add(mean_fill_db, decibels(likeness->fill, likeness->was));
    add(mean_dots_db, decibels(likeness->dots, likeness->was));
  }
  for (auto* sum : {&mean_db, &mean_fill_db, &mean_dots_db})
    for (double& db : *sum) db = std::round(10 * db / static_cast<double>(worst.size())) / 10;
  const ordered_json out = {{"squares", all},
                            {"matched", worst.size()},
                            {"camera", to_json(stage.reading.camera)},
                            {"delta_e_2000", summary(delta_e)},
                            {"spectrum_worst_db", summary(worst)},
                            {"spectrum_mean_db", mean_db},
                            {"spectrum_of_fill_mean_db", mean_fill_db},
                            {"spectrum_of_dots_mean_db", mean_dots_db}};
  std::printf("%s\n", out.dump().c_str());
  return 0;
}

int run(const Arguments& a) {
  const auto stage = set_stage(a);
  if (!stage) return fail(stage.error());
  return a.grid.size() == 2 ? compare_grid(a, *stage) : compare_one(a, *stage);
}

}  // namespace
}  // namespace tonsure::stubble_patch

int main(int argc, char** argv) {
  tonsure::stubble_patch::Arguments a;
  CLI::App app("takes a square of real stubble out of a photo, draws it again, and compares");
  app.add_option("PHOTO", a.photo)->required();
  app.add_option("SCENE", a.scene)->required();
  app.add_option("--out", a.out, "folder for triptych.png, on a grid triptych-X-Y.png");
  app.add_option("--at", a.at, "the square's middle, px (default: the flattest, sharpest in existing hair)")
      ->delimiter(',')
      ->expected(2);
  app.add_option("--side", a.side, "px")->check(CLI::Range(32, 512))->capture_default_str();
  app.add_option("--grid", a.grid, "all squares of a grid: their side and step, px")
      ->delimiter(',')
      ->expected(2)
      ->check(CLI::Range(8, 512))
      ->excludes("--at");
  app.add_option("--in", a.in, "where the grid lies")
      ->check(CLI::IsMember({"existing_hair", "scalp_region"}))
      ->capture_default_str();
  app.add_option("--treatment", a.treatment, "what is not matched");
  app.add_option("--around", a.learn_around, "match to stubble this far around the square, too, in its sides")
      ->check(CLI::Range(0.0, 4.0))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return tonsure::stubble_patch::run(a);
}
