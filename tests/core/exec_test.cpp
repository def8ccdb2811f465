#include <tonsure/core/exec.h>

#include <gtest/gtest.h>

#include <new>
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
  EXPECT_TRUE(report_progress(exec, 0.1));
  exec.progress = [](double) { return false; };
  EXPECT_FALSE(report_progress(exec, 0.2));
  exec.progress = nullptr;
  cancel = true;
  EXPECT_FALSE(report_progress(exec, 0.3));
}

}  // namespace
}  // namespace tonsure
