// Flags that several subcommands share, and what they stand for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/output.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/mesh.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure::command {

/// --out, --force, --json, --threads
struct OutputArguments {
  std::string out;
  bool force = false;
  bool json = false;
  int threads = 0;

  [[nodiscard]] Exec exec() const { return {.threads = threads}; }
};
void add_json_and_threads(CLI::App& command, OutputArguments& arguments);
void add_force(CLI::App& command, OutputArguments& arguments);
void add_output(CLI::App& command, OutputArguments& arguments, const std::string& what);

/// What a run that reads `inputs` may write; names that are empty are none.
OutputRules output_rules(const OutputArguments& arguments, std::vector<std::string> inputs);

/// --treatment, --style, --shade, --strength, --pigments, --seed
struct TreatmentArguments {
  std::string file;
  std::string style;
  std::string shade;
  std::string strength;
  std::string pigments;
  std::optional<std::uint64_t> seed;
};
void add_treatment(CLI::App& command, TreatmentArguments& arguments);

/// The files among them.
std::vector<std::string> inputs_of(const TreatmentArguments& arguments);

/// The style, overlaid by the file, overlaid by shade, strength and seed. Errors about a flag have it as their place.
Result<Treatment> treatment_of(const TreatmentArguments& arguments);

/// --mesh, --mesh-unit-mm
struct MeshArguments {
  std::string file;
  std::optional<double> mm_per_unit;  ///< 1 where it is not said
};
void add_mesh(CLI::App& command, MeshArguments& arguments);

/// The scalp of a scanned head, with what its check found; empty where no mesh is given.
struct ScannedHead {
  ScalpSurface surface;
  MeshPlacement placement;
  std::vector<std::string> warnings;
};
Result<std::optional<ScannedHead>> scanned_head(const MeshArguments& arguments);

/// Brings the camera of a scene, which stands in the mesh's axes, into the head frame.
void place_camera(const ScannedHead& head, Scene& scene);

/// --density, --mm-per-px, --peak, --floor
struct DensityArguments {
  std::string file;
  std::optional<double> mm_per_px, peak, floor;

  /// Of a complete set.
  [[nodiscard]] DensityImageScale scale() const { return {*mm_per_px, *peak, floor.value_or(0)}; }
};
/// @param what  the image, for the help
void add_density(CLI::App& command, DensityArguments& arguments, const std::string& what);

/// All of them or none, and a floor that is below the peak. The place of an error is its flag.
Status check_density(const DensityArguments& arguments);

/// A check that a flag's value lies in a range; NaN does not.
CLI::Validator in_range(double low, double high);

/// A check that a flag's value is a seed: CLI11 itself would wrap -1 around, and cut 2^64 short.
CLI::Validator is_seed();

/// A check that a name is not empty, as one is whose variable a script left unset.
CLI::Validator is_name(const char* of);

/// Dots of a plan by session, for people and JSON.
std::vector<std::size_t> dots_by_session(const Plan& plan);

/// The error as one about a flag.
Error about_flag(const char* flag, const Error& error);

/// The error as one about a file, unless it names one already.
Error in_file(const std::string& file, Error error);

/// `folder`/`name`.
std::string in_folder(const std::string& folder, const std::string& name);

}  // namespace tonsure::command
