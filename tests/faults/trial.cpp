#include "faults/trial.h"

#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

namespace tonsure::testing {
namespace {

namespace fs = std::filesystem;

/// In the order of fault_library.cpp.
constexpr std::array kKinds = {"alloc", "write",  "read",  "open",  "rename",
                               "link",  "unlink", "fsync", "mkdir", "thread"};

/// The driver's end of the socket to a process that tries calls.
class Line {
 public:
  explicit Line(int socket) : socket_(socket) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { close(socket_); }
  void send_number(std::uint64_t number) const { send(socket_, &number, sizeof number, MSG_NOSIGNAL); }
  bool receive_number(std::uint64_t& number) const {
    return recv(socket_, &number, sizeof number, MSG_WAITALL) == sizeof number;
  }

 private:
  int socket_;
};

}  // namespace

const char* way_text(Way way) {
  return way == Way::kFails ? "fails" : way == Way::kFailsFromHere ? "and all later ones fail" : "is the last";
}

Trial::Trial(const Job& job, const Workplace& place)
    : place_(place), reference_(reference_of(job, place)), words_({TONSURE_COMMAND}) {
  words_.insert(words_.end(), job.arguments.begin(), job.arguments.end());
  words_.insert(words_.end(), {"--threads", "1"});
}

void Trial::forget_words() const {
  for (const char* said : {"stdout", "stderr"}) fs::resize_file(place_ / said, 0);
}

void Trial::begin() {
  if (files_in(out()) != reference_.earlier) put_files(out(), reference_.earlier);
  forget_words();
}

Variables Trial::with_library(Variables variables) const {
  variables.emplace_back(std::string("LD_PRELOAD=") + TONSURE_FAULT_LIBRARY);
  if (!unnamed_files_) variables.emplace_back("TONSURE_FAULT_NAMED=1");
  return variables;
}

Process Trial::start(const Variables& variables) const {
  return Process(words_, place_.path(), variables);
}

std::map<std::string, std::uint64_t> Trial::count() {
  begin();
  const std::string counts = place_ / "counts";
  const int status = start(with_library({"TONSURE_FAULT_COUNTS=" + counts})).wait();
  EXPECT_EQ(status, 0) << stderr_text();
  EXPECT_TRUE(files_in(out()) == reference_.results);
  std::map<std::string, std::uint64_t> numbers;
  std::ifstream in(counts);
  std::string name;
  for (std::uint64_t number = 0; in >> name >> number;) numbers[name] = number;
  return numbers;
}

void Trial::try_alone(const std::string& kind, std::uint64_t number, Way way, const Judge& judge) {
  begin();
  Variables variables = {"TONSURE_FAULT=" + kind, "TONSURE_FAULT_AT=" + std::to_string(number)};
  if (way == Way::kFailsFromHere) variables.emplace_back("TONSURE_FAULT_LASTS=1");
  if (way == Way::kIsKilled) variables.emplace_back("TONSURE_FAULT_KILLS=1");
  judge(kind, number, way, start(with_library(variables)).wait());
}

void Trial::try_in_copies(const Calls& calls, const std::vector<Way>& ways, const Judge& judge) {
  begin();
  int sockets[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
  Calls alone;
  {
    const Line line(sockets[0]);
    Process process(words_, place_.path(), with_library({"TONSURE_FAULT_CONTROL=" + std::to_string(sockets[1])}),
                    sockets[1]);
    close(sockets[1]);
    for (const char* kind : kKinds) {
      const auto at = calls.find(kind);
      const std::vector<std::uint64_t> wanted = at == calls.end() ? std::vector<std::uint64_t>{} : at->second;
      line.send_number(wanted.size());
      for (const std::uint64_t number : wanted) line.send_number(number);
    }
    for (std::uint64_t which = 0, number = 0; line.receive_number(which) && line.receive_number(number);) {
      const std::string kind = kKinds.at(which);
      // The mark of a run matters only to the next one where this one is killed (io/output_run.h).
      const bool kills = std::find(ways.begin(), ways.end(), Way::kIsKilled) != ways.end();
      if (holds_open_file(process.id(), kills)) {
        alone[kind].push_back(number);
        line.send_number(0);
        continue;
      }
      for (const Way way : ways) {
        // The copy gets a copy of the folder; the process's own comes back as it was, to the very files.
        const std::string aside = place_ / "aside";
        fs::rename(out(), aside);
        fs::copy(aside, out());
        forget_words();
        line.send_number(static_cast<std::uint64_t>(way));
        std::uint64_t status = 0;
        if (line.receive_number(status)) judge(kind, number, way, static_cast<int>(status));
        fs::remove_all(out());
        fs::rename(aside, out());
      }
      line.send_number(0);
    }
    EXPECT_EQ(process.wait(), 0);
  }
  EXPECT_TRUE(files_in(out()) == reference_.results);
  for (const auto& [kind, numbers] : alone)
    for (const std::uint64_t number : numbers)
      for (const Way way : ways) try_alone(kind, number, way, judge);
}

bool Trial::holds_open_file(pid_t process, bool marks_count) const {
  const std::string folder = fs::canonical(out()).string() + "/";
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    std::error_code ignored;
    const std::string file = fs::read_symlink(entry.path(), ignored).string();
    if (file.starts_with(folder) && (marks_count || !file.ends_with(".run"))) return true;
  }
  return false;
}

const Workplace& workplace() {
  static const Workplace place;
  return place;
}

Trial& trial_of(const std::string& name) {
  static std::map<std::string, Trial> all;
  const auto at = all.find(name);
  return at != all.end() ? at->second : all.try_emplace(name, job(name), workplace()).first->second;
}

std::vector<std::uint64_t> sample(std::uint64_t most, std::size_t first, std::size_t rest) {
  std::set<std::uint64_t> numbers;
  for (std::uint64_t n = 1; n <= std::min<std::uint64_t>(most, first); ++n) numbers.insert(n);
  std::mt19937_64 random(15);
  for (std::size_t i = 0; i < rest && most > first; ++i) numbers.insert(first + 1 + random() % (most - first));
  return {numbers.begin(), numbers.end()};
}

}  // namespace tonsure::testing
