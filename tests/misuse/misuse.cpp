#include "misuse/misuse.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>

#include <gtest/gtest.h>

#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

constexpr unsigned kPatienceS = 60;  // the slowest call takes 2 s under sanitizers

std::string outcome(const Misuse& misuse) {
  try {
    return misuse.call();
  } catch (const std::exception& exception) {
    return std::string("threw ") + exception.what();
  } catch (...) {
    return "threw";
  }
}

std::string in_own_process(const Misuse& misuse) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return "no pipe";
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) return "no process";
  if (child == 0) {
    close(ends[0]);
    alarm(kPatienceS);
    const std::string said = outcome(misuse);
    const bool told = write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size());
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  std::string said;
  std::array<char, 512> part{};
  for (ssize_t n = 0; (n = read(ends[0], part.data(), part.size())) > 0;)
    said.append(part.data(), static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  if (WEXITSTATUS(status) != 0) return "ended with status " + std::to_string(WEXITSTATUS(status));
  return said;
}

}  // namespace

void try_all(const std::vector<Misuse>& calls) {
  sample();  // made here once, not in every process
  int failed = 0;
  for (const Misuse& misuse : calls) {
    const std::string said = in_own_process(misuse);
    EXPECT_TRUE(said.empty()) << misuse.name << ": " << said;
    failed += said.empty() ? 0 : 1;
  }
  ::testing::Test::RecordProperty("calls", static_cast<int>(calls.size()));
  ::testing::Test::RecordProperty("failed", failed);
  std::printf("%zu calls, %d failed\n", calls.size(), failed);
}

std::string refused(const Status& status, std::string_view where) {
  if (status.ok()) return "was not refused";
  const Error& error = status.error();
  if (error.code == ErrorCode::kInternal) return "is called a bug of tonsure: " + error.message();
  if (error.why.empty()) return "is refused without a word why";
  if (!std::string_view(error.where).starts_with(where))
    return "names " + error.where + " instead of " + std::string(where) + ": " + error.message();
  return {};
}

}  // namespace tonsure::testing
