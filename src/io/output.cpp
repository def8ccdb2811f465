#include <tonsure/io/output.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#include "in_file.h"
#include "ordinary_file.h"

namespace tonsure {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT(cppcoreguidelines-owning-memory)
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error cannot_write(const std::string& path, std::string why, std::string fix = {}) {
  return in_file(path, {ErrorCode::kCannotWrite, "", std::move(why), std::move(fix)});
}

std::string reason(int error_number) {
  return std::generic_category().message(error_number);
}

/// The path a file of this name is written to: links followed, so that the same file has one name.
fs::path resolve(const fs::path& path) {
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(path, error);
  return error ? path : resolved;
}

/// A new file in `folder`, opened for writing, whose name no one else uses. Empty, with errno set, where impossible.
File create_new(const fs::path& folder, const char* ending, fs::path& name) {
  for (unsigned number = 0;; ++number) {
    name = folder / (".tonsure-" + std::to_string(number) + ending);
    File file(std::fopen(name.c_str(), "wbx"));  // x: fails if there is such a file
    if (file || errno != EEXIST) return file;
  }
}

void remove_quietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// Keeps a second name for what stands at `target`, so that it can be put back. `backup` is empty if nothing is there.
std::error_code keep_backup(const fs::path& target, fs::path& backup) {
  std::error_code error;
  backup.clear();
  const auto status = fs::symlink_status(target, error);
  if (!fs::exists(status)) return {};
  if (fs::is_directory(status)) return std::make_error_code(std::errc::is_a_directory);
  if (!fs::is_regular_file(status) && !fs::is_symlink(status)) return std::make_error_code(std::errc::not_supported);
  fs::path name;
  if (!create_new(target.parent_path(), ".old", name)) return {errno, std::generic_category()};
  remove_quietly(name);
  fs::create_hard_link(target, name, error);
  if (error) {
    // File systems without links: the target is away for a moment.
    error.clear();
    fs::rename(target, name, error);
  }
  if (!error) backup = name;
  return error;
}

}  // namespace

OutputFiles::~OutputFiles() {
  for (const auto& pending : pending_) remove_quietly(pending.temporary);
}

Status OutputFiles::add(const std::string& path, std::string_view text) {
  return add(path, std::as_bytes(std::span(text)));
}

Status OutputFiles::add(const std::string& path, std::span<const std::byte> bytes) {
  if (path.empty()) return cannot_write(path, "the file name is empty");
  const fs::path target = resolve(path);
  std::error_code error;
  const fs::path folder = target.parent_path();
  if (!folder.empty() && !fs::is_directory(folder, error)) {
    return cannot_write(path, "there is no folder " + folder.string(), "make it first");
  }
  const auto status = fs::status(target, error);
  if (fs::is_directory(status)) return cannot_write(path, "it is a folder", "give the name of a file");
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return cannot_write(path, "it is not an ordinary file", "give the name of a file");
  }
  Pending pending{{}, target.string()};
  {
    const std::lock_guard lock(mutex_);
    for (const auto& other : pending_) {
      if (other.target == pending.target) return cannot_write(path, "it is written twice in one run");
    }
    pending_.push_back(pending);
  }
  fs::path temporary;
  File file = create_new(folder, ".tmp", temporary);
  int failure = file ? 0 : errno;
  if (file) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) failure = errno;
    if (std::fclose(file.release()) != 0 && failure == 0) failure = errno;
    if (failure != 0) remove_quietly(temporary);
  }
  const std::lock_guard lock(mutex_);
  for (auto it = pending_.begin(); it != pending_.end(); ++it) {
    if (it->target != pending.target) continue;
    if (failure != 0) {
      pending_.erase(it);
    } else {
      it->temporary = temporary.string();
    }
    break;
  }
  if (failure != 0) return cannot_write(path, reason(failure));
  return {};
}

Status OutputFiles::commit() {
  struct Step {
    fs::path target;
    fs::path backup;
    bool replaced = false;
  };
  std::vector<Step> steps;
  std::error_code error;
  for (const auto& pending : pending_) {
    Step& step = steps.emplace_back(Step{pending.target, {}});
    error = keep_backup(step.target, step.backup);
    if (!error) fs::rename(pending.temporary, step.target, error);
    if (error) break;
    step.replaced = true;
  }
  if (!error) {
    for (const auto& step : steps) {
      if (!step.backup.empty()) remove_quietly(step.backup);
    }
    pending_.clear();
    return {};
  }
  const Error failure = cannot_write(steps.back().target.string(), error.message());
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!step->backup.empty()) {
      fs::rename(step->backup, step->target, error);
      // To rename one name of a file to another of its names does nothing.
      if (!error) remove_quietly(step->backup);
    } else if (step->replaced) {
      remove_quietly(step->target);
    }
  }
  return failure;
}

Status make_folder(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return {};
  error.clear();
  fs::create_directories(path, error);
  if (error || !fs::is_directory(path, error)) {
    return cannot_write(path, "the folder cannot be made: " + (error ? error.message() : "no such name"));
  }
  return {};
}

Result<std::string> load_file(const std::string& path, std::size_t most_bytes) {
  if (Status status = check_ordinary_file(path); !status) return status.error();
  std::error_code error;
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) {
    return in_file(
        path, {ErrorCode::kInvalidInput, "", "it cannot be opened: " + reason(errno), "give a file that can be read"});
  }
  const Error too_large =
      in_file(path, {ErrorCode::kResourceLimit, "", "the file is larger than " + std::to_string(most_bytes) + " bytes",
                     "give a smaller file"});
  std::string content;
  if (const auto size = fs::file_size(path, error); !error) {
    if (size > most_bytes) return too_large;
    content.reserve(static_cast<std::size_t>(size) + 1);
  }
  // To the end rather than to the size: what is no ordinary file has none.
  constexpr std::size_t kStep = std::size_t{1} << 20U;
  for (;;) {
    const std::size_t have = content.size();
    const std::size_t room = std::max(content.capacity() - have, std::size_t{4096});
    const std::size_t step = std::min(std::min(room, kStep), most_bytes + 1 - have);
    content.resize(have + step);
    const std::size_t got = std::fread(content.data() + have, 1, step, file.get());
    content.resize(have + got);
    if (content.size() > most_bytes) return too_large;
    if (got == step) continue;
    if (std::ferror(file.get()) != 0) {
      return in_file(
          path, {ErrorCode::kInvalidInput, "", "it cannot be read: " + reason(errno), "give a file that can be read"});
    }
    return content;
  }
}

}  // namespace tonsure
