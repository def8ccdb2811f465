// Which stage of a run takes how long, and the line that says it while it runs.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <tonsure/core/exec.h>

namespace tonsure::command {

/// Listens to the stages that run with its exec. It must outlive them, and stay where it is.
class StageClock {
 public:
  explicit StageClock(int threads);
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;
  ~StageClock();

  [[nodiscard]] const Exec& exec() const { return exec_; }
  /// Takes the line off the terminal, so that something else can be printed.
  void clear();

  struct Row {
    std::string stage;
    double ms = 0;
    int runs = 0;
  };
  /// In the order in which they first ran.
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Milliseconds since the last lap, or since it was made.
  double lap_ms();

 private:
  using Clock = std::chrono::steady_clock;
  void hear(const Progress& progress);

  Exec exec_;
  bool terminal_;
  bool shown_ = false;
  std::vector<Row> rows_;
  Clock::time_point started_ = Clock::now(), last_lap_ = Clock::now();
};

/// "   12.3 ms  1 x  fit head", a line a stage, and their sum.
std::vector<std::string> timing_lines(const StageClock& clock);
nlohmann::ordered_json stages_json(const StageClock& clock);

}  // namespace tonsure::command
