// The command is killed, or two write into one folder: each file stays whole, one of before or one of the run, and the
// next run leaves its results and nothing else.
#include <sys/wait.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <thread>

#include "faults/trial.h"

namespace tonsure::testing {
namespace {

class Kills : public ::testing::TestWithParam<std::string> {
 protected:
  /// Files that are of neither run; what a killed one did not clean up does not count.
  [[nodiscard]] std::string torn() const {
    const Reference& reference = trial.reference();
    std::string names;
    for (const auto& [name, text] : files_in(trial.out())) {
      if (name.starts_with(".tonsure-")) continue;
      const auto is_of = [&, &name = name, &text = text](const Files& files) {
        const auto at = files.find(name);
        return at != files.end() && at->second == text;
      };
      if (!is_of(reference.earlier) && !is_of(reference.results)) names += name + " ";
    }
    for (const auto& [name, text] : reference.earlier)
      if (!files_in(trial.out()).contains(name)) names += name + " (gone) ";
    return names;
  }

  /// A normal run after it.
  void run_again(const std::string& when) const {
    EXPECT_EQ(trial.start().wait(), 0) << when << ": " << trial.stderr_text();
    const Files found = files_in(trial.out());
    std::string names;
    for (const auto& [name, text] : found) names += name + " ";
    EXPECT_TRUE(found == trial.reference().results) << when << ": " << names;
  }

  Trial& trial = trial_of(GetParam());
};

TEST_P(Kills, AtAnyMoment) {
  const int kills = effort() == Effort::kAll ? 100 : effort() == Effort::kMore ? 25 : 8;
  trial.use(2);
  trial.begin();
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(trial.start().wait(), 0);
  const auto length = std::chrono::steady_clock::now() - begin;
  std::mt19937_64 random(300);
  int hit = 0, left = 0;
  for (int i = 0; i < kills; ++i) {
    const auto moment = length * static_cast<long long>(random() % 1000) / 1000;
    const std::string when = "killed after " + std::to_string(moment.count() / 1000) + " us";
    trial.begin();
    Process process = trial.start();
    std::this_thread::sleep_for(moment);
    process.kill();
    if (WIFSIGNALED(process.wait())) ++hit;
    EXPECT_EQ(torn(), "") << when;
    const Files found = files_in(trial.out());
    if (std::any_of(found.begin(), found.end(), [](const auto& f) { return f.first.starts_with(".tonsure-"); })) ++left;
    run_again(when);
  }
  std::printf("%s: %d kills, %d before the end, %d left temporary files until the next run\n", GetParam().c_str(),
              kills, hit, left);
}

TEST_P(Kills, AtEachStepOfWriting) {
  trial.use(1);
  trial.use_unnamed_files(GetParam() != "phantom");  // both ways
  const bool all = effort() == Effort::kAll;
  const std::size_t first = all ? SIZE_MAX : 1, rest = effort() == Effort::kSample ? 1 : 4;
  const auto counts = trial.count();
  Calls calls;
  for (const char* kind : {"write", "open", "rename", "link", "unlink", "fsync"})
    calls[kind] = sample(counts.at(kind), first, rest);
  int kills = 0;
  trial.try_in_copies(calls, {Way::kIsKilled}, [&](const std::string& kind, std::uint64_t number, Way, int status) {
    const std::string when = "killed at " + kind + " " + std::to_string(number);
    EXPECT_EQ(status_text(status), "signal 9") << when;
    EXPECT_EQ(torn(), "") << when;
    run_again(when);
    ++kills;
  });
  std::printf("%s: killed at %d steps\n", GetParam().c_str(), kills);
}

/// Two runs at once into one folder, one that makes the results and one that made those before.
TEST_P(Kills, TwoWriteAtOnce) {
  const int rounds = effort() == Effort::kAll ? 100 : effort() == Effort::kMore ? 20 : 5;
  trial.use(1);
  const Job& first = job(GetParam());
  int refused = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string when = "round " + std::to_string(i);
    trial.begin();
    std::vector<std::string> words = {TONSURE_COMMAND};
    words.insert(words.end(), first.earlier.begin(), first.earlier.end());
    Process one = trial.start(), two(words, workplace().path());
    for (Process* process : {&one, &two}) {
      const int status = process->wait();
      EXPECT_TRUE(status == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 4))
          << when << ": " << status_text(status);
      if (status != 0) ++refused;
    }
    EXPECT_EQ(torn(), "") << when;
    for (const auto& [name, text] : files_in(trial.out()))
      EXPECT_FALSE(name.starts_with(".tonsure-")) << when << ": " << name;
    const std::string said = trial.stderr_text();
    EXPECT_EQ(said.find("internal error"), std::string::npos) << said;
  }
  std::printf("%s: %d rounds of two, %d runs refused\n", GetParam().c_str(), rounds, refused);
}

INSTANTIATE_TEST_SUITE_P(Each, Kills,
                         ::testing::ValuesIn(effort() == Effort::kSample
                                                 ? std::vector<std::string>{"phantom", "place"}
                                                 : std::vector<std::string>{"phantom", "place", "plan", "preview"}),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace tonsure::testing
