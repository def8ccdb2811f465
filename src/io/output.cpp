#include <tonsure/io/output.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "in_file.h"
#include "output_run.h"
#include "own_file.h"
#include "posix_file.h"

namespace tonsure {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOrdinaryMode = 0666;

Error cannot_write(const std::string& path, std::string why, std::string fix = {}) {
  return in_file(path, {ErrorCode::kCannotWrite, "", std::move(why), std::move(fix)});
}

/// The path a file of this name is written to: links followed, so that the same file has one name.
fs::path resolve(const fs::path& path) {
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(path, error);
  return error ? path : resolved;
}

/// A new file in `folder` that has no name yet. None where the file system has no such files, or could not name it.
OpenFile create_unnamed(const fs::path& folder) {
#ifdef O_TMPFILE
  OpenFile file = open_file(folder.empty() ? fs::path(".") : folder, O_TMPFILE | O_RDWR, kOrdinaryMode);
  if (file && ::access(("/proc/self/fd/" + std::to_string(file.descriptor())).c_str(), F_OK) == 0) return file;
#endif
  return {};
}

std::error_code give_name(const OpenFile& unnamed, const fs::path& name) {
  const std::string self = "/proc/self/fd/" + std::to_string(unnamed.descriptor());
  if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) return last_error();
  return {};
}

/// Keeps a second name for what stands at `target`, so that it can be put back. `kept` says whether anything is there.
std::error_code keep_backup(const fs::path& target, const fs::path& backup, bool& kept) {
  std::error_code error;
  const auto status = fs::symlink_status(target, error);
  if (!fs::exists(status)) return {};
  if (fs::is_directory(status)) return std::make_error_code(std::errc::is_a_directory);
  if (!fs::is_regular_file(status) && !fs::is_symlink(status)) return std::make_error_code(std::errc::not_supported);
  fs::create_hard_link(target, backup, error);
  if (error) {
    // File systems without links: the target is away for a moment.
    error.clear();
    fs::rename(target, backup, error);
  }
  kept = !error;
  return error;
}

void synchronize(const fs::path& folder) {
  if (const OpenFile opened = open_file(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY))
    static_cast<void>(::fsync(opened.descriptor()));  // the files are whole without it
}

/// The content of one target.
struct Pending {
  fs::path target;
  OpenFile content;                ///< being written; kept open where it has no name
  std::size_t index{};             ///< of its names among those of the folder's run
  const OutputRun* run = nullptr;  ///< which keeps those names; from prepare on
  bool named = false;
  bool backed_up = false;
  bool replaced = false;
};

/// What one run does in one folder.
struct Folder {
  FolderLock lock;  ///< held until the run has cleared its names away
  OutputRun run;
  bool begun = false;  ///< run has its number
  std::vector<Pending*> files;
  std::size_t next_index = 0;
};

std::error_code begin(const fs::path& path, Folder& folder) {
  if (folder.begun) return {};
  const std::error_code error = OutputRun::begin(path, folder.run);
  folder.begun = !error;
  return error;
}

/// Gives each file of a folder its temporary name and writes down what it replaces.
std::error_code prepare(const fs::path& path, Folder& folder) {
  if (auto error = FolderLock::take(path, folder.lock)) return error;
  if (auto error = begin(path, folder)) return error;
  folder.run.use_names(folder.next_index);
  std::vector<std::string> targets(folder.next_index);
  for (Pending* file : folder.files) {
    targets[file->index] = file->target.filename().string();
    file->run = &folder.run;
    if (file->named) continue;
    if (auto error = give_name(file->content, folder.run.temporary(file->index))) return error;
    file->named = true;
    file->content = {};
  }
  return folder.run.write_down(targets);
}

// From here on no memory is asked for: files that are half replaced can always be put back.

std::error_code replace(Pending& file) noexcept {
  std::error_code error = keep_backup(file.target, file.run->backup(file.index), file.backed_up);
  if (!error) fs::rename(file.run->temporary(file.index), file.target, error);
  file.replaced = !error;
  return error;
}

void put_back(const Pending& file) noexcept {
  std::error_code ignored;
  if (file.backed_up) {
    // To rename one name of a file to another of its names does nothing: the run removes its own.
    fs::rename(file.run->backup(file.index), file.target, ignored);
  } else if (file.replaced) {
    remove_quietly(file.target);
  }
}

}  // namespace

struct OutputFiles::State {
  OutputRules rules;
  std::mutex mutex;  ///< guards the rest in add
  std::map<fs::path, Folder> folders;
  std::map<fs::path, Pending> pending;

  Status check(const std::string& path, const fs::path& target) const;
  std::error_code open_content(const fs::path& folder, Pending& file);
};

Status OutputFiles::State::check(const std::string& path, const fs::path& target) const {
  if (path.empty()) return cannot_write(path, "the file name is empty", "give the name of a file");
  struct stat there {};
  if (::stat(target.c_str(), &there) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {};  // add says what is wrong, if it is more than missing
    return cannot_write(path, last_error().message(), "give a name that can be written");
  }
  if (S_ISDIR(there.st_mode)) return cannot_write(path, "it is a folder", "give the name of a file");
  if (!S_ISREG(there.st_mode)) return cannot_write(path, "it is not an ordinary file", "give the name of a file");
  for (const std::string& input : rules.inputs) {
    struct stat read {};
    if (::stat(input.c_str(), &read) == 0 && is_same_file(read, there))
      return cannot_write(path, "it would overwrite an input, " + input, "write to another folder or name");
  }
  if (rules.only_own && !is_own_file(target))
    return cannot_write(path, "it is there already, and tonsure did not make it, or it was changed since",
                        "write to another folder or name, or say --force to replace it");
  return {};
}

/// Opens what is to hold the content: under no name, or where that cannot be, a temporary one.
std::error_code OutputFiles::State::open_content(const fs::path& folder, Pending& file) {
  file.content = create_unnamed(folder);
  if (file.content) return {};
  Folder& run = folders[folder];
  if (!run.begun) {
    FolderLock lock;
    if (auto error = FolderLock::take(folder, lock)) return error;
    if (auto error = begin(folder, run)) return error;
  }
  run.run.use_names(file.index + 1);
  file.content = open_file(run.run.temporary(file.index), O_RDWR | O_CREAT | O_EXCL, kOrdinaryMode);
  if (!file.content) return last_error();
  file.named = true;
  return {};
}

OutputFiles::OutputFiles(OutputRules rules) : state_(std::make_unique<State>()) {
  state_->rules = std::move(rules);
}

OutputFiles::~OutputFiles() = default;

Status OutputFiles::add(const std::string& path, std::string_view text) {
  return add(path, std::as_bytes(std::span(text)));
}

Status OutputFiles::add(const std::string& path, std::span<const std::byte> bytes) {
  const fs::path target = resolve(path);
  if (Status status = state_->check(path, target); !status) return status;
  const fs::path folder = target.parent_path();
  std::error_code error;
  if (!folder.empty() && !fs::is_directory(folder, error))
    return cannot_write(path, "there is no folder " + folder.string(), "make it first");
  Pending* file = nullptr;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->pending.contains(target)) return cannot_write(path, "it is written twice in one run");
    file = &state_->pending[target];
    file->target = target;
    file->index = state_->folders[folder].next_index++;
    error = state_->open_content(folder, *file);
  }
  if (!error) {
    struct stat there {};
    if (::stat(target.c_str(), &there) == 0)  // else the umask's
      static_cast<void>(::fchmod(file->content.descriptor(), there.st_mode & 07777U));
    error = write_all(file->content, bytes);
    if (file->named) file->content = {};
  }
  const std::lock_guard lock(state_->mutex);
  if (error) {
    state_->pending.erase(target);
    return cannot_write(path, error.message());
  }
  state_->folders[folder].files.push_back(file);
  return {};
}

Status OutputFiles::commit() {
  std::error_code error;
  const fs::path* at = nullptr;
  std::vector<Pending*> steps;
  for (auto& [path, folder] : state_->folders) {
    at = &path;
    error = prepare(path, folder);
    if (error) break;
    steps.insert(steps.end(), folder.files.begin(), folder.files.end());
  }
  std::size_t done = 0;
  while (!error && done < steps.size()) {
    at = &steps[done]->target;
    error = replace(*steps[done++]);
  }
  if (error) {
    for (auto& [path, folder] : state_->folders) folder.run.forget();
    while (done > 0) put_back(*steps[--done]);
  } else {
    for (const auto& [path, folder] : state_->folders) synchronize(path);
  }
  const Status status = error ? Status(cannot_write(at->string(), error.message())) : Status();
  state_->folders.clear();
  state_->pending.clear();
  return status;
}

}  // namespace tonsure
