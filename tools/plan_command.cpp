#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/match/match.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "plan_table.h"

namespace tonsure::command {
namespace {

constexpr int kMostScenes = 16;  // a head has no more sides

struct Arguments {
  std::vector<std::string> scenes;
  TreatmentArguments treatment;
  MeshArguments mesh;
  OutputArguments output;
};

/// Names the file that an error is about: make_plan numbers the scenes where there are several.
Error in_scene_file(const std::vector<std::string>& files, Error error) {
  error.file = files[error.scene > 0 ? static_cast<std::size_t>(error.scene) - 1 : 0];
  return error;
}

/// The photos of all scenes, where each lies beside its scene; else none.
Result<std::vector<Photo>> photos_beside(const std::vector<std::string>& files, std::vector<Scene>& scenes) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const auto beside = std::filesystem::path(files[i]).parent_path() / scenes[i].image;
    if (scenes[i].image.empty() || !std::filesystem::is_regular_file(beside)) return std::vector<Photo>{};
    paths.push_back(beside.string());
  }
  std::vector<Photo> photos;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    auto photo = read_photo(paths[i]);
    if (!photo) return photo.error();
    if (Status status = check_scene_size(scenes[i], photo->pixels.width(), photo->pixels.height()); !status)
      return in_file(files[i], status.error());
    use_lens_of(*photo, scenes[i]);
    photos.push_back(std::move(*photo));
  }
  return photos;
}

/// What the photos show of hair, as a preview of each would find it.
Result<std::vector<PhotoMasks>> masks_of(const std::vector<std::string>& files, const std::vector<Scene>& scenes,
                                         const std::vector<Photo>& photos, const ScalpSurface* head,
                                         const Treatment& treatment, const Exec& exec) {
  std::vector<PhotoMasks> all;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    auto masks = masks_from_photo(photos[i], scenes[i], head, treatment, exec);
    if (!masks) return in_file(files[i], masks.error());
    all.push_back(std::move(*masks));
  }
  return all;
}

/// Several photos of one head are to be previewed with one pigment: it is mixed for all of them; one alone is mixed for
/// when it is drawn. The tone of the client's own stubble is that of the first which shows it.
Status learn_from_photos(const std::vector<std::string>& files, const std::vector<Scene>& scenes,
                         const std::vector<Photo>& photos, const Exec& exec, Plan& plan) {
  if (photos.size() > 1) {
    const auto mix = mix_pigment(plan, photos, scenes, exec);
    if (!mix) return in_scene_file(files, mix.error());
    plan.mix = *mix;
  }
  for (std::size_t i = 0; i < photos.size() && !plan.sides_delta_l; ++i) {
    if (scenes[i].existing_hair.empty()) continue;
    const auto head = fit_view(scenes[i], plan.surface);
    const auto reading = head ? read_skin(photos[i], scenes[i], *head, exec) : Result<SkinReading>(head.error());
    if (!reading) continue;
    const CameraTrace camera = estimate_camera(photos[i], scenes[i].scalp_region, scenes[i].head_outline);
    plan.sides_delta_l = stubble_delta_l(photos[i], scenes[i], *head, *reading, camera, exec);
  }
  return {};
}

int run(const Arguments& a) {
  Stopwatch watch;
  std::vector<Scene> scenes;
  for (const std::string& file : a.scenes) {
    auto scene = read_scene(file);
    if (!scene) return report(scene.error());
    scenes.push_back(std::move(*scene));
  }
  const auto treatment = load_treatment(a.treatment);
  if (!treatment) return report(treatment.error());
  const auto scan = load_mesh(a.mesh);
  if (!scan) return report(scan.error());
  if (*scan)
    for (Scene& scene : scenes) place_camera(**scan, scene);
  const ScalpSurface* head = *scan ? &(*scan)->surface : nullptr;
  const auto photos = photos_beside(a.scenes, scenes);
  if (!photos) return report(photos.error());
  const double load_ms = watch.lap_ms();

  ProgressBar progress;
  progress.step(0, "placing dots");
  const Exec exec = a.output.exec();
  const auto masks = masks_of(a.scenes, scenes, *photos, head, *treatment, exec);
  progress.clear();
  if (!masks) return report(masks.error());
  auto plan = head ? make_plan(scenes, *head, *treatment, exec, *masks) : make_plan(scenes, *treatment, exec, *masks);
  if (!plan) return report(in_scene_file(a.scenes, plan.error()));
  if (Status status = learn_from_photos(a.scenes, scenes, *photos, exec, *plan); !status) return report(status.error());
  if (*scan) plan->warnings.insert(plan->warnings.end(), (*scan)->warnings.begin(), (*scan)->warnings.end());
  const double plan_ms = watch.lap_ms();
  progress.step(0.7, "writing");
  const auto view = fit_view(scenes.front(), plan->surface);
  OutputFiles files;
  Status status = make_folder(a.output.out);
  if (status) status = files.add(in_folder(a.output.out, "plan.json"), plan_to_json(*plan));
  if (status)
    status = files.add(in_folder(a.output.out, "dots.csv"),
                       view ? plan_dots_to_csv(*plan, view->view, scenes.front()) : plan_dots_to_csv(*plan));
  if (status) status = files.commit();
  progress.clear();
  if (!status) return report(status.error());

  print_warnings(plan->warnings);
  say(a.output.json, std::to_string(plan->dots.size()) + " dots on " +
                         std::to_string(static_cast<int>(plan->area_cm2)) +
                         " cm2: " + in_folder(a.output.out, "plan.json"));
  const PlanReport totals = report_plan(*plan);
  const std::vector<RiskNote> risks = risk_notes(*plan, totals);
  for (const std::string& line : plan_table(totals)) say(a.output.json, line);
  for (const std::string& line : risk_lines(risks)) say(a.output.json, line);
  if (a.output.json) {
    print_json({{"dots", plan->dots.size()},
                {"sessions", plan->sessions()},
                {"dots_by_session", dots_by_session(*plan)},
                {"area_cm2", plan->area_cm2},
                {"density_per_cm2", static_cast<double>(plan->dots.size()) / plan->area_cm2},
                {"plan_hash", hash_text(plan_hash(*plan))},
                {"totals", totals_json(totals)},
                {"hours", {plan->hours.low, plan->hours.high}},
                {"cost_usd", {plan->cost_usd.low, plan->cost_usd.high}},
                {"risks", risk_ids(risks)},
                {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"write", watch.lap_ms()}}},
                {"warnings", plan->warnings}});
  }
  return kDone;
}

}  // namespace

void add_plan(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("plan", "place every dot of a treatment on the head of a scene");
  command
      ->add_option("--scene", a->scenes,
                   "scene file (JSON); several of one head are calibrated together. Where their photos "
                   "lie beside them, dots go between the hair that they show, as in a preview")
      ->required()
      ->expected(1, kMostScenes)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_treatment(*command, a->treatment);
  add_mesh(*command, a->mesh);
  add_output(*command, a->output, "folder for plan.json and dots.csv");
  command->footer(
      "Examples:\n  tonsure plan --scene head.scene.json --style soft --out plan\n"
      "  tonsure plan --scene front.scene.json --scene top.scene.json --out plan");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
