// The smallest runs of each command, and what is to be found in their folders.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "command/run_command.h"

namespace tonsure::testing {

/// A run of the command in a folder that holds its inputs; it writes into the folder "out" there.
struct Job {
  std::string name;
  std::vector<std::string> arguments;
  std::vector<std::string> earlier;  ///< the arguments of a run before it, whose results are not the same
};

/// One of each command, and of each way to use it.
const std::vector<Job>& jobs();
const Job& job(const std::string& name);

/// Names and contents of all files in a folder.
using Files = std::map<std::string, std::string>;
Files files_in(const std::string& folder);
/// Makes a folder hold just these.
void put_files(const std::string& folder, const Files& files);

/// A folder with the inputs of all jobs: pictures of a phantom, its scene, dots, a treatment of few dots.
class Workplace {
 public:
  Workplace();
  [[nodiscard]] std::string path() const { return folder_.path(); }
  [[nodiscard]] std::string operator/(const std::string& name) const { return folder_ / name; }

 private:
  Folder folder_;
};

/// What a job leaves behind where nothing fails.
struct Reference {
  Files earlier;  ///< of the run before it
  Files results;
  std::string out;
  std::string err;
};
Reference reference_of(const Job& job, const Workplace& place);

/// How much is to be tried: a sample for every change, more, or all; as TONSURE_FAULTS says ("more", "all").
enum class Effort { kSample, kMore, kAll };
Effort effort();

}  // namespace tonsure::testing
