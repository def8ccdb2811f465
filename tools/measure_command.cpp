#include <cstdio>
#include <memory>
#include <optional>

#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/output.h>
#include <tonsure/metrics/evenness.h>
#include <tonsure/metrics/measure_svg.h>
#include <tonsure/metrics/spectra.h>

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "quietly.h"

namespace tonsure::command {
namespace {

struct Arguments {
  std::string dots;
  DensityArguments density;
  std::string picture;
  OutputArguments output;
};

constexpr std::size_t kMostCsvBytes = 4'000'000'000;

struct Report {
  SpacingReport spacing;
  std::optional<double> hole;
  std::optional<double> bond_order;
  std::optional<RadialSpectrum> spectrum;
  std::optional<RadialSpectrum> local_spectrum;
  std::optional<double> repetition;
};

Report measure(const std::vector<Vec2<PlaneMm>>& dots, const DensityGrid<PlaneMm>* density, const Exec& exec) {
  return {measure_spacing(dots, density, exec),        measure_hole(dots, density, exec),
          measure_bond_order(dots, density, exec),     measure_spectrum(dots, density, exec),
          measure_local_spectrum(dots, density, exec), measure_repetition(dots, density, exec)};
}

void print_figure(const char* name, const std::optional<double>& value, int digits) {
  if (value) {
    std::printf("%s: %.*f\n", name, digits, *value);
  } else {
    std::printf("%s: set too small\n", name);
  }
}

void print_spectrum(const char* name, const std::optional<RadialSpectrum>& s) {
  if (s) {
    std::printf("spectrum, %s: effective Nyquist %.3f, oscillation %.3f\n", name, s->effective_nyquist, s->oscillation);
  } else {
    std::printf("spectrum, %s: set too small\n", name);
  }
}

void print_report(const Report& report) {
  const SpacingReport& r = report.spacing;
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
  print_figure("largest hole, radius x sqrt(density)", report.hole, 3);
  print_figure("bond order, mean |psi6| of the 6 nearest", report.bond_order, 3);
  print_spectrum("on the plane", report.spectrum);
  print_spectrum("local metric", report.local_spectrum);
  print_figure("repetition, largest bin / mean of its ring (random dots 10 to 18)", report.repetition, 1);
}

nlohmann::ordered_json to_json(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json to_json(const std::optional<RadialSpectrum>& s) {
  if (!s) return {};
  return {{"effective_nyquist", s->effective_nyquist}, {"oscillation", s->oscillation}};
}

nlohmann::ordered_json to_json(const Report& report) {
  const SpacingReport& r = report.spacing;
  nlohmann::ordered_json windows = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < kWindowCounts.size(); ++i) {
    windows[std::to_string(static_cast<int>(kWindowCounts[i]))] = to_json(r.variance_to_mean[i]);
  }
  return {{"dots", r.count},
          {"expected", to_json(r.expected_count)},
          {"nn", {{"mean", r.nn_mean}, {"sd", r.nn_sd}, {"quantile_1_percent", r.nn_1_percent}, {"min", r.nn_min}}},
          {"variance_to_mean", windows},
          {"hole", to_json(report.hole)},
          {"bond_order", to_json(report.bond_order)},
          {"spectrum", to_json(report.spectrum)},
          {"local_spectrum", to_json(report.local_spectrum)},
          {"repetition", to_json(report.repetition)}};
}

int run(const Arguments& a) {
  if (Status status = check_density(a.density); !status) return report_usage(status.error());
  const auto text = load_file(a.dots, kMostCsvBytes);
  if (!text) return report(text.error());
  const auto dots = flat_dots_from_csv(*text, a.dots);
  if (!dots) return report(dots.error());
  std::optional<DensityGrid<PlaneMm>> density;
  if (!a.density.file.empty()) {
    auto read = read_quietly(a.density.file, [&] { return load_density_image(a.density.file, a.density.scale()); });
    if (!read) return report(read.error());
    density = std::move(*read);
  }
  const Report figures = measure(*dots, density ? &*density : nullptr, a.output.exec());
  if (!a.picture.empty()) {
    OutputFiles files(output_rules(a.output, {a.dots, a.density.file}));
    Status status = files.add(a.picture, measure_svg({figures.spectrum, figures.local_spectrum, *dots}));
    if (status) status = files.commit();
    if (!status) return report(status.error());
  }
  if (a.output.json) return print_json(to_json(figures));
  print_report(figures);
  return kDone;
}

}  // namespace

void add_measure(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("measure", "measure how evenly a set of dots is spread");
  command->add_option("DOTS", a->dots, "CSV file of `tonsure place` or of a plan")->required();
  add_density(*command, a->density, "the grey image the dots were placed by");
  command->add_option("--picture", a->picture, "SVG file to draw: the spectra, and a look at the dots");
  add_force(*command, a->output);
  add_json_and_threads(*command, a->output);
  command->footer(
      "Example:\n  tonsure measure dots.csv --density grey.png --mm-per-px 0.5 --peak 150 --picture dots.svg");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
