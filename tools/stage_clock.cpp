#include "stage_clock.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/format_text.h"

namespace tonsure::command {

StageClock::StageClock(int threads)
    : exec_{.threads = threads,
            .progress =
                [this](const Progress& progress) {
                  hear(progress);
                  return true;
                }},
      terminal_(isatty(STDERR_FILENO) != 0) {}

StageClock::~StageClock() {
  clear();
}

void StageClock::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

void StageClock::hear(const Progress& progress) {
  const auto now = Clock::now();
  if (progress.fraction <= 0) started_ = now;
  if (progress.fraction >= 1) {
    auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.stage == progress.stage; });
    if (row == rows_.end()) row = rows_.insert(rows_.end(), Row{progress.stage, 0, 0});
    row->ms += std::chrono::duration<double, std::milli>(now - started_).count();
    ++row->runs;
  }
  if (!terminal_) return;
  std::fprintf(stderr, "\r\033[K%s ...", progress.stage);
  std::fflush(stderr);
  shown_ = true;
}

double StageClock::lap_ms() {
  const auto now = Clock::now();
  const double ms = std::chrono::duration<double, std::milli>(now - last_lap_).count();
  last_lap_ = now;
  return ms;
}

std::vector<std::string> timing_lines(const StageClock& clock) {
  std::vector<std::string> lines;
  double sum = 0;
  for (const StageClock::Row& row : clock.rows()) {
    lines.push_back(format_text("%10.1f ms  %d x  %s", row.ms, row.runs, row.stage.c_str()));
    sum += row.ms;
  }
  lines.push_back(format_text("%10.1f ms       all stages", sum));
  return lines;
}

nlohmann::ordered_json stages_json(const StageClock& clock) {
  nlohmann::ordered_json stages = nlohmann::ordered_json::array();
  for (const StageClock::Row& row : clock.rows())
    stages.push_back({{"stage", row.stage}, {"ms", row.ms}, {"runs", row.runs}});
  return stages;
}

}  // namespace tonsure::command
