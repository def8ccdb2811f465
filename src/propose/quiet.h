/// @file
/// OpenCV's own state, held still while something is proposed or drawn.
#pragma once

#include <mutex>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace tonsure {

/// What OpenCV keeps for the whole program, set for one call so that its results depend on nothing else, and that it
/// prints nothing.
class QuietOpenCv {
 public:
  QuietOpenCv()
      : lock_(mutex()),
        threads_(cv::getNumThreads()),
        random_(cv::theRNG().state),
        log_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)),
        told_(cv::redirectError(&tell_nobody, nullptr, &told_data_)) {
    cv::setNumThreads(1);
    cv::theRNG().state = 0x70B5;
  }
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;
  ~QuietOpenCv() {
    cv::redirectError(told_, told_data_);
    cv::utils::logging::setLogLevel(log_);
    cv::theRNG().state = random_;
    cv::setNumThreads(threads_);
  }
  static void reseed() { cv::theRNG().state = 0x70B5; }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static int tell_nobody(int /*status*/, const char* /*function*/, const char* /*words*/, const char* /*file*/,
                         int /*line*/, void* /*data*/) {
    return 0;
  }
  std::lock_guard<std::mutex> lock_;
  int threads_;
  std::uint64_t random_;
  cv::utils::logging::LogLevel log_;
  void* told_data_ = nullptr;
  cv::ErrorCallback told_;
};

/// OpenCV throws its own exception where it gets no memory.
inline bool is_out_of_memory(const cv::Exception& e) {
  return e.code == cv::Error::StsNoMem;
}

}  // namespace tonsure
