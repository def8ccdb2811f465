#include "faults/jobs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "faults/process.h"

namespace tonsure::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kThin = R"({"density": {"peak_per_cm2": 5}})";  // some hundred dots

std::vector<Job> make_jobs() {
  const std::vector<std::string> preview = {"preview", "photo.png", "--treatment", "thin.json", "--out", "out"},
                                 plan = {"plan",  "--scene", "photo.scene.json", "--treatment", "thin.json",
                                         "--out", "out"},
                                 place = {"place",  "--density", "photo.png", "--mm-per-px", "0.5",
                                          "--peak", "30",        "--out",     "out/dots.csv"},
                                 phantom = {"phantom", "--size", "64x64", "--out", "out"};
  const auto with = [](std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  return {{"phantom", phantom, with(phantom, {"--skin", "V"})},
          {"preview", preview, with(preview, {"--seed", "2"})},
          {"plan", plan, with(plan, {"--seed", "2"})},
          {"place", place, with(place, {"--seed", "2"})},
          {"measure",
           {"measure", "dots.csv", "--picture", "out/dots.svg"},
           {"measure", "other.csv", "--picture", "out/dots.svg"}},
          {"inspect",
           {"inspect", "photo.png", "--out", "out"},
           {"inspect", "photo.png", "--scene", "seen.json", "--out", "out"}}};
}

void run(const std::vector<std::string>& arguments, const std::string& folder) {
  std::vector<std::string> words = {TONSURE_COMMAND};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const int status = Process(words, folder).wait();
  if (status != 0) throw std::runtime_error(arguments.front() + ": " + read_text(folder + "/stderr"));
}

}  // namespace

const std::vector<Job>& jobs() {
  static const std::vector<Job> all = make_jobs();
  return all;
}

const Job& job(const std::string& name) {
  for (const Job& one : jobs())
    if (one.name == name) return one;
  throw std::runtime_error("there is no job " + name);
}

Files files_in(const std::string& folder) {
  Files files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder))
    files[entry.path().filename().string()] = read_text(entry.path().string());
  return files;
}

void put_files(const std::string& folder, const Files& files) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const auto& [name, text] : files) write_text(folder + "/" + name, text);
}

Workplace::Workplace() {
  const std::string place = path();
  run({"phantom", "--size", "80x80", "--out", "."}, place);
  write_text(*this / "thin.json", kThin);
  write_text(*this / "seen.json", R"({"view": "front"})");
  for (const auto& [name, seed] : {std::pair("dots.csv", "1"), std::pair("other.csv", "2")})
    run({"place", "--density", "photo.png", "--mm-per-px", "0.5", "--peak", "30", "--seed", seed, "--out", name},
        place);
  fs::create_directory(*this / "out");
}

Reference reference_of(const Job& job, const Workplace& place) {
  Reference reference;
  put_files(place / "out", {});
  run(job.earlier, place.path());
  reference.earlier = files_in(place / "out");
  for (const char* said : {"stdout", "stderr"}) write_text(place / said, "");
  run(job.arguments, place.path());
  reference.results = files_in(place / "out");
  reference.out = read_text(place / "stdout");
  reference.err = read_text(place / "stderr");
  EXPECT_TRUE(reference.earlier != reference.results) << job.name;
  return reference;
}

Effort effort() {
  const char* wanted = std::getenv("TONSURE_FAULTS");
  if (wanted == nullptr) return Effort::kSample;
  return std::string(wanted) == "all" ? Effort::kAll : Effort::kMore;
}

}  // namespace tonsure::testing
