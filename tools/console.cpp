#include "console.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace tonsure::command {
namespace {

/// Control characters would break the promise of one line, or worse, drive the terminal.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
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

void print_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) std::fprintf(stderr, "warning: %s\n", one_line(warning).c_str());
}

void print_json(const nlohmann::ordered_json& json) {
  const std::string text = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

void say(bool json, const std::string& line) {
  if (!json) std::fprintf(stderr, "%s\n", one_line(line).c_str());
}

ProgressBar::ProgressBar() : terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  clear();
}

void ProgressBar::step(double done, const std::string& what) {
  if (!terminal_) return;
  constexpr int kWidth = 30;
  const int filled = std::clamp(static_cast<int>(done * kWidth), 0, kWidth);
  std::fprintf(stderr, "\r\033[K[%s%s] %s", std::string(static_cast<std::size_t>(filled), '#').c_str(),
               std::string(static_cast<std::size_t>(kWidth - filled), '.').c_str(), what.c_str());
  std::fflush(stderr);
  shown_ = true;
}

void ProgressBar::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

double Stopwatch::lap_ms() {
  const auto now = std::chrono::steady_clock::now();
  const double ms = std::chrono::duration<double, std::milli>(now - last_).count();
  last_ = now;
  return ms;
}

}  // namespace tonsure::command
