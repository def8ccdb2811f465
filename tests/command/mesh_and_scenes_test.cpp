// What `plan` and `preview` say of meshes and scenes that do not go together, through the command.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <sstream>

#include <nlohmann/json.hpp>

#include <tonsure/scalp/surface.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

/// The phantom's cranium with a nose, scaled; `backwards` turns it by 180 degrees about y.
std::string mesh(double scale, bool backwards) {
  constexpr int kRings = 45, kSpokes = 72;
  std::ostringstream obj;
  for (int i = 0; i <= kRings; ++i) {
    for (int k = 0; k < kSpokes; ++k) {
      const double tilt = 130 * std::numbers::pi / 180 * (i + 1e-3) / kRings,
                   around = 2 * std::numbers::pi * k / kSpokes;
      const Vec3<HeadMm> d{std::sin(tilt) * std::sin(around), std::cos(tilt), std::sin(tilt) * std::cos(around)};
      const bool nose = d.z > 0.94 * std::hypot(d.x, d.z) && d.y < -0.34;
      const double r = scale * (head_radius_mm(HeadShape{}, d) + (nose ? 15 : 0)) * (backwards ? -1 : 1);
      obj << "v " << r * d.x << ' ' << std::fabs(r) * d.y << ' ' << r * d.z << '\n';
    }
  }
  const auto at = [](int i, int k) { return 1 + i * kSpokes + k % kSpokes; };
  for (int i = 0; i < kRings; ++i)
    for (int k = 0; k < kSpokes; ++k) {
      obj << "f " << at(i, k) << ' ' << at(i + 1, k) << ' ' << at(i + 1, k + 1) << '\n';
      obj << "f " << at(i, k) << ' ' << at(i + 1, k + 1) << ' ' << at(i, k + 1) << '\n';
    }
  return obj.str();
}

std::string warnings_with(const std::string& obj, std::vector<std::string> more = {}) {
  const Folder out;
  write_text(out / "head.obj", obj);
  std::vector<std::string> arguments = {"plan",   "--scene",        small_phantom() / "photo.scene.json",
                                        "--mesh", out / "head.obj", "--json",
                                        "--out",  out / "plan"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Finished run = run_command(arguments);
  return run.status == 0 ? json::parse(run.out)["warnings"].dump() : run.err;
}

TEST(Mesh, IsHeldAgainstTheScene) {
  const std::string good = warnings_with(mesh(1, false));
  EXPECT_EQ(good.find("contradict"), std::string::npos) << good;
  EXPECT_EQ(good.find("backwards"), std::string::npos) << good;
  for (const double scale : {0.8, 1.2}) {
    const std::string warned = warnings_with(mesh(scale, false));
    EXPECT_NE(warned.find("the known head and the scene contradict each other"), std::string::npos) << warned;
  }
  const std::string turned = warnings_with(mesh(1, true));
  EXPECT_NE(turned.find("backwards"), std::string::npos) << turned;
}

TEST(Mesh, OfAWrongUnitIsRefused) {
  for (const char* unit : {"10", "25.4", "0.1"}) {
    const std::string said = warnings_with(mesh(1, false), {"--mesh-unit-mm", unit});
    EXPECT_NE(said.find("no head has"), std::string::npos) << unit << ": " << said;
  }
}

TEST(Mesh, FlagsThatMeanNothingAreRefused) {
  const Folder out;
  const std::string scene = small_phantom() / "photo.scene.json";
  Finished run = run_command({"plan", "--scene", scene, "--mesh-unit-mm", "10", "--out", out / "plan"});
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("--mesh-unit-mm"), std::string::npos) << run.err;
  ASSERT_EQ(run_command({"plan", "--scene", scene, "--out", out / "plan"}).status, 0);
  write_text(out / "head.obj", mesh(1, false));
  run = run_command({"preview", small_phantom() / "photo.png", "--plan", out / "plan/plan.json", "--mesh",
                     out / "head.obj", "--out", out / "drawn"});
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("--mesh"), std::string::npos) << run.err;
  EXPECT_FALSE(std::filesystem::exists(out / "drawn"));
}

TEST(Scenes, GivenTwiceOrTooOftenAreRefused) {
  const Folder out;
  const std::string scene = small_phantom() / "photo.scene.json";
  Finished run =
      run_command({"plan", "--scene", scene, "--scene", small_phantom() / "./photo.scene.json", "--out", out / "plan"});
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("given twice"), std::string::npos) << run.err;
  std::vector<std::string> many = {"plan", "--out", out / "plan"};
  for (int i = 0; i < 17; ++i) {
    many.emplace_back("--scene");
    many.push_back(out / (std::to_string(i) + ".scene.json"));
  }
  run = run_command(many);
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("17 times"), std::string::npos) << run.err;
  EXPECT_TRUE(out.files().empty());
}

TEST(Scenes, WithoutTheirPhotoSaySo) {
  const Folder out;
  json scene = json::parse(read_text(small_phantom() / "photo.scene.json"));
  std::filesystem::create_symlink("loop.png", out / "loop.png");
  for (const std::string& image :
       {std::string("gone.png"), std::string(300, 'a') + ".png", std::string("loop.png"), std::string()}) {
    scene["image"] = image;
    write_text(out / "head.scene.json", scene.dump());
    const Finished run = run_command({"plan", "--scene", out / "head.scene.json", "--out", out / "plan", "--json"});
    ASSERT_EQ(run.status, 0) << run.err;
    const std::string warnings = json::parse(run.out)["warnings"].dump();
    EXPECT_NE(warnings.find("planned without any"), std::string::npos) << image << ": " << warnings;
  }
}

}  // namespace
}  // namespace tonsure::testing
