#include <cmath>
#include <filesystem>
#include <memory>
#include <numbers>
#include <optional>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/propose/propose.h>
#include <tonsure/session/session.h>
#include "scalp/calibrate.h"

#include "arguments.h"
#include "commands.h"
#include "console.h"
#include "core/format_text.h"
#include "core/stage.h"
#include "quietly.h"
#include "reading_json.h"
#include "stage_clock.h"

namespace tonsure::command {
namespace {

using nlohmann::ordered_json;

struct Arguments {
  std::string photo;
  std::string scene;
  OutputArguments output;
};

double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

ordered_json points_json(const Points<PhotoPx>& points) {
  ordered_json out = ordered_json::array();
  for (const auto& p : points) out.push_back({p.x, p.y});
  return out;
}

ordered_json face_json(const FaceBox& face) {
  const Vec2<PhotoPx> size = face.lower_right - face.upper_left;
  return {{"box", {face.upper_left.x, face.upper_left.y, size.x, size.y}},
          {"profile", face.profile},
          {"taken", face.taken}};
}

struct Outcome {
  const SceneProposal& proposal;
  const std::optional<FittedHead>& head;       ///< empty where calibration failed
  const std::optional<PhotoReading>& reading;  ///< empty where that, or too little skin is seen
  const std::vector<std::string>& warnings;
};

ordered_json to_json(const Outcome& r) {
  const Scene& scene = r.proposal.scene;
  ordered_json out = {
      {"image", scene.image}, {"size", {scene.width_px, scene.height_px}}, {"view", view_name(scene.view)}};
  const auto put = [&](const char* key, auto value_of) {
    out[key] = r.head ? ordered_json(value_of(*r.head)) : ordered_json(nullptr);
  };
  put("mm_per_px", [](const FittedHead& h) { return h.mm_per_px; });
  put("mm_per_px_sd", [](const FittedHead& h) { return h.scale_sd * h.mm_per_px; });
  put("scale_basis", [](const FittedHead& h) { return h.scale_basis; });
  put("yaw_deg", [](const FittedHead& h) { return degrees(h.pose.yaw); });
  put("pitch_deg", [](const FittedHead& h) { return degrees(h.pose.pitch); });
  put("roll_deg", [](const FittedHead& h) { return degrees(h.pose.roll); });
  put("yaw_sd_deg", [](const FittedHead& h) { return degrees(h.pose_sd.yaw); });
  put("pitch_sd_deg", [](const FittedHead& h) { return degrees(h.pose_sd.pitch); });
  put("roll_sd_deg", [](const FittedHead& h) { return degrees(h.pose_sd.roll); });
  ordered_json evidence = ordered_json::array();
  if (r.head)
    for (const auto& e : r.head->evidence)
      evidence.push_back({{"kind", e.kind}, {"mm_per_px", e.mm_per_px}, {"sd", e.sd}});
  out["evidence"] = evidence;
  out["faces"] = ordered_json::array();
  for (const FaceBox& face : r.proposal.faces) out["faces"].push_back(face_json(face));
  ordered_json proposed = ordered_json::object(), given = ordered_json::array();
  for (const ProposedPart& part : r.proposal.parts) {
    if (part.given) {
      given.push_back(part.name);
    } else {
      proposed[part.name] = {{"confidence", part.confidence}, {"reason", part.reason}};
    }
  }
  out["given"] = given;
  out["proposed"] = proposed;
  out["head_outline"] = points_json(scene.head_outline);
  out["scalp_region"] = points_json(scene.scalp_region);
  out["hairline"] = scene.hairline ? points_json(*scene.hairline) : ordered_json(nullptr);
  out["existing_hair"] = ordered_json::array();
  for (const auto& patch : scene.existing_hair) out["existing_hair"].push_back(points_json(patch));
  out["face_points"] = ordered_json::object();
  for (const FacePoint& point : scene.face_points)
    out["face_points"][point.name] =
        point.position ? ordered_json({point.position->x, point.position->y}) : ordered_json(nullptr);
  const bool skin_told = r.reading && r.reading->skin_not_read.empty();
  out["skin"] = skin_told ? skin_json(r.reading->skin) : ordered_json(nullptr);
  out["stubble"] = r.reading ? stubble_json(r.reading->stubble) : ordered_json(nullptr);
  out["warnings"] = r.warnings;
  return out;
}

void tell(const Outcome& r) {
  const Scene& scene = r.proposal.scene;
  say(false, scene.image + ", " + format_text("%d x %d px, seen from: ", scene.width_px, scene.height_px) +
                 view_name(scene.view));
  for (const ProposedPart& part : r.proposal.parts) {
    if (part.given) {
      say(false, format_text("  %-24s given", part.name.c_str()));
    } else {
      say(false, format_text("  %-24s proposed, %3.0f %%  ", part.name.c_str(), 100 * part.confidence) + part.reason);
    }
  }
  if (!r.head) return;
  const FittedHead& h = *r.head;
  say(false, format_text("  scale %.4f +- %.4f mm/px: ", h.mm_per_px, h.scale_sd * h.mm_per_px) + h.scale_basis);
  for (const auto& e : h.evidence)
    say(false, format_text("    %-22s %.4f +- %.4f mm/px", e.kind.c_str(), e.mm_per_px, e.sd));
  say(false, format_text("  yaw %.1f +- %.1f, pitch %.1f +- %.1f, roll %.1f +- %.1f deg", degrees(h.pose.yaw),
                         degrees(h.pose_sd.yaw), degrees(h.pose.pitch), degrees(h.pose_sd.pitch), degrees(h.pose.roll),
                         degrees(h.pose_sd.roll)));
  if (!r.reading) return;
  if (r.reading->skin_not_read.empty()) {
    const SkinReading& s = r.reading->skin;
    say(false, format_text("  skin: ITA %.0f +- %.0f deg, ", s.ita_deg, s.ita_sd_deg) + typology_name(s.ita_deg) +
                   format_text("; Fitzpatrick %d (estimate); melanin %.3f, blood %.4f; ", s.fitzpatrick,
                               s.fit.optics.melanin, s.fit.optics.blood) +
                   s.basis);
  }
  if (r.reading->stubble) {
    const StubbleMeasure& s = r.reading->stubble->measured;
    say(false, format_text("  stubble: L* %+.1f against bare skin", s.delta_l.value) +
                   (s.density_per_cm2.known ? format_text(", %.0f dots/cm2", s.density_per_cm2.value) : std::string()) +
                   (s.diameter_mm.known ? format_text(", %.2f mm across", s.diameter_mm.value) : std::string()));
  } else if (!r.reading->scene.existing_hair.empty()) {
    say(false, "  stubble not measured: " + r.reading->stubble.why_not);
  }
}

/// Where the proposed scene goes.
std::string scene_path(const Arguments& a) {
  return in_folder(a.output.out, std::filesystem::path(a.photo).stem().string() + ".scene.json");
}

/// The proposed scene without the face points that are no more than proportions: they look measured, and are not. The
/// overlay shows them all.
Scene without_guessed_points(const SceneProposal& proposal) {
  constexpr double kLeastConfidence = 0.6;
  Scene scene = proposal.scene;
  for (const ProposedPart& part : proposal.parts) {
    if (part.given || part.confidence >= kLeastConfidence || !part.name.starts_with("face_points.")) continue;
    for (FacePoint& point : scene.face_points)
      if ("face_points." + point.name == part.name) point.position.reset();
  }
  return scene;
}

Status write_outputs(const Arguments& a, const Photo& photo, const SceneProposal& proposal) {
  if (Status status = make_folder(a.output.out); !status) return status;
  // A scene that is given is completed in its place where --force says so.
  OutputFiles files(output_rules(a.output, {a.photo, a.output.force ? std::string() : a.scene}));
  const PictureText metadata = {{"Software", "tonsure"}, {"Comment", "a proposal, to be corrected by hand"}};
  if (Status status = files.add(scene_path(a), sealed(scene_to_json(without_guessed_points(proposal)))); !status)
    return status;
  const Image<unsigned char> overlay = draw_proposal(photo, proposal);
  if (Status status = files.add(in_folder(a.output.out, "overlay.png"), encode_png(overlay.view(), metadata)); !status)
    return status;
  return files.commit();
}

Result<Photo> load_input(const Arguments& a, std::optional<PartialScene>& given, std::vector<std::string>& warnings) {
  auto photo = read_quietly(a.photo, [&] { return load_photo(a.photo, &warnings); });
  if (!photo || a.scene.empty()) return photo;
  auto read = load_partial_scene(a.scene);
  if (!read) return read.error();
  given = std::move(*read);
  return photo;
}

int run(const Arguments& a) {
  StageClock clock(a.output.threads);
  const Exec& exec = clock.exec();
  std::optional<PartialScene> given;
  std::vector<std::string> warnings;
  auto photo = in_stage(exec, "read files", [&] { return load_input(a, given, warnings); });
  clock.clear();
  if (!photo) return report(photo.error());
  auto proposal = propose_scene(*photo, given ? &*given : nullptr, exec);
  clock.clear();
  if (!proposal) {
    Error error = proposal.error();
    const bool is_of_photo = error.where == kProposePhoto;
    if (is_of_photo) error.where.clear();
    return report(in_file(given && !is_of_photo ? a.scene : a.photo, error));
  }
  if (proposal->scene.image.empty()) proposal->scene.image = std::filesystem::path(a.photo).filename().string();

  warnings.insert(warnings.end(), proposal->warnings.begin(), proposal->warnings.end());
  std::optional<FittedHead> head;
  std::optional<PhotoReading> reading;
  const Scene scene = without_guessed_points(*proposal);
  if (auto readings = read_photos({&*photo, 1}, {&scene, 1}, {.strands = false}, exec)) {
    reading = std::move(readings->front());
    head = reading->head;
    warnings.insert(warnings.end(), reading->warnings.begin(), reading->warnings.end());
  } else if (auto fitted = fit_head(scene, exec)) {
    head = std::move(*fitted);
    warnings.insert(warnings.end(), head->warnings.begin(), head->warnings.end());
    warnings.push_back("skin could not be read: " + readings.error().message());
  } else {
    warnings.push_back("scale and pose could not be estimated: " + fitted.error().message());
  }
  clock.clear();

  if (!a.output.out.empty()) {
    const Status written = in_stage(exec, "write files", [&] { return write_outputs(a, *photo, *proposal); });
    clock.clear();
    if (!written) return report(written.error());
  }
  const Outcome outcome{*proposal, head, reading, warnings};
  print_warnings(warnings);
  if (!a.output.json) tell(outcome);
  if (!a.output.out.empty()) say(a.output.json, "to correct by hand: " + scene_path(a));
  return a.output.json ? print_json(to_json(outcome)) : kDone;
}

}  // namespace

void add_inspect(CLI::App& app, Run& chosen) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("inspect", "propose a scene for a photo, to be corrected by hand");
  command->add_option("PHOTO", a->photo, "JPEG, PNG, TIFF, WebP, HEIC or AVIF")->required()->check(is_name("a photo"));
  command->add_option("--scene", a->scene,
                      "scene file that holds what is annotated already, in whole or in part; it is kept");
  command->add_option("--out", a->output.out,
                      "folder for NAME.scene.json and overlay.png (default: nothing is written)");
  add_force(*command, a->output);
  add_json_and_threads(*command, a->output);
  command->footer(
      "Examples:\n"
      "  tonsure inspect head.jpg --out proposal\n"
      "  echo '{\"view\": \"top\"}' > seen.json; tonsure inspect head.jpg --scene seen.json --out proposal\n"
      "  tonsure inspect head.jpg --scene head.scene.json --json");
  command->callback([a, &chosen] { chosen = [a] { return run(*a); }; });
}

}  // namespace tonsure::command
