#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <tonsure/deposit/moment.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/session/hairline_handles.h>
#include <tonsure/session/match.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "core/format_text.h"
#include "plan_table.h"
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
  const PlanReport& report;
  const std::vector<RiskNote>& risks;
  const std::vector<std::string>& warnings;
};

/// A word of a command line as a shell reads it back.
std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

/// The hairline to be bent in the page; a photo that the plan was not made of has none.
PageHairline hairline_of_page(const Outcome& r, const std::string& photo) {
  const HairlineHandles handles = hairline_handles(r.plan, r.scene, r.preview.head.view);
  PageHairline hairline;
  hairline.ways_mm.assign(kHairlineWaysMm.begin(), kHairlineWaysMm.end());
  for (const HairlineGuidePoint& point : handles.guide)
    hairline.guide.push_back({point.at, {point.ahead_px.begin(), point.ahead_px.end()}, point.shown});
  hairline.handles = handles.handles;
  hairline.treatment_json = treatment_to_json(r.plan.treatment);
  hairline.command = "tonsure preview " + quoted(photo) + " --treatment " + kPageTreatmentFile + " --out result";
  return hairline;
}

Result<std::string> page(const Outcome& r) {
  const auto before = encode_jpeg(r.before.pixels.view(), kPageQuality);
  if (!before) return before.error();
  const auto after = encode_jpeg(r.preview.after.pixels.view(), kPageQuality);
  if (!after) return after.error();
  PreviewPage page;
  page.title = std::filesystem::path(r.arguments.photo).filename().string();
  page.before_jpeg = *before;
  page.after_jpeg = *after;
  page.width_px = r.before.pixels.width();
  page.height_px = r.before.pixels.height();
  page.mm_per_px = r.preview.head.mm_per_px;
  page.scale_sd = r.preview.head.scale_sd;
  page.scale_basis = r.preview.head.scale_basis;
  page.moment = moment_name(r.moment);
  const SolvedTone& tone = r.preview.tone;
  page.facts = {{"Dots", std::to_string(r.plan.dots.size())},
                {"Sessions", std::to_string(r.plan.sessions())},
                {"Area", format_text("%.0f cm²", r.plan.area_cm2)},
                {"Peak density", format_text("%.0f dots/cm²", r.plan.mid_scalp_per_cm2)},
                {"Dot diameter, healed", format_text("%.2f mm", tone.diameter_mm)},
                {"Tone of the mid-scalp", format_text("L* %+.1f", tone.delta_l)},
                {"Needling", format_text("%.0f to %.0f hours", r.plan.hours.low, r.plan.hours.high)},
                {"Style, seed", r.plan.treatment.name + ", " + std::to_string(r.plan.treatment.seed)},
                {"Plan", hash_text(plan_hash(r.plan))}};
  page.focus = middle_of(r.scene.scalp_region);
  page.hairline = hairline_of_page(r, page.title);
  page.warnings = r.warnings;
  page.report = r.report;
  page.risks = r.risks;
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
      [&] {
        const auto html = page(r);
        return html ? files.add(path("preview.html"), *html) : html.error();
      },
      [&] { return files.add(path("plan.json"), plan_to_json(r.plan)); },
      [&] { return files.add(path("dots.csv"), plan_dots_to_csv(r.plan, r.preview.head.view, r.scene)); }};
  std::array<Status, jobs.size()> done;
  parallel_for(r.arguments.output.exec(), jobs.size(), [&](std::size_t i) { done[i] = jobs[i](); });
  for (const Status& status : done)
    if (!status) return status;
  return files.commit();
}

/// What else may be said of what is drawn, checked.
struct Words {
  Moment moment;
  Light light = Light::kAsPhotographed;
  SkinShine shine = SkinShine::kAsPhotographed;
};

/// Flags that only make a plan contradict one that is made.
Status check_plan_flags(const Arguments& a) {
  const TreatmentArguments& t = a.treatment;
  const std::array<std::pair<const char*, bool>, 7> making = {{{"--match", !a.match.empty()},
                                                               {"--mask", !a.mask.empty()},
                                                               {"--treatment", !t.file.empty()},
                                                               {"--style", !t.style.empty()},
                                                               {"--shade", !t.shade.empty()},
                                                               {"--pigments", !t.pigments.empty()},
                                                               {"--seed", t.seed.has_value()}}};
  for (const auto& [flag, given] : making)
    if (given && !a.plan.empty())
      return Error{ErrorCode::kInvalidOption, flag, "cannot change a plan that is made",
                   "leave --plan out, or make the plan anew with " + std::string(flag)};
  if (!a.match.empty() && a.match != "stubble")
    return Error{ErrorCode::kInvalidOption, "--match", "'" + a.match + "' is nothing to match", "stubble"};
  return {};
}

Result<Words> words_of(const Arguments& a) {
  const auto moment = parse_moment(a.age);
  if (!moment) return about_flag("--age", moment.error());
  const auto light = named(kAllLights, light_name, "--light", a.light);
  if (!light) return light.error();
  const auto shine = named(kAllShines, shine_name, "--shine", a.shine);
  if (!shine) return shine.error();
  if (const Status status = check_plan_flags(a); !status) return status.error();
  return Words{*moment, *light, *shine};
}

std::string scene_file_of(const Arguments& a) {
  return a.scene.empty() ? scene_beside(a.photo) : a.scene;
}

/// The photo, its scene, and the head where it was scanned.
struct Input {
  Photo photo;
  Scene scene;
  std::optional<ScannedHead> scan;
};

Result<Input> load_input(const Arguments& a) {
  Input in;
  auto photo = read_photo(a.photo);
  if (!photo) return photo.error();
  in.photo = std::move(*photo);
  const std::string scene_file = scene_file_of(a);
  if (a.scene.empty() && !std::filesystem::exists(scene_file))
    return Error{ErrorCode::kInvalidInput, a.photo, "no scene: " + scene_file + " does not exist",
                 "annotate the photo with tools/annotate.html, or name a scene with --scene"};
  auto scene = read_scene(scene_file);
  if (!scene) return scene.error();
  in.scene = std::move(*scene);
  if (const Status status = check_scene_size(in.scene, in.photo.pixels.width(), in.photo.pixels.height()); !status)
    return in_file(scene_file, status.error());
  use_lens_of(in.photo, in.scene);
  auto scan = load_mesh(a.mesh);
  if (!scan) return scan.error();
  in.scan = std::move(*scan);
  if (in.scan) place_camera(*in.scan, in.scene);
  return in;
}

/// Reads a mask that was painted over the photo of `scene` into one of `masks`; without a file, leaves it.
Status read_mask(const std::string& file, const Scene& scene, PhotoMasks& masks, Image<float> PhotoMasks::*which) {
  if (file.empty()) return {};
  auto grey = read_grey_image(file);
  if (!grey) return grey.error();
  masks.*which = std::move(*grey);
  if (const Status status = check_masks(masks, scene); !status) return in_file(file, status.error());
  return {};
}

/// What the photo shows of hair, and what was painted over it.
/// @param head  its surface, where it is known
/// @param need  whether dots are still to be placed by it
Result<PhotoMasks> load_masks(const Arguments& a, const Input& in, const ScalpSurface* head, const Treatment& treatment,
                              bool need) {
  const bool search = a.hair_mask == "auto", painted = !search && a.hair_mask != "none";
  auto masks = masks_from_photo(in.photo, in.scene, head, treatment, a.output.exec(), {search, need});
  if (!masks) return in_file(scene_file_of(a), masks.error());
  if (const Status status = read_mask(a.mask, in.scene, *masks, &PhotoMasks::density); !status) return status.error();
  const std::string hair = painted ? a.hair_mask : "";
  if (const Status status = read_mask(hair, in.scene, *masks, &PhotoMasks::hair); !status) return status.error();
  return masks;
}

/// The treatment that meets the stubble in the photo.
Result<StubbleMatch> match_to_stubble(const Input& in, const Treatment& start, const Exec& exec) {
  const auto head = in.scan ? fit_view(in.scene, in.scan->surface) : fit_head(in.scene);
  if (!head) return head.error();
  const auto reading = read_skin(in.photo, in.scene, *head, exec);
  if (!reading) return reading.error();
  const CameraTrace camera = estimate_camera(in.photo, in.scene.scalp_region, in.scene.head_outline);
  return match_stubble(in.photo, in.scene, *head, *reading, camera, start, exec);
}

/// A plan, and what it takes to draw it.
struct Planned {
  Plan plan;
  Image<float> hair;
  std::optional<StubbleMatch> match;
};

Result<Planned> read_made_plan(const Arguments& a, const Input& in) {
  auto plan = read_plan(a.plan);
  if (!plan) return in_file(a.plan, plan.error());
  auto masks = load_masks(a, in, &plan->surface, plan->treatment, false);
  if (!masks) return masks.error();
  return Planned{std::move(*plan), std::move(masks->hair), {}};
}

Result<Planned> make_new_plan(const Arguments& a, const Input& in) {
  auto treatment = load_treatment(a.treatment);
  if (!treatment) return treatment.error();
  Planned made;
  if (!a.match.empty()) {
    auto match = match_to_stubble(in, *treatment, a.output.exec());
    if (!match) return in_file(scene_file_of(a), match.error());
    *treatment = match->treatment;
    made.match = std::move(*match);
  }
  const ScalpSurface* head = in.scan ? &in.scan->surface : nullptr;
  auto masks = load_masks(a, in, head, *treatment, true);
  if (!masks) return masks.error();
  auto plan = head ? make_plan({&in.scene, 1}, *head, *treatment, a.output.exec(), {&*masks, 1})
                   : make_plan({&in.scene, 1}, *treatment, a.output.exec(), {&*masks, 1});
  if (!plan) return in_file(scene_file_of(a), plan.error());
  made.plan = std::move(*plan);
  made.hair = std::move(masks->hair);
  if (in.scan) made.plan.warnings.insert(made.plan.warnings.end(), in.scan->warnings.begin(), in.scan->warnings.end());
  return made;
}

void tell_match(const Arguments& a, const StubbleMatch& match) {
  for (const std::string& sentence : match.chosen) say(a.output.json, "matched: " + sentence);
  for (const std::string& sentence : match.left_over) say(a.output.json, "left over: " + sentence);
}

nlohmann::ordered_json tone_json(const SolvedTone& tone) {
  return {{"target_delta_l", tone.target_delta_l},
          {"delta_l", tone.delta_l},
          {"ratio_rgb", tone.ratio},
          {"dilution", tone.blend.dilution},
          {"warm_share", tone.blend.warm_share},
          {"diameter_mm", tone.diameter_mm}};
}

int run(const Arguments& a) {
  const auto words = words_of(a);
  if (!words) return report(words.error());

  Stopwatch watch;
  Progress progress;
  progress.step(0, "reading " + a.photo);
  const auto in = load_input(a);
  const double load_ms = watch.lap_ms();
  progress.clear();
  if (!in) return report(in.error());
  progress.step(0.1, a.plan.empty() ? "placing dots" : "reading the plan");
  auto planned = a.plan.empty() ? make_new_plan(a, *in) : read_made_plan(a, *in);
  const double plan_ms = watch.lap_ms();
  progress.clear();
  if (!planned) return report(planned.error());
  Plan& plan = planned->plan;
  progress.step(0.3, "drawing");
  const auto preview = draw_preview(
      in->photo, in->scene, plan,
      {.moment = words->moment, .light = words->light, .shine = words->shine, .hair = &planned->hair}, a.output.exec());
  const double render_ms = watch.lap_ms();
  progress.clear();
  if (!preview) return report(in_file(scene_file_of(a), preview.error()));

  if (!plan.mix) plan.mix = mix_of(preview->tone);
  if (!plan.sides_delta_l)
    plan.sides_delta_l = stubble_delta_l(in->photo, in->scene, preview->head, preview->reading, preview->camera);
  std::vector<std::string> warnings = plan.warnings;
  for (const std::string& warning : preview->warnings)
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) warnings.push_back(warning);
  const PlanReport totals = report_plan(plan);
  const std::vector<RiskNote> risks = risk_notes(plan, totals);
  progress.step(0.5, "writing " + a.output.out);
  const Status written =
      write_outputs({a, in->photo, in->scene, plan, *preview, words->moment, totals, risks, warnings});
  progress.clear();
  if (!written) return report(written.error());

  print_warnings(warnings);
  if (planned->match) tell_match(a, *planned->match);
  for (const std::string& line : risk_lines(risks)) say(a.output.json, line);
  say(a.output.json, std::to_string(preview->dots_drawn) + " dots drawn, " + moment_name(words->moment) + ": " +
                         in_folder(a.output.out, "preview.html"));
  if (a.output.json) {
    const nlohmann::ordered_json none;
    print_json({{"dots", plan.dots.size()},
                {"dots_drawn", preview->dots_drawn},
                {"sessions", plan.sessions()},
                {"dots_by_session", dots_by_session(plan)},
                {"area_cm2", plan.area_cm2},
                {"density_per_cm2", static_cast<double>(plan.dots.size()) / plan.area_cm2},
                {"plan_hash", hash_text(plan_hash(plan))},
                {"mm_per_px", preview->head.mm_per_px},
                {"mm_per_px_sd", preview->head.scale_sd * preview->head.mm_per_px},
                {"age_days", words->moment.age_days},
                {"skin_linear_rgb", preview->skin},
                {"skin", skin_json(preview->reading)},
                {"camera", camera_json(preview->camera)},
                {"match", planned->match ? match_json(*planned->match) : none},
                {"risks", risk_ids(risks)},
                {"sides_delta_l", plan.sides_delta_l ? nlohmann::ordered_json(*plan.sides_delta_l) : none},
                {"tone", tone_json(preview->tone)},
                {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"render", render_ms}, {"write", watch.lap_ms()}}},
                {"warnings", warnings}});
  }
  return kDone;
}

}  // namespace

void add_preview(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("preview", "draw a treatment on a photo of a head");
  command->add_option("PHOTO", a->photo, "JPEG, PNG, TIFF, WebP, HEIC or AVIF")->required();
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
