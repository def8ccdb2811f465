#include <cstdio>
#include <memory>
#include <optional>

#include <tonsure/io/csv.h>
#include <tonsure/io/density_image.h>
#include <tonsure/io/output.h>
#include <tonsure/metrics/spacing.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"

namespace tonsure::command {
namespace {

struct Arguments {
  std::string dots;
  std::string density;
  double mm_per_px = 0;
  double peak = 0;
  double floor = 0;
  OutputArguments output;
};

constexpr std::size_t kMostCsvBytes = 4'000'000'000;

void print_report(const SpacingReport& r) {
  std::printf("dots                     %zu\n", r.count);
  if (r.expected_count)
    std::printf("integral of the density  %.1f (dots / integral %.4f)\n", *r.expected_count,
                static_cast<double>(r.count) / *r.expected_count);
  std::printf("nearest neighbour x sqrt(density): mean %.3f, SD %.3f, 1 %% quantile %.3f, min %.3f\n", r.nn_mean,
              r.nn_sd, r.nn_1_percent, r.nn_min);
  std::printf("variance / mean of counts in discs expected to hold");
  for (std::size_t i = 0; i < kWindowCounts.size(); ++i) {
    if (r.variance_to_mean[i]) {
      std::printf("%s %g: %.3f", i == 0 ? "" : ",", kWindowCounts[i], *r.variance_to_mean[i]);
    } else {
      std::printf("%s %g: set too small", i == 0 ? "" : ",", kWindowCounts[i]);
    }
  }
  std::printf("\n");
}

int run(const Arguments& a) {
  if (!a.density.empty() && (a.mm_per_px <= 0 || a.peak <= 0))
    return report_usage(
        {ErrorCode::kInvalidOption, "--density", "comes without its scale", "give --mm-per-px and --peak too"});
  const auto text = read_file(a.dots, kMostCsvBytes);
  if (!text) return report(text.error());
  const auto dots = flat_dots_from_csv(*text, a.dots);
  if (!dots) return report(dots.error());
  std::optional<DensityGrid<PlaneMm>> density;
  if (!a.density.empty()) {
    auto read = read_density_image(a.density, {a.mm_per_px, a.peak, a.floor});
    if (!read) return report(read.error());
    density = std::move(*read);
  }
  const SpacingReport report = measure_spacing(*dots, density ? &*density : nullptr, a.output.exec());
  if (!a.output.json) {
    print_report(report);
    return kDone;
  }
  nlohmann::ordered_json windows = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < kWindowCounts.size(); ++i) {
    auto& entry = windows[std::to_string(static_cast<int>(kWindowCounts[i]))];
    if (report.variance_to_mean[i]) entry = *report.variance_to_mean[i];
  }
  nlohmann::ordered_json json = {{"dots", report.count}};
  json["expected"] = report.expected_count ? nlohmann::ordered_json(*report.expected_count) : nlohmann::ordered_json();
  json["nn"] = {{"mean", report.nn_mean},
                {"sd", report.nn_sd},
                {"quantile_1_percent", report.nn_1_percent},
                {"min", report.nn_min}};
  json["variance_to_mean"] = windows;
  print_json(json);
  return kDone;
}

}  // namespace

void add_measure(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("measure", "measure how evenly a set of dots is spread");
  command->add_option("DOTS", a->dots, "CSV file of `tonsure place` or of a plan")->required();
  command->add_option("--density", a->density, "the grey image the dots were placed by");
  command->add_option("--mm-per-px", a->mm_per_px, "scale of the image")->check(in_range(1e-4, 1000));
  command->add_option("--peak", a->peak, "dots/cm2 where the image is white")->check(in_range(1e-6, 1e6));
  command->add_option("--floor", a->floor, "dots/cm2 where the image is nearly black (default 0)")
      ->check(in_range(0, 1e6));
  add_json_and_threads(*command, a->output);
  command->footer("Example:\n  tonsure measure dots.csv --density grey.png --mm-per-px 0.5 --peak 150");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
