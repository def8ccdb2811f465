#include "command/run_command.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tonsure::testing {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

Finished run_command(const std::vector<std::string>& arguments, const std::string& before) {
  const Folder folder;
  std::string line = before + quoted(TONSURE_COMMAND);
  for (const std::string& argument : arguments) line += " " + quoted(argument);
  line += " >" + quoted(folder / "out") + " 2>" + quoted(folder / "err") + " </dev/null";
  const int status = run_line(line);
  return {status, read_text(folder / "out"), read_text(folder / "err")};
}

int run_line(const std::string& line) {
  const int status = std::system(line.c_str());  // NOLINT(cert-env33-c, concurrency-mt-unsafe): what is tested
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Folder::Folder() {
  static std::atomic<int> count{0};
  path_ = std::filesystem::temp_directory_path() /
          ("tonsure-test-" + std::to_string(getpid()) + "-" + std::to_string(count++));
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> Folder::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path_))
    if (entry.is_regular_file()) names.push_back(std::filesystem::relative(entry.path(), path_).string());
  std::sort(names.begin(), names.end());
  return names;
}

const Folder& small_phantom() {
  static const Folder folder;
  static const Finished drawn = run_command({"phantom", "--size", "240x240", "--out", folder.path()});
  EXPECT_EQ(drawn.status, 0) << drawn.err;
  return folder;
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::size_t count_lines(const std::string& text) {
  const auto newlines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return newlines + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

}  // namespace tonsure::testing
