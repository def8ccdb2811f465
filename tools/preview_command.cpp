#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tonsure/deposit/moment.h>
#include <tonsure/drawing/drawing.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/match/match.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "core/format_text.h"
#include "core/hash_text.h"
#include "core/stage.h"
#include "design/masks.h"
#include "drawing/pictures.h"
#include "plan_table.h"
#include "quietly.h"
#include "raster/box.h"
#include "reading_json.h"
#include "shell_word.h"
#include "stage_clock.h"

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
  bool timings = false;
  OutputArguments output;
};

constexpr long long kBesidePixels = 16'000'000;  // of each half of before-after.png; after.png is always full size
constexpr int kPageQuality = 92;
constexpr int kStrengthPx = 480;  // of the small pictures of the page
constexpr double kAroundRegion = 0.12;

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
  return Error{ErrorCode::kWrongUsage, flag, "'" + name + "' is unknown", names};
}

/// The treated area, small, in one strength.
struct StrengthPicture {
  Strength strength = Strength::kPlanned;
  Image<unsigned char> picture;
};

/// Everything the outputs are made from.
struct Outcome {
  const Arguments& arguments;
  const Photo& before;
  const Photo& after;
  const PhotoReading& reading;
  const Plan& plan;
  const SolvedTone& tone;
  const HairlineHandles& hairline;
  const Moment& moment;
  const PlanReport& report;
  const std::vector<RiskNote>& risks;
  const std::vector<std::string>& warnings;
  const std::vector<StrengthPicture>& strengths;
};

/// The region to be treated and a little around it.
PixelRect shown_part(const Photo& photo, const Points<PhotoPx>& region) {
  const auto [low, high] = bounds_of(region);
  const double around = kAroundRegion * std::max(high.x - low.x, high.y - low.y);
  const int width = photo.pixels.width(), height = photo.pixels.height();
  const int x0 = std::clamp(static_cast<int>(low.x - around), 0, width - 1),
            y0 = std::clamp(static_cast<int>(low.y - around), 0, height - 1);
  return {x0, y0, std::clamp(static_cast<int>(high.x + around) + 1, x0 + 1, width),
          std::clamp(static_cast<int>(high.y + around) + 1, y0 + 1, height)};
}

/// The work in each strength. `after` is the plan as it stands.
Result<std::vector<StrengthPicture>> strength_pictures(const Session& session, const Photo& after,
                                                       const DrawOptions& options, const Exec& exec) {
  const Photo& photo = session.photos().front();
  const PhotoReading& reading = session.readings().front();
  const PixelRect part = shown_part(photo, reading.scene.scalp_region);
  std::vector<StrengthPicture> out;
  for (std::size_t i = 0; i < kStrengthNames.size(); ++i) {
    const auto strength = static_cast<Strength>(i);
    if (strength == session.plan().treatment.strength) {
      out.push_back({strength, shrunk_part(after, part, kStrengthPx)});
      continue;
    }
    const Plan plan = with_strength(session.plan(), session.readings(), strength);
    auto drawing = prepare(photo, reading, plan, exec);
    if (!drawing) return drawing.error();
    Photo other = photo;
    DrawOptions region = options;
    region.region = part;
    const auto drawn = draw(*drawing, region, other.pixels.view(), exec);
    if (!drawn) return drawn.error();
    out.push_back({strength, shrunk_part(other, part, kStrengthPx)});
  }
  return out;
}

/// The hairline to be bent in the page; a photo that the plan was not made of has none.
PageHairline hairline_of_page(const Outcome& r, const std::string& photo) {
  PageHairline hairline;
  hairline.ways_mm.assign(kHairlineWaysMm.begin(), kHairlineWaysMm.end());
  for (const HairlineGuidePoint& point : r.hairline.guide)
    hairline.guide.push_back({point.at, {point.ahead_px.begin(), point.ahead_px.end()}, point.shown});
  hairline.handles = r.hairline.handles;
  hairline.treatment_json = treatment_to_json(r.plan.treatment);
  hairline.command = "tonsure preview " + shell_file(photo) + " --treatment " + kPageTreatmentFile + " --out result";
  return hairline;
}

Result<std::string> page(const Outcome& r) {
  const auto before = encode_jpeg(r.before.pixels.view(), kPageQuality);
  if (!before) return before.error();
  const auto after = encode_jpeg(r.after.pixels.view(), kPageQuality);
  if (!after) return after.error();
  PreviewPage page;
  page.title = std::filesystem::path(r.arguments.photo).filename().string();
  page.before_jpeg = *before;
  page.after_jpeg = *after;
  page.width_px = r.before.pixels.width();
  page.height_px = r.before.pixels.height();
  page.mm_per_px = r.reading.head.mm_per_px;
  page.scale_sd = r.reading.head.scale_sd;
  page.scale_basis = r.reading.head.scale_basis;
  page.moment = moment_name(r.moment);
  page.facts = {{"Dots", std::to_string(r.plan.dots.size())},
                {"Sessions", std::to_string(r.plan.sessions())},
                {"Area", format_text("%.0f cm²", r.plan.area_cm2)},
                {"Peak density", format_text("%.0f dots/cm²", r.plan.mid_scalp_per_cm2)},
                {"Dot diameter, healed", format_text("%.2f mm", r.tone.diameter_mm)},
                {"Tone of the mid-scalp", format_text("L* %+.1f", r.tone.delta_l)},
                {"Needling", format_text("%.0f to %.0f hours", r.plan.hours.low, r.plan.hours.high)},
                {"Style, seed", r.plan.treatment.name + ", " + std::to_string(r.plan.treatment.seed)},
                {"Plan", hash_text(plan_hash(r.plan))}};
  page.focus = middle_of(r.reading.scene.scalp_region);
  page.hairline = hairline_of_page(r, page.title);
  page.warnings = r.warnings;
  for (const StrengthPicture& one : r.strengths) {
    auto jpeg = encode_jpeg(one.picture.view(), kPageQuality);
    if (!jpeg) return jpeg.error();
    page.strengths.emplace_back(kStrengthNames[static_cast<std::size_t>(one.strength)], std::move(*jpeg));
  }
  page.report = r.report;
  page.risks = r.risks;
  return preview_page_html(page);
}

std::string scene_file_of(const Arguments& a) {
  return a.scene.empty() ? std::filesystem::path(a.photo).replace_extension(".scene.json").string() : a.scene;
}

bool hair_is_painted(const Arguments& a) {
  return a.hair_mask != "auto" && a.hair_mask != "none";
}

/// Every file that is read.
std::vector<std::string> input_files(const Arguments& a) {
  return joined(
      {{a.photo, scene_file_of(a), a.plan, a.mask, hair_is_painted(a) ? a.hair_mask : std::string(), a.mesh.file},
       inputs_of(a.treatment)});
}

/// Files of a preview.
constexpr std::array<const char*, 6> kFileNames = {"before-after.png", "after.png", "split.png",
                                                   "preview.html",     "plan.json", "dots.csv"};

/// Writes all files of a preview, each encoded on its own thread.
Status write_outputs(const Outcome& r) {
  if (Status status = make_folder(r.arguments.output.out); !status) return status;
  const std::string note =
      "simulated preview of scalp micropigmentation, " + moment_name(r.moment) + "; not a photograph";
  const PictureText metadata = {{"Software", "tonsure"}, {"Comment", note}};
  OutputFiles files(output_rules(r.arguments.output, input_files(r.arguments)));
  const auto add = [&](std::size_t file, const auto& content) {
    return files.add(in_folder(r.arguments.output.out, kFileNames[file]), content);
  };
  const std::array<std::function<Status()>, kFileNames.size()> jobs = {
      [&] { return add(0, encode_png(beside(r.before, r.after, kBesidePixels).view(), metadata)); },
      [&] { return add(1, encode_png(r.after.pixels.view(), metadata)); },
      [&] {
        return add(2, encode_png(split(r.before, r.after, r.reading.head.view.camera.center.x).view(), metadata));
      },
      [&] {
        const auto html = page(r);
        return html ? add(3, *html) : html.error();
      },
      [&] { return add(4, sealed(plan_to_json(r.plan, r.report, r.risks))); },
      [&] { return add(5, plan_dots_to_csv(r.plan, r.reading.head.view, r.reading.scene)); }};
  std::array<Status, jobs.size()> done;
  parallel_for(r.arguments.output.exec(), jobs.size(), [&](std::size_t i) { done[i] = jobs[i](); });
  for (const Status& status : done)
    if (!status) return status;
  return files.commit();
}

/// Flags that only make a plan contradict one that is made.
Status check_plan_flags(const Arguments& a) {
  const TreatmentArguments& t = a.treatment;
  const std::array<std::pair<const char*, bool>, 9> making = {{{"--match", !a.match.empty()},
                                                               {"--mesh", !a.mesh.file.empty()},
                                                               {"--mask", !a.mask.empty()},
                                                               {"--treatment", !t.file.empty()},
                                                               {"--style", !t.style.empty()},
                                                               {"--shade", !t.shade.empty()},
                                                               {"--strength", !t.strength.empty()},
                                                               {"--pigments", !t.pigments.empty()},
                                                               {"--seed", t.seed.has_value()}}};
  for (const auto& [flag, given] : making)
    if (given && !a.plan.empty())
      return Error{ErrorCode::kWrongUsage, flag, "cannot change a plan that is made",
                   "leave --plan out, or make the plan anew with " + std::string(flag)};
  if (!a.match.empty() && a.match != "stubble")
    return Error{ErrorCode::kWrongUsage, "--match", "'" + a.match + "' is nothing to match", "stubble"};
  return {};
}

/// What to draw, by the flags.
Result<DrawOptions> draw_options(const Arguments& a) {
  const auto moment = parse_moment(a.age);
  if (!moment) return about_flag("--age", moment.error());
  const auto light = named(kAllLights, light_name, "--light", a.light);
  if (!light) return light.error();
  const auto shine = named(kAllShines, shine_name, "--shine", a.shine);
  if (!shine) return shine.error();
  return DrawOptions{.moment = *moment, .light = *light, .shine = *shine};
}

/// What the files hold.
struct Input {
  std::vector<Photo> photos;  ///< one, with its scene
  std::vector<Scene> scenes;
  std::optional<ScannedHead> scan;
  std::optional<Plan> plan;  ///< that is drawn as it is
  Treatment treatment;       ///< else a plan is made of it
  PhotoMasks painted;
  std::vector<std::string> warnings;  ///< of the files
};

/// Reads a mask that was painted over the photo of `scene` into one of `masks`; without a file, leaves it.
Status read_mask(const std::string& file, const Scene& scene, PhotoMasks& masks, Image<float> PhotoMasks::*which) {
  if (file.empty()) return {};
  auto grey = read_quietly(file, [&] { return load_grey_image(file); });
  if (!grey) return grey.error();
  masks.*which = std::move(*grey);
  if (const Status status = check_masks(masks, scene); !status) return in_file(file, status.error());
  return {};
}

Result<Input> load_input(const Arguments& a) {
  Input in;
  auto photo = read_quietly(a.photo, [&] { return load_photo(a.photo, &in.warnings); });
  if (!photo) return photo.error();
  const std::string scene_file = scene_file_of(a);
  std::error_code ignored;
  if (a.scene.empty() && !std::filesystem::exists(scene_file, ignored))
    return Error{ErrorCode::kInvalidInput, a.photo, "no scene: " + scene_file + " does not exist",
                 "annotate the photo with tools/annotate.html, or name a scene with --scene"};
  auto scene = load_scene(scene_file);
  if (!scene) return scene.error();
  if (const Status status = check_scene_size(*scene, photo->pixels.width(), photo->pixels.height()); !status)
    return in_file(scene_file, status.error());
  auto scan = scanned_head(a.mesh);
  if (!scan) return scan.error();
  in.scan = std::move(*scan);
  if (in.scan) place_camera(*in.scan, *scene);
  if (a.plan.empty()) {
    auto treatment = treatment_of(a.treatment);
    if (!treatment) return treatment.error();
    in.treatment = std::move(*treatment);
  } else {
    auto plan = load_plan(a.plan);
    if (!plan) return in_file(a.plan, plan.error());
    in.plan = std::move(*plan);
  }
  if (Status status = read_mask(a.mask, *scene, in.painted, &PhotoMasks::density); !status) return status.error();
  if (hair_is_painted(a))
    if (Status status = read_mask(a.hair_mask, *scene, in.painted, &PhotoMasks::hair); !status) return status.error();
  in.photos.push_back(std::move(*photo));
  in.scenes.push_back(std::move(*scene));
  return in;
}

/// The photo, read, and the plan to draw on it.
struct Opened {
  Session session;
  std::optional<StubbleMatch> match;
};

Result<Opened> open_session(const Arguments& a, Input in, const Exec& exec) {
  const ReadOptions options{.surface = in.scan ? &in.scan->surface : nullptr, .strands = a.hair_mask == "auto"};
  auto session = in.plan ? Session::open(std::move(in.photos), std::move(in.scenes), *std::move(in.plan), options, exec)
                         : Session::open(std::move(in.photos), std::move(in.scenes), options, exec);
  if (!session) return session.error();
  Opened opened{std::move(*session), {}};
  if (!a.mask.empty() || hair_is_painted(a)) {
    std::vector<PhotoMasks> masks;
    masks.push_back(std::move(in.painted));
    if (Status status = opened.session.set_masks(std::move(masks)); !status) return status.error();
  }
  if (opened.session.has_plan()) return opened;
  if (!a.match.empty()) {
    auto match = opened.session.match(in.treatment, exec);
    if (!match) return match.error();
    in.treatment = match->treatment;
    opened.match = std::move(*match);
  }
  if (Status status = opened.session.set_treatment(in.treatment, exec); !status) return status.error();
  return opened;
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
  const auto options = draw_options(a);
  if (!options) return report(options.error());
  if (const Status status = check_plan_flags(a); !status) return report(status.error());

  StageClock clock(a.output.threads);
  const Exec& exec = clock.exec();
  auto in = in_stage(exec, "read files", [&] { return load_input(a); });
  clock.clear();
  if (!in) return report(in.error());
  const std::vector<std::string> scan_warnings = in->scan ? in->scan->warnings : std::vector<std::string>{};
  const std::vector<std::string> file_warnings = in->warnings;
  const double load_ms = clock.lap_ms();
  auto opened = open_session(a, *std::move(in), exec);
  clock.clear();
  if (!opened) {
    const bool is_of_mask = opened.error().where == "mask" && !a.mask.empty();
    return report(in_file(is_of_mask ? a.mask : scene_file_of(a), opened.error()));
  }
  Session& session = opened->session;
  const Plan& plan = session.plan();
  const double plan_ms = clock.lap_ms();

  const PhotoReading& reading = session.readings().front();
  const auto tone = session.tone(0, exec);
  clock.clear();
  if (!tone) return report(in_file(scene_file_of(a), tone.error()));
  Photo after = session.photos().front();
  const auto drawn = session.draw(0, *options, after.pixels.view(), exec);
  const double render_ms = clock.lap_ms();
  clock.clear();
  if (!drawn) return report(in_file(scene_file_of(a), drawn.error()));
  const auto strengths = in_stage(exec, "draw other strengths", [&] {
    return strength_pictures(session, after, *options, {.threads = exec.threads, .cancel = exec.cancel});
  });
  clock.clear();
  if (!strengths) return report(in_file(scene_file_of(a), strengths.error()));

  const std::vector<std::string> warnings =
      joined({file_warnings, plan.warnings, scan_warnings, reading.warnings, drawn->warnings});
  const PlanReport totals = report_plan(plan);
  const std::vector<RiskNote> risks = risk_notes(plan, totals);
  const HairlineHandles hairline = session.hairline(0);
  const Outcome outcome{a,        session.photos().front(), after,  reading, plan,     *tone,
                        hairline, options->moment,          totals, risks,   warnings, *strengths};
  const Status written = in_stage(exec, "write files", [&] { return write_outputs(outcome); });
  clock.clear();
  if (!written) return report(written.error());

  print_warnings(warnings);
  if (opened->match) tell_match(a, *opened->match);
  if (!plan.practice.empty()) say(a.output.json, plan.practice);
  for (const std::string& line : risk_lines(risks)) say(a.output.json, line);
  if (a.timings)
    for (const std::string& line : timing_lines(clock)) say(false, line);
  say(a.output.json, std::to_string(drawn->dots) + " dots drawn, " + moment_name(options->moment) + ": " +
                         in_folder(a.output.out, "preview.html"));
  if (a.output.json) {
    const nlohmann::ordered_json none;
    return print_json(
        {{"dots", plan.dots.size()},
         {"dots_drawn", drawn->dots},
         {"sessions", plan.sessions()},
         {"dots_by_session", dots_by_session(plan)},
         {"area_cm2", plan.area_cm2},
         {"density_per_cm2", static_cast<double>(plan.dots.size()) / plan.area_cm2},
         {"plan_hash", hash_text(plan_hash(plan))},
         {"mm_per_px", reading.head.mm_per_px},
         {"mm_per_px_sd", reading.head.scale_sd * reading.head.mm_per_px},
         {"age_days", options->moment.age_days},
         {"skin_linear_rgb", reading.bare_scalp},
         {"skin", skin_json(reading.skin)},
         {"camera", camera_json(reading.camera)},
         {"match", opened->match ? match_json(*opened->match) : none},
         {"risks", risk_ids(risks)},
         {"sides_delta_l", plan.sides_delta_l ? nlohmann::ordered_json(*plan.sides_delta_l) : none},
         {"practice", plan.practice},
         {"tone", tone_json(*tone)},
         {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"render", render_ms}, {"write", clock.lap_ms()}}},
         {"stages", stages_json(clock)},
         {"warnings", warnings}});
  }
  return kDone;
}

}  // namespace

void add_preview(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("preview", "draw a treatment on a photo of a head");
  command->add_option("PHOTO", a->photo, "JPEG, PNG, TIFF, WebP, HEIC or AVIF")->required()->check(is_name("a photo"));
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
  command->add_flag("--timings", a->timings, "say which stage took how long, and how often it ran");
  add_output(*command, a->output,
             "folder for after.png, before-after.png, split.png, dots.csv, plan.json, preview.html");
  command->footer(
      "Examples:\n"
      "  tonsure preview head.jpg --out result\n"
      "  tonsure preview head.jpg --scene other.scene.json --style soft --age 5y --seed 7 --out result --json");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
