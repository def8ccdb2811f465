// Runs the `tonsure` command the way a person would, and looks at what it leaves behind.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tonsure::testing {

struct Finished {
  int status = -1;
  std::string out;
  std::string err;
};

/// Runs the command with arguments (quoted for the shell here), from no terminal; `before` is what the shell does
/// first.
Finished run_command(const std::vector<std::string>& arguments, const std::string& before = {});

/// Runs a line of the shell; its exit status.
int run_line(const std::string& line);

/// A folder of its own for one test, empty; removed with everything in it.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string path() const { return path_.string(); }
  /// Names of all files in it, below folders too, sorted.
  [[nodiscard]] std::vector<std::string> files() const;

 private:
  std::filesystem::path path_;
};

/// A phantom's photo and scene, 240 x 240 px, drawn once for all tests of a program.
const Folder& small_phantom();

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

/// Number of lines, counting a last one without its newline.
std::size_t count_lines(const std::string& text);

}  // namespace tonsure::testing
