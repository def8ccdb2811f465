#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include <tonsure/deposit/moment.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/session/match.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "reading_json.h"

namespace tonsure::command {
namespace {

struct Arguments {
  std::string photo;
  std::string scene;
  TreatmentArguments treatment;
  MeshArguments mesh;
  std::string plan;
  std::string age = "28d";
  std::string light = light_name(Light::kAsPhotographed);
  std::string shine = shine_name(SkinShine::kAsPhotographed);
  std::string match;
  std::string mask;
  std::string hair_mask = "auto";
  OutputArguments output;
};

constexpr long long kBesidePixels = 16'000'000;  // of each half of before-after.png; after.png is always full size
constexpr int kPageQuality = 92;

std::string scene_beside(const std::string& photo) {
  return std::filesystem::path(photo).replace_extension(".scene.json").string();
}

std::string text(const char* format, auto... values) {
  std::array<char, 160> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

Vec2<PhotoPx> middle_of(const Points<PhotoPx>& points) {
  Vec2<PhotoPx> sum;
  for (const auto p : points) sum = sum + p;
  return (1.0 / static_cast<double>(points.size())) * sum;
}

/// The value of an enumeration that a flag names.
template <class Enum, std::size_t N>
Result<Enum> named(const std::array<Enum, N>& all, const char* (*name_of)(Enum), const char* flag,
                   const std::string& name) {
  std::string names;
  for (const Enum value : all) {
    if (name == name_of(value)) return value;
    names += (names.empty() ? "" : ", ") + std::string(name_of(value));
  }
  return Error{ErrorCode::kInvalidOption, flag, "'" + name + "' is unknown", names};
}

/// Everything the outputs are made from.
struct Outcome {
  const Arguments& arguments;
  const Photo& before;
  const Scene& scene;
  const Plan& plan;
  const Preview& preview;
  const Moment& moment;
  const std::vector<std::string>& warnings;
};

std::string page(const Outcome& r) {
  const auto before = encode_jpeg(r.before.pixels.view(), kPageQuality);
  const auto after = encode_jpeg(r.preview.after.pixels.view(), kPageQuality);
  PreviewPage page;
  page.title = std::filesystem::path(r.arguments.photo).filename().string();
  page.before_jpeg = before;
  page.after_jpeg = after;
  page.width_px = r.before.pixels.width();
  page.height_px = r.before.pixels.height();
  page.mm_per_px = r.preview.head.mm_per_px;
  page.scale_sd = r.preview.head.scale_sd;
  page.scale_basis = r.preview.head.scale_basis;
  page.moment = moment_name(r.moment);
  const SolvedTone& tone = r.preview.tone;
  page.facts = {{"Dots", std::to_string(r.plan.dots.size())},
                {"Sessions", std::to_string(r.plan.sessions())},
                {"Area", text("%.0f cm²", r.plan.area_cm2)},
                {"Peak density", text("%.0f dots/cm²", r.plan.mid_scalp_per_cm2)},
                {"Dot diameter, healed", text("%.2f mm", tone.diameter_mm)},
                {"Tone of the mid-scalp", text("L* %+.1f", tone.delta_l)},
                {"Needling", text("%.0f to %.0f hours", r.plan.hours.low, r.plan.hours.high)},
                {"Style, seed", r.plan.treatment.name + ", " + std::to_string(r.plan.treatment.seed)},
                {"Plan", hash_text(plan_hash(r.plan))}};
  page.focus = middle_of(r.scene.scalp_region);
  page.warnings = r.warnings;
  page.report = report_plan(r.plan);
  page.risks = risk_notes(r.plan, *page.report);
  return preview_page_html(page);
}

/// Writes all files of a preview, each encoded on its own thread.
Status write_outputs(const Outcome& r) {
  if (Status status = make_folder(r.arguments.output.out); !status) return status;
  const std::string note =
      "simulated preview of scalp micropigmentation, " + moment_name(r.moment) + "; not a photograph";
  const PictureText metadata = {{"Software", "tonsure"}, {"Comment", note}};
  const auto path = [&](const char* name) { return in_folder(r.arguments.output.out, name); };
  OutputFiles files;
  const std::array<std::function<Status()>, 6> jobs = {
      [&] {
        return files.add(path("before-after.png"),
                         encode_png(beside(r.before, r.preview.after, kBesidePixels).view(), metadata));
      },
      [&] { return files.add(path("after.png"), encode_png(r.preview.after.pixels.view(), metadata)); },
      [&] {
        return files.add(
            path("split.png"),
            encode_png(split(r.before, r.preview.after, r.preview.head.view.camera.center.x).view(), metadata));
      },
      [&] { return files.add(path("preview.html"), page(r)); },
      [&] { return files.add(path("plan.json"), plan_to_json(r.plan)); },
      [&] { return files.add(path("dots.csv"), plan_dots_to_csv(r.plan, r.preview.head.view, r.scene)); }};
  std::array<Status, jobs.size()> done;
  parallel_for(r.arguments.output.exec(), jobs.size(), [&](std::size_t i) { done[i] = jobs[i](); });
  for (const Status& status : done)
    if (!status) return status;
  return files.commit();
}

/// The treatment that meets the stubble in the photo.
Result<StubbleMatch> match_to_stubble(const Photo& photo, const Scene& scene, const std::optional<ScannedHead>& scan,
                                      const Treatment& start, const Exec& exec) {
  const auto head = scan ? fit_view(scene, scan->surface) : fit_head(scene);
  if (!head) return head.error();
  const auto reading = read_skin(photo, scene, *head, exec);
  if (!reading) return reading.error();
  return match_stubble(photo, scene, *head, *reading, estimate_camera(photo, scene.scalp_region, scene.head_outline),
                       start);
}

/// What the photo shows of hair, and what was painted over it.
Result<PhotoMasks> load_masks(const Arguments& a, const Photo& photo, const Scene& scene,
                              const std::optional<ScannedHead>& scan, const Treatment& treatment) {
  auto seen = masks_from_photo(photo, scene, scan ? &scan->surface : nullptr, treatment, a.output.exec());
  if (!seen) return in_file(a.scene.empty() ? scene_beside(a.photo) : a.scene, seen.error());
  PhotoMasks masks = std::move(*seen);
  const auto read = [&](const std::string& file, Image<float>& mask) -> Status {
    if (file.empty()) return {};
    auto grey = read_grey_image(file);
    if (!grey) return grey.error();
    mask = std::move(*grey);
    if (const Status status = check_masks(masks, scene); !status) return in_file(file, status.error());
    return {};
  };
  if (Status status = read(a.mask, masks.density); !status) return status.error();
  if (a.hair_mask == "none") {
    masks.hair = {};
  } else if (a.hair_mask != "auto") {
    if (Status status = read(a.hair_mask, masks.hair); !status) return status.error();
  }
  return masks;
}

void tell_match(const Arguments& a, const StubbleMatch& match) {
  for (const std::string& sentence : match.chosen) say(a.output.json, "matched: " + sentence);
  for (const std::string& sentence : match.left_over) say(a.output.json, "left over: " + sentence);
}

int run(const Arguments& a) {
  const auto moment = parse_moment(a.age);
  if (!moment) return report_usage(moment.error());
  const auto light = named(kAllLights, light_name, "--light", a.light);
  if (!light) return report_usage(light.error());
  const auto shine = named(kAllShines, shine_name, "--shine", a.shine);
  if (!shine) return report_usage(shine.error());
  if (!a.match.empty() && !a.plan.empty())
    return report_usage({ErrorCode::kInvalidOption, "--match", "cannot change a plan that is made",
                         "make the plan with the match, then draw it"});
  if (!a.match.empty() && a.match != "stubble")
    return report_usage({ErrorCode::kInvalidOption, "--match", "'" + a.match + "' is nothing to match", "stubble"});

  Stopwatch watch;
  Progress progress;
  progress.step(0, "reading " + a.photo);
  const auto photo = read_photo(a.photo);
  const std::string scene_file = a.scene.empty() ? scene_beside(a.photo) : a.scene;
  progress.clear();
  if (!photo) return report(photo.error());
  if (a.scene.empty() && !std::filesystem::exists(scene_file)) {
    return report({ErrorCode::kInvalidInput, a.photo, "no scene: " + scene_file + " does not exist",
                   "annotate the photo with tools/annotate.html, or name a scene with --scene"});
  }
  auto scene = read_scene(scene_file);
  if (!scene) return report(scene.error());
  if (Status status = check_scene_size(*scene, photo->pixels.width(), photo->pixels.height()); !status)
    return report(in_file(scene_file, status.error()));
  use_lens_of(*photo, *scene);
  const auto scan = load_mesh(a.mesh);
  if (!scan) return report(scan.error());
  if (*scan) place_camera(**scan, *scene);
  auto treatment = load_treatment(a.treatment);
  if (!treatment) return report(treatment.error());
  std::optional<StubbleMatch> match;
  if (!a.match.empty()) {
    progress.step(0.1, "looking at the client's own hair");
    auto matched = match_to_stubble(*photo, *scene, *scan, *treatment, a.output.exec());
    progress.clear();
    if (!matched) return report(in_file(scene_file, matched.error()));
    match = std::move(*matched);
    *treatment = match->treatment;
  }
  const auto masks = load_masks(a, *photo, *scene, *scan, *treatment);
  if (!masks) return report(masks.error());
  const double load_ms = watch.lap_ms();

  progress.step(0.15, "placing dots");
  auto plan = !a.plan.empty() ? read_plan(a.plan)
              : *scan         ? make_plan({&*scene, 1}, (*scan)->surface, *treatment, a.output.exec(), {&*masks, 1})
                              : make_plan({&*scene, 1}, *treatment, a.output.exec(), {&*masks, 1});
  const double plan_ms = watch.lap_ms();
  progress.clear();
  if (!plan) return report(in_file(a.plan.empty() ? scene_file : a.plan, plan.error()));
  progress.step(0.3, "drawing");
  const auto preview =
      draw_preview(*photo, *scene, *plan, {.moment = *moment, .light = *light, .shine = *shine, .hair = &masks->hair},
                   a.output.exec());
  const double render_ms = watch.lap_ms();
  progress.clear();
  if (!preview) return report(in_file(scene_file, preview.error()));

  if (!plan->mix) plan->mix = mix_of(preview->tone);
  std::vector<std::string> warnings = plan->warnings;
  if (*scan) warnings.insert(warnings.end(), (*scan)->warnings.begin(), (*scan)->warnings.end());
  for (const std::string& warning : preview->warnings)
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) warnings.push_back(warning);
  progress.step(0.5, "writing " + a.output.out);
  const Status written = write_outputs({a, *photo, *scene, *plan, *preview, *moment, warnings});
  progress.clear();
  if (!written) return report(written.error());

  print_warnings(warnings);
  if (match) tell_match(a, *match);
  say(a.output.json, std::to_string(preview->dots_drawn) + " dots drawn, " + moment_name(*moment) + ": " +
                         in_folder(a.output.out, "preview.html"));
  if (a.output.json) {
    const SolvedTone& tone = preview->tone;
    print_json({{"dots", plan->dots.size()},
                {"dots_drawn", preview->dots_drawn},
                {"sessions", plan->sessions()},
                {"dots_by_session", dots_by_session(*plan)},
                {"area_cm2", plan->area_cm2},
                {"density_per_cm2", static_cast<double>(plan->dots.size()) / plan->area_cm2},
                {"plan_hash", hash_text(plan_hash(*plan))},
                {"mm_per_px", preview->head.mm_per_px},
                {"mm_per_px_sd", preview->head.scale_sd * preview->head.mm_per_px},
                {"age_days", moment->age_days},
                {"skin_linear_rgb", preview->skin},
                {"skin", skin_json(preview->reading)},
                {"camera", camera_json(preview->camera)},
                {"match", match ? match_json(*match) : nlohmann::ordered_json(nullptr)},
                {"tone",
                 {{"target_delta_l", tone.target_delta_l},
                  {"delta_l", tone.delta_l},
                  {"ratio_rgb", tone.ratio},
                  {"dilution", tone.blend.dilution},
                  {"warm_share", tone.blend.warm_share},
                  {"diameter_mm", tone.diameter_mm}}},
                {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"render", render_ms}, {"write", watch.lap_ms()}}},
                {"warnings", warnings}});
  }
  return kDone;
}

}  // namespace

void add_preview(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("preview", "draw a treatment on a photo of a head");
  command->add_option("PHOTO", a->photo, "JPEG, PNG, TIFF or WebP")->required();
  command->add_option("--scene", a->scene, "scene file (default: NAME.scene.json beside the photo)");
  add_treatment(*command, a->treatment);
  add_mesh(*command, a->mesh);
  command->add_option("--plan", a->plan, "draw this plan instead of making one");
  command->add_option("--age", a->age, "time since the last session, e.g. 28d, 6mo, 5y (default 28d: healed)");
  command->add_option("--light", a->light,
                      "as-photographed (default), diffuse, flash or side: an approximation of other light");
  command->add_option("--match", a->match, "stubble: mix the pigment to meet the client's own shaved hair");
  command->add_option("--mask", a->mask,
                      "grey image as large as the photo: black keeps skin bare, white treats it fully");
  command->add_option(
      "--hair-mask", a->hair_mask,
      "auto (default: strands of hair are looked for), none, or a grey image as large as the photo, white "
      "where strands cover it; dots go between them");
  command->add_option("--shine", a->shine, "as-photographed (default), matte or shiny skin");
  add_output(*command, a->output,
             "folder for after.png, before-after.png, split.png, dots.csv, plan.json, preview.html");
  command->footer(
      "Examples:\n"
      "  tonsure preview head.jpg --out result\n"
      "  tonsure preview head.jpg --scene other.scene.json --style soft --age 5y --seed 7 --out result --json");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
