#include <map>
#include <memory>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "stage_clock.h"

namespace tonsure::command {
namespace {

struct Arguments {
  OutputArguments output;
  PhantomOptions options;
  std::string size, loss;
};

const std::map<std::string, SkinType> kSkins = {{"I", SkinType::kI},   {"II", SkinType::kII}, {"III", SkinType::kIII},
                                                {"IV", SkinType::kIV}, {"V", SkinType::kV},   {"VI", SkinType::kVI}};
const std::map<std::string, View> kViews = {{"front", View::kFront}, {"top", View::kTop},
                                            {"left", View::kLeft},   {"right", View::kRight},
                                            {"back", View::kBack},   {"three-quarter", View::kThreeQuarter}};

std::map<std::string, PhantomScar> scars_by_name() {
  std::map<std::string, PhantomScar> names;
  for (std::size_t i = 0; i < kPhantomScarNames.size(); ++i) names[kPhantomScarNames[i]] = static_cast<PhantomScar>(i);
  return names;
}

int run(const Arguments& a) {
  PhantomOptions options = a.options;
  if (!a.size.empty()) {
    int used = 0;
    if (std::sscanf(a.size.c_str(), "%5dx%5d%n", &options.width_px, &options.height_px, &used) != 2 ||
        static_cast<std::size_t>(used) != a.size.size())
      return report_usage(
          {ErrorCode::kWrongUsage, "--size", "'" + a.size + "' is no size", "WIDTHxHEIGHT, e.g. 1600x1600"});
  }
  if (!a.loss.empty()) {
    const auto loss = parse_loss_pattern(a.loss);
    if (!loss) return report_usage({loss.error().code, "--loss", loss.error().why, loss.error().fix});
    options.loss = *loss;
  }
  StageClock clock(a.output.threads);
  const auto phantom = draw_phantom(options, clock.exec());
  clock.clear();
  if (!phantom)
    return phantom.error().code == ErrorCode::kInvalidOption ? report_usage(phantom.error()) : report(phantom.error());

  const std::string photo = in_folder(a.output.out, "photo.png"), scene = in_folder(a.output.out, "photo.scene.json");
  OutputFiles files(output_rules(a.output, {}));
  Status status = make_folder(a.output.out);
  if (status)
    status = files.add(photo, encode_png(phantom->photo.pixels.view(),
                                         {{"Software", "tonsure"}, {"Comment", "drawn, not a photograph"}}));
  if (status) status = files.add(scene, sealed(scene_to_json(phantom->scene)));
  if (status) status = files.commit();
  if (!status) return report(status.error());
  say(a.output.json, "phantom: " + photo);
  if (a.output.json)
    return print_json({{"photo", photo},
                       {"scene", scene},
                       {"size", {options.width_px, options.height_px}},
                       {"mm_per_px", *phantom->scene.mm_per_px}});
  return kDone;
}

}  // namespace

void add_phantom(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("phantom", "draw a bald or balding head, our built-in photograph, and its exact scene");
  add_output(*command, a->output, "folder for photo.png and photo.scene.json");
  command->add_option("--skin", a->options.skin, "Fitzpatrick type I to VI (default II)")
      ->transform(CLI::Transformer(kSkins).description("{I,II,III,IV,V,VI}"));
  command->add_option("--view", a->options.view, "front (default), top, left, right, back, three-quarter")
      ->transform(CLI::Transformer(kViews).description("{front,top,left,right,back,three-quarter}"));
  command->add_option("--size", a->size, "WIDTHxHEIGHT in px (default 1600x1600)");
  command->add_option("--shine", a->options.shine, "highlight, from 0 (matte) to 1 (oily)")->check(in_range(0, 1));
  command->add_option("--seed", a->options.seed, "seed of the skin's spots and pores, and of hairs")->check(is_seed());
  command->add_option("--loss", a->loss,
                      "what hair is lost, the rest being stubble: none, norwood-1 to norwood-7 (also norwood-3v, "
                      "norwood-2a to norwood-5a), ludwig-1 to -3, sinclair-1 to -5, areata, totalis (default: bald)");
  command->add_option("--progress", a->options.progress_years, "years that this loss has gone on since, 0 to 80")
      ->check(in_range(0, 80));
  command->add_option("--hair-length-mm", a->options.hair_length_mm, "of the stubble, from 0.1 to 2 (default 0.4)")
      ->check(in_range(0.1, 2));
  command->add_option("--scar", a->options.scars, "scars and marks, any of them, with commas between")
      ->delimiter(',')
      ->transform(CLI::Transformer(scars_by_name()).description("{strip,fue,plug,reduction,burn,surgical,birthmark}"));
  command->footer("Example:\n  tonsure phantom --skin IV --view top --out phantom");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
