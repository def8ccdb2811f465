#include <tonsure/core/exec.h>

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

namespace tonsure {
namespace {

TEST(Exec, ParallelForVisitsEachIndexOnce) {
  for (const int threads : {1, 2, 7}) {
    std::vector<int> visits(1000, 0);
    parallel_for({.threads = threads}, visits.size(), [&](std::size_t i) { ++visits[i]; });
    EXPECT_EQ(visits, std::vector<int>(1000, 1)) << threads << " threads";
  }
}

TEST(Exec, AppRunsTheTasks) {
  std::vector<int> visits(100, 0);
  std::size_t asked = 0;
  const Exec exec{.threads = 4, .run = [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                    asked = count;
                    for (std::size_t i = count; i-- > 0;) body(i);
                  }};
  parallel_for(exec, visits.size(), [&](std::size_t i) { ++visits[i]; });
  EXPECT_EQ(asked, 100U);
  EXPECT_EQ(visits, std::vector<int>(100, 1));
  EXPECT_THROW(parallel_for(exec, 100,
                            [](std::size_t i) {
                              if (i == 50) throw std::bad_alloc();
                            }),
               std::bad_alloc)
      << "an app's pool sees no exception; the caller does";
}

TEST(Exec, ExceptionOfABodyReachesTheCaller) {
  EXPECT_THROW(parallel_for({.threads = 3}, 100,
                            [](std::size_t i) {
                              if (i == 50) throw std::bad_alloc();
                            }),
               std::bad_alloc);
}

TEST(Exec, ProgressAndFlagCancel) {
  std::atomic<bool> cancel{false};
  Exec exec{.cancel = &cancel};
  EXPECT_TRUE(report_progress(exec, "test", 0.1));
  exec.progress = [](const Progress& p) { return std::string(p.stage) != "test"; };
  EXPECT_FALSE(report_progress(exec, "test", 0.2));
  exec.progress = nullptr;
  cancel = true;
  EXPECT_FALSE(report_progress(exec, "test", 0.3));
}

}  // namespace
}  // namespace tonsure
