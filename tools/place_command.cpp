#include <memory>

#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/output.h>
#include <tonsure/placement/place.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "core/stage.h"
#include "quietly.h"
#include "stage_clock.h"

namespace tonsure::command {
namespace {

struct Arguments {
  DensityArguments density;
  int sessions = 1;
  std::string regularity = "natural";
  int polish = 0;
  std::uint64_t seed = 1;
  OutputArguments output;
};

/// Cumulative shares of `count` sessions: 30, 70, 100 % for the usual three [C], equal steps for any other number.
std::vector<double> session_shares(int count) {
  if (count == 3) return {0.3, 0.7, 1.0};
  std::vector<double> shares;
  for (int k = 1; k <= count; ++k) shares.push_back(static_cast<double>(k) / count);
  return shares;
}

int run(const Arguments& a) {
  PlacementOptions options;
  options.session_shares = session_shares(a.sessions);
  options.polish = a.polish;
  if (a.regularity == "strict") {
    options.regularity = 1;
  } else if (a.regularity != "natural") {
    double value = 0;
    if (!CLI::detail::lexical_cast(a.regularity, value) || !(value >= 0 && value <= 1))
      return report_usage({ErrorCode::kWrongUsage, "--regularity", "'" + a.regularity + "' is no regularity",
                           "natural, strict, or a number from 0 (random) to 1 (strict)"});
    options.regularity = value;
  }
  if (Status status = check_density(a.density); !status) return report_usage(status.error());

  StageClock clock(a.output.threads);
  const auto density = in_stage(clock.exec(), "read files", [&] {
    return read_quietly(a.density.file, [&] { return load_density_image(a.density.file, a.density.scale()); });
  });
  clock.clear();
  if (!density) return report(density.error());
  const double load_ms = clock.lap_ms();
  const auto dots = place_dots(*density, options, a.seed, clock.exec());
  clock.clear();
  if (!dots) return report(in_file(a.density.file, dots.error()));
  const double place_ms = clock.lap_ms();
  OutputFiles files(output_rules(a.output, {a.density.file}));
  Status status = files.add(a.output.out, flat_dots_to_csv(*dots, needling_order(*dots)));
  if (status) status = files.commit();
  if (!status) return report(status.error());
  say(a.output.json, std::to_string(dots->size()) + " dots: " + a.output.out);
  if (a.output.json) {
    return print_json({{"dots", dots->size()},
                       {"expected", expected_count(*density)},
                       {"sessions", a.sessions},
                       {"timing_ms", {{"load", load_ms}, {"place", place_ms}, {"write", clock.lap_ms()}}}});
  }
  return kDone;
}

}  // namespace

void add_place(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("place", "place dots on a plane whose density a grey image gives");
  add_density(*command, a->density,
              "grey image, 8 or 16 bits: v in 0...1 means floor + v (peak - floor) dots/cm2, nothing where v = 0");
  for (const char* needed : {"--density", "--mm-per-px", "--peak"}) command->get_option(needed)->required();
  command->add_option("--sessions", a->sessions, "nested sessions (default 1)")->check(CLI::Range(1, 8));
  command->add_option("--regularity", a->regularity, "natural (default), strict, or 0 (random) to 1 (strict)");
  command->add_option("--polish", a->polish, "steps of relaxation, 0 (default) to 3: closes holes, parts close pairs")
      ->check(CLI::Range(0, kMaxPolish));
  command->add_option("--seed", a->seed, "seed; the same seed gives the same dots")->check(is_seed());
  add_output(*command, a->output, "CSV file to write");
  command->footer(
      "Example:\n  tonsure place --density grey.png --mm-per-px 0.5 --peak 150 --sessions 3 --out dots.csv");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
