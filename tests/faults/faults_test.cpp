// Each call of the command that may fail, fails once: it always ends with a status of its own and a sentence, and
// leaves its folder as it was, or with all of its results.
#include <sys/wait.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>

#include "faults/trial.h"

namespace tonsure::testing {
namespace {

/// The statuses that may come of failures of a kind; 0 only with all results, the same. A file that cannot be read or
/// written has its status; memory may fail in either, and what stands in an output's place and cannot be read is
/// spared.
const std::map<std::string, std::set<int>> kStatuses = {
    {"alloc", {0, 3, 4}}, {"write", {0, 4}}, {"read", {0, 3, 4}}, {"open", {0, 3, 4}}, {"rename", {0, 4}},
    {"link", {0, 4}},     {"unlink", {0}},   {"fsync", {0, 4}},   {"mkdir", {0, 4}},   {"thread", {0}}};

/// What came of all failures of a kind.
struct Tally {
  std::map<std::string, int> ends;
  std::vector<std::string> wrong;

  [[nodiscard]] std::string text() const {
    constexpr std::size_t kMostLines = 30;
    std::ostringstream out;
    int points = 0;
    for (const auto& [end, count] : ends) points += count;
    out << points << " failures:";
    for (const auto& [end, count] : ends) out << " " << end << ": " << count << ";";
    for (std::size_t i = 0; i < std::min(wrong.size(), kMostLines); ++i) out << "\n  " << wrong[i];
    if (wrong.size() > kMostLines) out << "\n  and " << wrong.size() - kMostLines << " more";
    return out.str();
  }
};

/// Names of files, and whose they are.
std::string names_of(const Files& found, const Reference& reference) {
  const auto is_of = [](const auto& file, const Files& files) {
    const auto at = files.find(file.first);
    return at != files.end() && at->second == file.second;
  };
  std::string names;
  for (const auto& file : found)
    names += " " + file.first +
             (is_of(file, reference.results)   ? " new,"
              : is_of(file, reference.earlier) ? " old,"
                                               : " NEITHER,");
  return names;
}

/// What is wrong with what a failure left behind.
std::vector<std::string> faults_of(const Trial& trial, const std::string& kind, Way way, int status) {
  const Reference& reference = trial.reference();
  const std::string err = trial.stderr_text();
  const bool done = status == 0;
  std::vector<std::string> wrong;
  if (!WIFEXITED(status) || !kStatuses.at(kind).contains(WEXITSTATUS(status))) wrong.push_back(status_text(status));
  Files found = files_in(trial.out());
  const auto left = std::erase_if(found, [](const auto& file) { return file.first.starts_with(".tonsure-"); });
  // What cannot be removed stays until the next run; what cannot be renamed any more cannot be put back.
  const bool stuck = kind == "rename" && way == Way::kFailsFromHere, may_stay = kind == "unlink" || stuck;
  if (left > 0 && !may_stay) wrong.push_back(std::to_string(left) + " files left over");
  const bool is_old = found == reference.earlier, is_new = found == reference.results;
  const std::string names = names_of(found, reference);
  const bool whole = found.size() == reference.results.size() && names.find("NEITHER") == std::string::npos;
  if (done ? !is_new : !is_old && !is_new && !(stuck && whole)) wrong.push_back("files:" + names);
  // A copy says only what the process had not said before.
  if (done && !reference.err.ends_with(err)) wrong.push_back("other words: " + err);
  if (done && !reference.out.ends_with(trial.stdout_text())) wrong.push_back("another stdout");
  if (!done && WIFEXITED(status)) {
    // Once all is written, other lines may come before it.
    const std::string line = is_old ? err : err.substr(std::min(err.rfind("tonsure: "), err.size()));
    if (!line.starts_with("tonsure: ") || count_lines(line) != 1 || line.back() != '\n')
      wrong.push_back("stderr is no line of ours: " + err);
  }
  return wrong;
}

/// Judges calls of a trial, a tally for each kind.
Trial::Judge judge(const Trial& trial, std::map<std::string, Tally>& tallies) {
  return [&](const std::string& kind, std::uint64_t number, Way way, int status) {
    constexpr std::size_t kMostWords = 300;
    Tally& tally = tallies[kind];
    ++tally.ends[status_text(status)];
    for (const std::string& what : faults_of(trial, kind, way, status))
      tally.wrong.push_back(kind + " " + std::to_string(number) + " " + way_text(way) + ": " + what + " [" +
                            status_text(status) + "; " + trial.stderr_text().substr(0, kMostWords) + "]");
  };
}

struct Numbers {
  std::size_t first = 0;
  std::size_t rest = 0;
};

/// How many calls of a kind are tried.
Numbers numbers(const std::string& job, const std::string& kind) {
  const bool memory = kind == "alloc", slow = job == "inspect" || job == "preview" || job == "plan";
  switch (effort()) {
    case Effort::kSample:
      return memory ? Numbers{0, slow ? 4U : 12U} : Numbers{slow ? 0U : 1U, slow ? 1U : 2U};
    case Effort::kMore:
      return memory ? Numbers{100, 200} : Numbers{slow ? 4U : 50U, 8};
    case Effort::kAll:
      break;
  }
  return {SIZE_MAX, 0};
}

class Faults : public ::testing::TestWithParam<std::string> {
 protected:
  void tell(const std::map<std::string, std::uint64_t>& counts) const {
    for (const auto& [kind, tally] : tallies) {
      std::printf("%s, %s, of %llu: %s\n", GetParam().c_str(), kind.c_str(),
                  static_cast<unsigned long long>(counts.contains(kind) ? counts.at(kind) : 0), tally.text().c_str());
      EXPECT_TRUE(tally.wrong.empty()) << kind;
    }
  }

  Trial& trial = trial_of(GetParam());
  std::map<std::string, Tally> tallies;
  const Trial::Judge judged = judge(trial, tallies);
};

TEST_P(Faults, ACallFails) {
  trial.use(1);
  trial.use_unnamed_files(false);
  const auto counts = trial.count();
  Calls calls;
  for (const auto& [kind, most] : counts) {
    const auto [first, rest] = numbers(GetParam(), kind);
    if (kind != "thread") calls[kind] = sample(most, first, rest);
  }
  trial.try_in_copies(calls, {Way::kFails, Way::kFailsFromHere}, judged);
  tell(counts);
}

TEST_P(Faults, ACallFailsWithUnnamedFiles) {
  if (effort() == Effort::kSample && GetParam() != "phantom") GTEST_SKIP() << "takes long";
  trial.use(1);
  trial.use_unnamed_files(true);
  const auto counts = trial.count();
  const std::size_t tries = effort() == Effort::kSample ? 1 : effort() == Effort::kMore ? 4 : 100;
  Calls calls;
  for (const char* kind : {"alloc", "open", "write", "rename", "link", "unlink", "fsync"})
    calls[kind] = sample(counts.at(kind), 0, tries);
  trial.try_in_copies(calls, {Way::kFails, Way::kFailsFromHere}, judged);
  tell(counts);
}

TEST_P(Faults, ThreadsAreRefused) {
  if (effort() == Effort::kSample && GetParam() == "inspect") GTEST_SKIP() << "takes long";
  trial.use(3);
  trial.use_unnamed_files(true);
  trial.try_alone("thread", 1, Way::kFailsFromHere, judged);
  std::map<std::string, std::uint64_t> counts;
  if (effort() != Effort::kSample) {
    counts = trial.count();
    const auto [first, rest] = numbers(GetParam(), "thread");
    for (const std::uint64_t number : sample(counts["thread"], first, rest))
      trial.try_alone("thread", number, Way::kFails, judged);
  }
  tell(counts);
}

TEST_P(Faults, MemoryFailsAmongThreads) {
  if (effort() == Effort::kSample) GTEST_SKIP() << "takes long";
  trial.use(3);
  trial.use_unnamed_files(true);
  const auto counts = trial.count();
  for (const std::uint64_t number : sample(counts.at("alloc"), 0, effort() == Effort::kMore ? 4 : 300))
    for (const Way way : {Way::kFails, Way::kFailsFromHere}) trial.try_alone("alloc", number, way, judged);
  tell(counts);
}

INSTANTIATE_TEST_SUITE_P(Each, Faults, ::testing::Values("phantom", "preview", "plan", "place", "measure", "inspect"),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace tonsure::testing
