#include "arguments.h"

#include <charconv>
#include <filesystem>
#include <limits>
#include <utility>

#include <tonsure/io/json.h>
#include <tonsure/io/mesh_file.h>

namespace tonsure::command {
void add_json_and_threads(CLI::App& command, OutputArguments& arguments) {
  command.add_flag("--json", arguments.json, "print one JSON object on stdout");
  command.add_option("--threads", arguments.threads, "most threads to use (default: all)")->check(CLI::Range(1, 1024));
}

void add_force(CLI::App& command, OutputArguments& arguments) {
  command.add_flag("--force", arguments.force,
                   "replace files that tonsure did not make, or that were changed since; never an input");
}

OutputRules output_rules(const OutputArguments& arguments, std::vector<std::string> inputs) {
  std::erase(inputs, std::string());
  return {.inputs = std::move(inputs), .only_own = !arguments.force};
}

void add_output(CLI::App& command, OutputArguments& arguments, const std::string& what) {
  command.add_option("--out", arguments.out, what)->required()->check(is_name("what is written"));
  add_force(command, arguments);
  add_json_and_threads(command, arguments);
}

void add_treatment(CLI::App& command, TreatmentArguments& arguments) {
  command.add_option("--treatment", arguments.file, "treatment file (JSON); states what differs from the style");
  std::string styles;
  for (const std::string& name : treatment_style_names()) styles += styles.empty() ? name + " (default)" : ", " + name;
  command.add_option("--style", arguments.style, "starting point: " + styles);
  command.add_option("--shade", arguments.shade, "named pigment, e.g. 'carbon medium', 'dark brown', 'trico brown'");
  command.add_option("--strength", arguments.strength,
                     "lighter, planned (default) or denser: the same dots with less or more pigment");
  command.add_option("--pigments", arguments.pigments, "pigment file (JSON) with more components and shades");
  command.add_option("--seed", arguments.seed, "seed of all random choices; the same seed gives the same dots")
      ->check(is_seed());
}

std::vector<std::string> inputs_of(const TreatmentArguments& arguments) {
  return {arguments.file, arguments.pigments};
}

Result<Treatment> treatment_of(const TreatmentArguments& arguments) {
  PigmentLibrary library = built_in_pigments();
  if (!arguments.pigments.empty()) {
    auto read = load_pigments(arguments.pigments);
    if (!read) return read.error();
    library = std::move(*read);
  }
  Treatment treatment;
  if (!arguments.style.empty()) {
    auto style = treatment_style(arguments.style);
    if (!style) return about_flag("--style", style.error());
    treatment = std::move(*style);
  }
  if (!arguments.file.empty()) {
    auto read = load_treatment(arguments.file, treatment, library);
    if (!read) return read.error();
    treatment = std::move(*read);
  }
  if (!arguments.shade.empty()) {
    auto shaded = with_shade(treatment.pigment, arguments.shade, library);
    if (!shaded) return about_flag("--shade", shaded.error());
    treatment.pigment = std::move(*shaded);
  }
  if (!arguments.strength.empty()) {
    const auto* const at = std::find(kStrengthNames.begin(), kStrengthNames.end(), arguments.strength);
    if (at == kStrengthNames.end())
      return Error{ErrorCode::kWrongUsage, "--strength", "'" + arguments.strength + "' is unknown",
                   "lighter, planned, denser"};
    treatment.strength = static_cast<Strength>(at - kStrengthNames.begin());
  }
  if (arguments.seed) treatment.seed = *arguments.seed;
  return treatment;
}

void add_mesh(CLI::App& command, MeshArguments& arguments) {
  command.add_option("--mesh", arguments.file,
                     "scan of this head (OBJ or PLY; x to the head's left, y up, z forward); a scene's camera then "
                     "stands in its axes");
  command.add_option("--mesh-unit-mm", arguments.mm_per_unit, "mm per unit of the mesh (default 1)")
      ->check(in_range(1e-3, 1e4));
}

Result<std::optional<ScannedHead>> scanned_head(const MeshArguments& arguments) {
  if (arguments.file.empty() && arguments.mm_per_unit)
    return Error{ErrorCode::kWrongUsage, "--mesh-unit-mm", "comes without the mesh it is about", "give --mesh too"};
  if (arguments.file.empty()) return std::optional<ScannedHead>();
  const auto mesh = load_mesh(arguments.file, arguments.mm_per_unit.value_or(1));
  if (!mesh) return mesh.error();
  const auto report = check_mesh(*mesh);
  if (!report) return in_file(arguments.file, report.error());
  const auto fitted = place_mesh(*mesh);
  if (!fitted) return in_file(arguments.file, fitted.error());
  auto surface = surface_of_mesh(*mesh, *fitted);
  if (!surface) return in_file(arguments.file, surface.error());
  std::vector<std::string> warnings = report->warnings;
  warnings.insert(warnings.end(), fitted->warnings.begin(), fitted->warnings.end());
  return std::optional<ScannedHead>({std::move(*surface), fitted->placement, std::move(warnings)});
}

void place_camera(const ScannedHead& head, Scene& scene) {
  if (scene.camera && !scene.camera->rotation.empty()) scene.camera = in_head_frame(*scene.camera, head.placement);
}

void add_density(CLI::App& command, DensityArguments& arguments, const std::string& what) {
  command.add_option("--density", arguments.file, what);
  command.add_option("--mm-per-px", arguments.mm_per_px, "scale of the image")->check(in_range(1e-4, 1000));
  command.add_option("--peak", arguments.peak, "dots/cm2 where the image is white")->check(in_range(1e-6, 1e6));
  command.add_option("--floor", arguments.floor, "dots/cm2 where the image is nearly black (default 0)")
      ->check(in_range(0, 1e6));
}

Status check_density(const DensityArguments& arguments) {
  const auto lone = [](const char* flag) {
    return Error{ErrorCode::kWrongUsage, flag, "comes without the image it is about", "give --density too"};
  };
  if (arguments.file.empty()) {
    if (arguments.mm_per_px) return lone("--mm-per-px");
    if (arguments.peak) return lone("--peak");
    if (arguments.floor) return lone("--floor");
    return {};
  }
  if (!arguments.mm_per_px || !arguments.peak)
    return Error{ErrorCode::kWrongUsage, "--density", "comes without its scale", "give --mm-per-px and --peak too"};
  if (arguments.floor.value_or(0) > *arguments.peak)
    return Error{ErrorCode::kWrongUsage, "--floor", "is above --peak", "0 <= floor <= peak"};
  return {};
}

CLI::Validator in_range(double low, double high) {
  const std::string range = "from " + CLI::detail::to_string(low) + " to " + CLI::detail::to_string(high);
  return CLI::Validator(
      [=](const std::string& text) {
        double value = 0;
        if (!CLI::detail::lexical_cast(text, value) || !(value >= low && value <= high))
          return "'" + text + "' is not a number " + range;
        return std::string();
      },
      "NUMBER " + range);
}

CLI::Validator is_seed() {
  return CLI::Validator(
      [](const std::string& text) {
        std::uint64_t seed = 0;
        const char* end = text.data() + text.size();
        const auto [at, error] = std::from_chars(text.data(), end, seed);
        if (error == std::errc() && at == end) return std::string();
        return "'" + text + "' is no seed: a whole number from 0 to " +
               std::to_string(std::numeric_limits<std::uint64_t>::max()) + " is one";
      },
      "SEED");
}

CLI::Validator is_name(const char* of) {
  return CLI::Validator(
      [of](const std::string& text) {
        return text.empty() ? "an empty name; give the name of " + std::string(of) : std::string();
      },
      "");
}

std::vector<std::size_t> dots_by_session(const Plan& plan) {
  std::vector<std::size_t> counts(static_cast<std::size_t>(plan.sessions()), 0);
  for (const std::uint8_t session : plan.dots.session) ++counts[session - 1U];
  return counts;
}

Error about_flag(const char* flag, const Error& error) {
  return {ErrorCode::kWrongUsage, flag, error.why, error.fix};
}

Error in_file(const std::string& file, Error error) {
  if (error.file.empty()) error.file = file;
  return error;
}

std::string in_folder(const std::string& folder, const std::string& name) {
  return (std::filesystem::path(folder) / name).string();
}

}  // namespace tonsure::command
