// Runs each file of a folder through a fuzzer once: the inputs that were ever found, as a test.
//     fuzz_NAME FOLDER
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <sys/resource.h>

#include "fuzz.h"

namespace {

constexpr double kMostSeconds = 20;  // of processor time for one input: some 20 times what sanitizers make of a second
constexpr long kMostKiB = 2L << 20;  // 2 GiB

std::vector<std::uint8_t> content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  int slow = 0;
  for (const std::filesystem::path& path : paths) {
    std::printf("%s\n", path.filename().c_str());
    std::fflush(stdout);  // the last line names what crashed
    const std::vector<std::uint8_t> input = content_of(path);
    const double start = processor_seconds();
    LLVMFuzzerTestOneInput(input.data(), input.size());
    const double took = processor_seconds() - start;
    if (took > kMostSeconds) {
      std::printf("  took %.1f s, at most %.0f are allowed\n", took, kMostSeconds);
      ++slow;
    }
  }
  if (paths.empty()) std::printf("there is nothing in %s\n", argv[1]);
  const bool large = peak_kib() > kMostKiB;
  if (large) std::printf("took %ld MiB, at most %ld are allowed\n", peak_kib() / 1024, kMostKiB / 1024);
  return paths.empty() || large || slow > 0 ? 1 : 0;
}
