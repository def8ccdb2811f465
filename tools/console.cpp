#include "console.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/plain_json.h"
#include "safe_text.h"

namespace tonsure::command {
namespace {

std::string one_line(const std::string& text) {
  return safe_text(text);
}

}  // namespace

int report(const Error& error) {
  std::fprintf(stderr, "tonsure: %s\n", one_line(error.message()).c_str());
  switch (error.code) {
    case ErrorCode::kWrongUsage:
      return kWrongUsage;
    case ErrorCode::kInvalidOption:
    case ErrorCode::kInvalidInput:
    case ErrorCode::kUnsupported:
    case ErrorCode::kResourceLimit:
      return kUnusableInput;
    case ErrorCode::kCannotWrite:
      return kCannotWriteOutput;
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal:
      break;
  }
  return kFailed;
}

int report_usage(Error error) {
  error.code = ErrorCode::kWrongUsage;
  return report(error);
}

std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const auto& list : lists)
    for (const std::string& each : list)
      if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
  return all;
}

void print_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) std::fprintf(stderr, "warning: %s\n", one_line(warning).c_str());
}

int print_json(const nlohmann::ordered_json& json) {
  const std::string text = plain_json(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  return end_of_output();
}

int end_of_output() {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return kDone;
  const int why = errno;
  std::clearerr(stdout);  // it is said once
  return report({ErrorCode::kCannotWrite, "standard output",
                 why != 0 ? std::generic_category().message(why) : "not all of it could be written",
                 "give it a place that can be written to"});
}

void say(bool json, const std::string& line) {
  if (!json) std::fprintf(stderr, "%s\n", one_line(line).c_str());
}

}  // namespace tonsure::command
