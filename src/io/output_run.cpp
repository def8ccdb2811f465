#include "output_run.h"

#include <charconv>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

#include <tonsure/io/output.h>

namespace tonsure {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".tonsure-";
constexpr std::string_view kMarkEnding = ".run";
constexpr std::string_view kHeading =
    "tonsure was stopped while it replaced these files; its next run into this folder finishes that:\n";
constexpr std::string_view kEnd = "end\n";
constexpr std::size_t kMostMarkBytes = 1'000'000;

/// A file as it was, or "-": enough to see that another one has come in its place.
std::string state_of(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return "-";
  return std::to_string(status.st_ino) + ":" + std::to_string(status.st_size) + ":" +
         std::to_string(status.st_mtim.tv_sec) + ":" + std::to_string(status.st_mtim.tv_nsec);
}

/// One file to be replaced, as the mark of a run tells it.
struct Replacement {
  std::string before;  ///< state_of
  std::string target;
};

/// What is written down in a mark; nothing where it is not whole.
std::optional<std::vector<Replacement>> read_mark(const fs::path& path) {
  const auto text = load_file(path.string(), kMostMarkBytes);
  if (!text || !text->starts_with(kHeading) || !text->ends_with(kEnd)) return std::nullopt;
  std::string_view rest(*text);
  rest.remove_prefix(kHeading.size());
  rest.remove_suffix(kEnd.size());
  std::vector<Replacement> replacements;
  while (!rest.empty()) {
    // before, a blank, the length of the name, a blank, the name, a line's end: names may hold anything
    const auto first = rest.find(' ');
    const auto second = first == std::string_view::npos ? first : rest.find(' ', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    std::size_t length = 0;
    const auto digits = rest.substr(first + 1, second - first - 1);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), length).ec != std::errc()) return std::nullopt;
    if (length >= rest.size() - second - 1) return std::nullopt;
    const std::string name(rest.substr(second + 1, length));
    if (name.find('/') != std::string::npos) return std::nullopt;
    replacements.push_back({std::string(rest.substr(0, first)), name});
    rest.remove_prefix(second + 1 + length + 1);
  }
  return replacements;
}

void finish(const fs::path& folder, const std::string& stem, const std::vector<Replacement>& replacements) {
  std::error_code error;
  for (std::size_t i = 0; i < replacements.size(); ++i) {
    if (replacements[i].target.empty()) continue;
    const std::string number = stem + "." + std::to_string(i);
    const fs::path fresh = folder / (number + ".tmp"), old = folder / (number + ".old");
    const fs::path target = folder / replacements[i].target;
    const std::string now = state_of(target);
    if (now == "-" || now == replacements[i].before) fs::rename(fresh, target, error);
    // Where there are no hard links, a backup may be the only one that is left.
    if (state_of(target) == "-") fs::rename(old, target, error);
  }
}

/// ".tonsure-7" of ".tonsure-7.run" or ".tonsure-7.0.tmp"; empty for names that are not of this kind.
std::string stem_of(const std::string& name) {
  if (!name.starts_with(kPrefix)) return {};
  const auto dot = name.find('.', kPrefix.size());
  const std::string_view number = std::string_view(name).substr(kPrefix.size(), dot - kPrefix.size());
  const bool is_number = !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number && dot != std::string::npos ? name.substr(0, dot) : std::string();
}

/// Finishes or takes back what killed runs began in a folder: files that were written down are put in their places,
/// unless something else has come there since; all other temporary files are removed. Runs that live are left alone.
void finish_dead_runs(const fs::path& folder) {
  std::error_code error;
  const fs::path here = folder.empty() ? fs::path(".") : folder;
  std::map<std::string, std::vector<std::string>> names;  // by run
  for (fs::directory_iterator entry(here, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (const std::string stem = stem_of(name); !stem.empty()) names[stem].push_back(name);
  }
  for (const auto& [stem, files] : names) {
    const fs::path mark_path = here / (stem + std::string(kMarkEnding));
    const OpenFile mark = open_file(mark_path, O_RDWR | O_NOFOLLOW);
    if (mark ? try_lock(mark) != Locked::kYes : errno != ENOENT) continue;  // it lives, or nobody can tell
    if (const auto replacements = read_mark(mark_path)) finish(here, stem, *replacements);
    for (const std::string& file : files)
      if (mark ? here / file != mark_path : file.ends_with(".tmp")) remove_quietly(here / file);
    remove_quietly(mark_path);
  }
}

}  // namespace

std::error_code FolderLock::take(const fs::path& folder, FolderLock& lock) {
  using std::chrono::milliseconds;
  constexpr int kTries = 1000;
  constexpr milliseconds kPause(10);
  OpenFile opened = open_file(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
  if (!opened && errno == EACCES) return {};  // files may be put into it, but nobody may look
  if (!opened) return last_error();
  for (int i = 0; i < kTries; ++i) {
    if (try_lock(opened) != Locked::kByAnother) {
      lock.folder_ = std::move(opened);
      return {};
    }
    std::this_thread::sleep_for(kPause);
  }
  return std::make_error_code(std::errc::device_or_resource_busy);
}

OutputRun::~OutputRun() {
  for (const Names& names : names_) {
    remove_quietly(names.temporary);
    remove_quietly(names.backup);
  }
  if (mark_) remove_quietly(mark_path_);
}

std::error_code OutputRun::begin(const fs::path& folder, OutputRun& run) {
  finish_dead_runs(folder);
  for (unsigned number = 0;; ++number) {
    fs::path stem = folder / (std::string(kPrefix) + std::to_string(number));
    fs::path mark_path = stem.string() + std::string(kMarkEnding);
    OpenFile mark = open_file(mark_path, O_RDWR | O_CREAT | O_EXCL, 0666);
    if (!mark && errno == EEXIST) continue;
    if (!mark) return last_error();
    static_cast<void>(try_lock(mark));  // nobody else has it: the folder is ours
    run.stem_ = std::move(stem);
    run.mark_path_ = std::move(mark_path);
    run.mark_ = std::move(mark);
    return {};
  }
}

void OutputRun::use_names(std::size_t count) {
  while (names_.size() < count) {
    const std::string number = stem_.string() + "." + std::to_string(names_.size());
    names_.push_back({number + ".tmp", number + ".old"});
  }
}

std::error_code OutputRun::write_down(const std::vector<std::string>& targets) {
  std::string text(kHeading);
  for (const std::string& target : targets)
    text += (target.empty() ? "-" : state_of(stem_.parent_path() / target)) + " " + std::to_string(target.size()) +
            " " + target + "\n";
  text += kEnd;
  return write_all(mark_, std::as_bytes(std::span(text)));
}

void OutputRun::forget() {
  static_cast<void>(::ftruncate(mark_.descriptor(), 0));  // if it fails, so does everything else here
}

}  // namespace tonsure
