#include <memory>

#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/session/session.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"

namespace tonsure::command {
namespace {

struct Arguments {
  std::string scene;
  TreatmentArguments treatment;
  OutputArguments output;
};

int run(const Arguments& a) {
  Stopwatch watch;
  const auto scene = read_scene(a.scene);
  if (!scene) return report(scene.error());
  const auto treatment = load_treatment(a.treatment);
  if (!treatment) return report(treatment.error());
  const double load_ms = watch.lap_ms();

  Progress progress;
  progress.step(0, "placing dots");
  auto plan = make_plan(*scene, *treatment, a.output.exec());
  if (!plan) {
    progress.clear();
    Error error = plan.error();
    error.where = a.scene + (error.where.empty() ? "" : ": " + error.where);
    return report(error);
  }
  const double plan_ms = watch.lap_ms();
  progress.step(0.7, "writing");
  const auto view = fit_view(*scene, plan->surface);
  OutputFiles files;
  Status status = make_folder(a.output.out);
  if (status) status = files.add(in_folder(a.output.out, "plan.json"), plan_to_json(*plan));
  if (status)
    status = files.add(in_folder(a.output.out, "dots.csv"),
                       plan_dots_to_csv(*plan, view ? &view->view : nullptr, scene->width_px, scene->height_px));
  if (status) status = files.commit();
  progress.clear();
  if (!status) return report(status.error());

  print_warnings(plan->warnings);
  say(a.output.json, std::to_string(plan->dots.size()) + " dots on " +
                         std::to_string(static_cast<int>(plan->area_cm2)) +
                         " cm2: " + in_folder(a.output.out, "plan.json"));
  if (a.output.json) {
    print_json({{"dots", plan->dots.size()},
                {"sessions", plan->sessions()},
                {"dots_by_session", dots_by_session(*plan)},
                {"area_cm2", plan->area_cm2},
                {"density_per_cm2", static_cast<double>(plan->dots.size()) / plan->area_cm2},
                {"plan_hash", hash_text(plan_hash(*plan))},
                {"hours", {plan->hours.low, plan->hours.high}},
                {"timing_ms", {{"load", load_ms}, {"plan", plan_ms}, {"write", watch.lap_ms()}}},
                {"warnings", plan->warnings}});
  }
  return kDone;
}

}  // namespace

void add_plan(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("plan", "place every dot of a treatment on the head of a scene");
  command->add_option("--scene", a->scene, "scene file (JSON)")->required();
  add_treatment(*command, a->treatment);
  add_output(*command, a->output, "folder for plan.json and dots.csv");
  command->footer("Example:\n  tonsure plan --scene head.scene.json --style soft --out plan");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
