// What a run may not replace: its inputs, and files that somebody else made.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

namespace fs = std::filesystem;

/// A phantom's photo and scene of our own, which a test may spoil.
void draw_phantom_into(const Folder& folder) {
  const Finished drawn = run_command({"phantom", "--size", "240x240", "--out", folder.path()});
  ASSERT_EQ(drawn.status, 0) << drawn.err;
}

/// Runs what would overwrite `file`, and sees it refused.
void expect_kept(const std::string& file, const std::vector<std::string>& arguments, const std::string& says) {
  const std::string before = read_text(file);
  const Finished run = run_command(arguments);
  EXPECT_EQ(run.status, 4) << run.err;
  EXPECT_EQ(count_lines(run.err), 1U) << run.err;
  EXPECT_NE(run.err.find(says), std::string::npos) << run.err;
  EXPECT_TRUE(read_text(file) == before) << file << " was changed";
}

TEST(Overwrite, AnInputIsNeverReplaced) {
  const Folder work;
  draw_phantom_into(work);
  for (const char* name : {"after.png", "split.png", "before-after.png"}) {
    fs::copy_file(work / "photo.png", work / name, fs::copy_options::overwrite_existing);
    const std::vector<std::string> arguments = {"preview", work / name, "--scene", work / "photo.scene.json",
                                                "--out",   work.path()};
    expect_kept(work / name, arguments, "would overwrite an input");
    std::vector<std::string> forced = arguments;
    forced.emplace_back("--force");
    expect_kept(work / name, forced, "would overwrite an input");
    fs::remove(work / name);
  }
  EXPECT_EQ(work.files(), (std::vector<std::string>{"photo.png", "photo.scene.json"}));
  // By other names: a link in the folder for results that leads to the photo, and the folder by another way.
  fs::create_directory(work / "result");
  fs::create_hard_link(work / "photo.png", work / "result/after.png");
  expect_kept(work / "photo.png", {"preview", work / "photo.png", "--out", work / "result"}, "input");
  fs::remove(work / "result/after.png");
  fs::create_symlink(work / "photo.scene.json", work / "result/plan.json");
  expect_kept(work / "photo.scene.json", {"preview", work / "photo.png", "--out", work / "result"}, "input");
}

TEST(Overwrite, EachKindOfInputIsSpared) {
  const Folder work;
  draw_phantom_into(work);
  const std::string photo = work / "photo.png", scene = work / "photo.scene.json";
  fs::create_directory(work / "out");
  const auto copy = [&](const std::string& from, const char* name) {
    fs::copy_file(from, work / name, fs::copy_options::overwrite_existing);
    return work / name;
  };
  const std::string out = work / "out";
  const std::string mask = copy(photo, "out/after.png");
  expect_kept(mask, {"preview", photo, "--mask", mask, "--out", out}, "input");
  expect_kept(mask, {"preview", photo, "--hair-mask", mask, "--out", out}, "input");
  fs::remove(mask);
  write_text(work / "out/plan.json", "{}");
  expect_kept(work / "out/plan.json", {"preview", photo, "--treatment", work / "out/plan.json", "--out", out}, "input");
  expect_kept(work / "out/plan.json",
              {"plan", "--scene", scene, "--treatment", work / "out/plan.json", "--out", out, "--force"}, "input");
  fs::remove(work / "out/plan.json");
  expect_kept(copy(scene, "out/plan.json"), {"plan", "--scene", work / "out/plan.json", "--out", out}, "input");
  const std::string grey = copy(photo, "out/grey.png");
  expect_kept(grey, {"place", "--density", grey, "--mm-per-px", "0.5", "--peak", "20", "--out", grey}, "input");
  write_text(work / "out/dots.csv", "x_mm,y_mm\n1,2\n2,3\n");
  expect_kept(work / "out/dots.csv", {"measure", work / "out/dots.csv", "--picture", work / "out/dots.csv"}, "input");
  expect_kept(copy(photo, "out/overlay.png"), {"inspect", work / "out/overlay.png", "--out", out}, "input");
}

TEST(Overwrite, OtherPeoplesFilesNeedForce) {
  const Folder work;
  draw_phantom_into(work);
  const std::string photo = work / "photo.png";
  fs::create_directory(work / "out");
  for (const char* name : {"after.png", "dots.csv", "plan.json", "preview.html"}) {
    const std::string file = work / ("out/" + std::string(name));
    write_text(file, "somebody's own");
    expect_kept(file, {"preview", photo, "--out", work / "out"}, "--force");
    EXPECT_EQ(work.files().size(), 3U) << "nothing else is written";
    fs::remove(file);
  }
  write_text(work / "out/after.png", "somebody's own");
  EXPECT_EQ(run_command({"preview", photo, "--out", work / "out", "--force"}).status, 0);
  EXPECT_EQ(run_command({"preview", photo, "--out", work / "out", "--seed", "2"}).status, 0) << "our own";
  // A scene that somebody corrected is theirs from then on.
  write_text(work / "photo.scene.json", read_text(work / "photo.scene.json") + "\n");
  expect_kept(work / "photo.scene.json", {"phantom", "--size", "64x64", "--out", work.path()}, "photo.scene.json");
  write_text(work / "photo.png", "a photograph");
  expect_kept(work / "photo.png", {"phantom", "--size", "64x64", "--out", work.path()}, "--force");
}

TEST(Overwrite, OutputThatCannotBePrintedIsAnErrorOfWriting) {
  const Folder work;
  draw_phantom_into(work);
  for (const char* out : {"/dev/full", "&-"}) {
    const std::string line = std::string(TONSURE_COMMAND) + " inspect '" + work / "photo.png" + "' --json >" + out +
                             " 2>'" + work / "err" + "'";
    EXPECT_EQ(run_line(line), 4) << line;
    EXPECT_EQ(count_lines(read_text(work / "err")), 1U) << read_text(work / "err");
    EXPECT_NE(read_text(work / "err").find("standard output"), std::string::npos) << read_text(work / "err");
    EXPECT_EQ(run_line(std::string(TONSURE_COMMAND) + " --help >" + out + " 2>'" + work / "err" + "'"), 4);
  }
  // With its outputs closed a run opens its files under their numbers, unless it holds them.
  const std::string place = std::string(TONSURE_COMMAND) + " place --density '" + work / "photo.png" +
                            "' --mm-per-px 0.5 --peak 20 --out '" + work / "dots.csv" + "' --json >&- 2>&-";
  EXPECT_EQ(run_line(place), 4);
  EXPECT_TRUE(read_text(work / "dots.csv").starts_with("id,session,order,x_mm,y_mm\n"));
  EXPECT_EQ(read_text(work / "dots.csv").find('{'), std::string::npos);
}

}  // namespace
}  // namespace tonsure::testing
