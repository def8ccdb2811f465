#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/match/match.h>
#include <tonsure/plan/report.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "core/hash_text.h"
#include "core/stage.h"
#include "plan_table.h"
#include "quietly.h"
#include "stage_clock.h"

namespace tonsure::command {
namespace {

constexpr std::size_t kMostScenes = 16;  // a head has no more sides

struct Arguments {
  std::vector<std::string> scenes;
  TreatmentArguments treatment;
  MeshArguments mesh;
  OutputArguments output;
  bool timings = false;
};

/// Names the file that an error is about.
Error in_scene_file(const std::vector<std::string>& files, Error error) {
  return in_file(files[error.scene > 0 ? static_cast<std::size_t>(error.scene) - 1 : 0], std::move(error));
}

/// What the files hold.
struct Input {
  std::vector<Scene> scenes;
  std::vector<Photo> photos;  ///< of all scenes, or none
  Treatment treatment;
  std::optional<ScannedHead> scan;
  std::vector<std::string> warnings;  ///< of what is missing
};

/// That the scenes are not too many, and each another file: twice the same would count its evidence twice.
Status check_scene_flags(const std::vector<std::string>& files) {
  if (files.size() > kMostScenes)
    return Error{ErrorCode::kWrongUsage, "--scene", "is given " + std::to_string(files.size()) + " times",
                 "at most " + std::to_string(kMostScenes)};
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      std::error_code ignored;
      if (files[i] == files[k] || std::filesystem::equivalent(files[i], files[k], ignored))
        return Error{ErrorCode::kWrongUsage, "--scene", "'" + files[i] + "' is given twice",
                     "name each photo's scene once"};
    }
  }
  return {};
}

/// The photos of all scenes, where each lies beside its scene; else none, and a warning.
Result<std::vector<Photo>> photos_beside(const std::vector<std::string>& files, const std::vector<Scene>& scenes,
                                         std::vector<std::string>& warnings) {
  std::vector<std::string> paths, missing;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const auto beside = std::filesystem::path(files[i]).parent_path() / scenes[i].image;
    std::error_code ignored;
    const bool there = !scenes[i].image.empty() && std::filesystem::is_regular_file(beside, ignored);
    if (there) {
      paths.push_back(beside.string());
    } else {
      missing.push_back(scenes[i].image.empty() ? files[i] + " names none" : scenes[i].image + " is not there");
    }
  }
  if (!missing.empty()) {
    warnings.push_back("photos: " + missing.front() +
                       "; planned without any, so without the hair and skin that they show");
    return std::vector<Photo>{};
  }
  std::vector<Photo> photos;
  for (const std::string& path : paths) {
    auto photo = read_quietly(path, [&] { return load_photo(path, &warnings); });
    if (!photo) return photo.error();
    photos.push_back(std::move(*photo));
  }
  return photos;
}

Result<Input> load_input(const Arguments& a) {
  Input in;
  for (const std::string& file : a.scenes) {
    auto scene = load_scene(file);
    if (!scene) return scene.error();
    in.scenes.push_back(std::move(*scene));
  }
  auto treatment = treatment_of(a.treatment);
  if (!treatment) return treatment.error();
  in.treatment = std::move(*treatment);
  auto scan = scanned_head(a.mesh);
  if (!scan) return scan.error();
  in.scan = std::move(*scan);
  if (in.scan)
    for (Scene& scene : in.scenes) place_camera(*in.scan, scene);
  auto photos = photos_beside(a.scenes, in.scenes, in.warnings);
  if (!photos) return photos.error();
  in.photos = std::move(*photos);
  return in;
}

/// By what the photos tell, where they are at hand; what reading them warns of comes to `warnings`.
Result<Plan> planned(const Input& in, const Exec& exec, std::vector<std::string>& warnings) {
  const ScalpSurface* surface = in.scan ? &in.scan->surface : nullptr;
  if (in.photos.empty()) return make_plan(in.scenes, in.treatment, {.surface = surface}, exec);
  const auto readings = read_photos(in.photos, in.scenes, {.surface = surface}, exec);
  if (!readings) return readings.error();
  for (const PhotoReading& reading : *readings)
    warnings.insert(warnings.end(), reading.warnings.begin(), reading.warnings.end());
  return make_plan(*readings, in.treatment, {}, exec);
}

Status write_outputs(const Arguments& a, const Plan& plan, const PlanReport& totals,
                     const std::vector<RiskNote>& risks) {
  OutputFiles files(output_rules(a.output, joined({a.scenes, inputs_of(a.treatment), {a.mesh.file}})));
  Status status = make_folder(a.output.out);
  if (status) status = files.add(in_folder(a.output.out, "plan.json"), sealed(plan_to_json(plan, totals, risks)));
  if (status)
    status = files.add(in_folder(a.output.out, "dots.csv"),
                       plan_dots_to_csv(plan, plan.views.front().view, plan.scenes.front()));
  if (status) status = files.commit();
  return status;
}

int run(const Arguments& a) {
  if (const Status status = check_scene_flags(a.scenes); !status) return report(status.error());
  StageClock clock(a.output.threads);
  const auto in = in_stage(clock.exec(), "read files", [&] { return load_input(a); });
  clock.clear();
  if (!in) return report(in.error());
  const double load_ms = clock.lap_ms();
  std::vector<std::string> of_photos;
  const auto plan = planned(*in, clock.exec(), of_photos);
  clock.clear();
  if (!plan) return report(in_scene_file(a.scenes, plan.error()));
  const std::vector<std::string> warnings =
      joined({in->warnings, plan->warnings, of_photos, in->scan ? in->scan->warnings : std::vector<std::string>{}});
  const double plan_ms = clock.lap_ms();
  const PlanReport totals = report_plan(*plan);
  const std::vector<RiskNote> risks = risk_notes(*plan, totals);
  const Status written = in_stage(clock.exec(), "write files", [&] { return write_outputs(a, *plan, totals, risks); });
  clock.clear();
  if (!written) return report(written.error());

  print_warnings(warnings);
  say(a.output.json, std::to_string(plan->dots.size()) + " dots on " +
                         std::to_string(static_cast<int>(plan->area_cm2)) +
                         " cm2: " + in_folder(a.output.out, "plan.json"));
  for (const std::string& line : plan_table(totals)) say(a.output.json, line);
  for (const std::string& line : risk_lines(risks)) say(a.output.json, line);
  if (a.timings)
    for (const std::string& line : timing_lines(clock)) say(false, line);
  if (a.output.json) {
    const nlohmann::ordered_json none;
    return print_json({{"dots", plan->dots.size()},
                       {"sessions", plan->sessions()},
                       {"dots_by_session", dots_by_session(*plan)},
                       {"area_cm2", plan->area_cm2},
                       {"density_per_cm2", static_cast<double>(plan->dots.size()) / plan->area_cm2},
                       {"plan_hash", hash_text(plan_hash(*plan))},
                       {"totals", totals_json(totals)},
                       {"hours", {plan->hours.low, plan->hours.high}},
                       {"cost_usd", {plan->cost_usd.low, plan->cost_usd.high}},
                       {"risks", risk_ids(risks)},
                       {"sides_delta_l", plan->sides_delta_l ? nlohmann::ordered_json(*plan->sides_delta_l) : none},
                       {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"write", clock.lap_ms()}}},
                       {"stages", stages_json(clock)},
                       {"warnings", warnings}});
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
      ->check(is_name("a scene file"))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_treatment(*command, a->treatment);
  add_mesh(*command, a->mesh);
  command->add_flag("--timings", a->timings, "say which stage took how long, and how often it ran");
  add_output(*command, a->output, "folder for plan.json and dots.csv");
  command->footer(
      "Examples:\n  tonsure plan --scene head.scene.json --style soft --out plan\n"
      "  tonsure plan --scene front.scene.json --scene top.scene.json --out plan");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
