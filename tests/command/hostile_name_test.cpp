// Names that others chose reach a terminal as text only: no escape sequence, no forged line, no other order.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "command/run_command.h"
#include "safe_text.h"

namespace tonsure::testing {
namespace {

void expect_safe(const std::string& text, const std::string& what) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_EQ(line, command::safe_text(line)) << what;
}

/// A clear screen in both kinds of controls, a forged line, an override of the direction, no UTF-8.
const std::string kHostile =
    "x\x1B[2J\xC2\x9B"
    "2J\ntonsure: done\r\x7F\xE2\x80\xAEgnp\xFF";

TEST(HostileName, IsSafeInErrors) {
  const std::string photo = small_phantom() / "photo.png", scene = small_phantom() / "photo.scene.json";
  const Folder out;
  const std::vector<std::pair<int, std::vector<std::string>>> runs = {
      {3, {"measure", "/nowhere/" + kHostile}},
      {3, {"inspect", kHostile}},
      {3, {"preview", photo, "--scene", kHostile, "--out", out.path()}},
      {3, {"preview", photo, "--scene", scene, "--treatment", kHostile, "--out", out.path()}},
      {2, {"preview", photo, "--light", kHostile, "--out", out.path()}},
      {2, {"preview", photo, "--style", kHostile, "--out", out.path()}},
      {2, {"--" + kHostile}},
      {2, {kHostile}},
      {2, {"measure", "a.csv", kHostile}},
      {2, {"preview", photo, "--threads", kHostile, "--out", out.path()}},
      {2, {"preview", photo, "--" + kHostile + "=1", "--out", out.path()}}};
  for (const auto& [status, arguments] : runs) {
    const Finished run = run_command(arguments);
    EXPECT_EQ(run.status, status) << run.err;
    EXPECT_LE(count_lines(run.err), status == 3 ? 1u : 2u) << run.err;
    EXPECT_EQ(run.err.find("\ntonsure: done"), std::string::npos) << run.err;
    expect_safe(run.err, arguments.front());
    EXPECT_TRUE(run.out.empty()) << run.out;
  }
}

TEST(HostileName, IsSafeInWhatIsSaid) {
  const Folder in, out;
  const std::string photo = in / (kHostile + ".png");
  std::filesystem::copy_file(small_phantom() / "photo.png", photo);
  nlohmann::json scene = nlohmann::json::parse(read_text(small_phantom() / "photo.scene.json"));
  scene["notes"] = "\x1B[2J\xC2\x9B\xE2\x80\xAE";
  scene["\x1B[2J\xC2\x9B\xE2\x80\xAE"] = 1;
  write_text(in / (kHostile + ".scene.json"), scene.dump());
  write_text(in / "mine.json", R"({"name": "\u001b[2J\u009b\u202e\u0085", "\u009b\u202e": 1})");
  const Finished plan = run_command({"plan", "--scene", in / (kHostile + ".scene.json"), "--out", out / kHostile});
  EXPECT_EQ(plan.status, 0) << plan.err;
  expect_safe(plan.err, "plan");
  const Finished inspected = run_command({"inspect", photo, "--json"});
  EXPECT_EQ(inspected.status, 0) << inspected.err;
  expect_safe(inspected.err + inspected.out, "inspect");
  const Finished planned = run_command({"plan", "--scene", in / (kHostile + ".scene.json"), "--treatment",
                                        in / "mine.json", "--out", out.path(), "--json"});
  expect_safe(planned.err + planned.out, "plan of a hostile treatment");
}

}  // namespace
}  // namespace tonsure::testing
