/// @file
/// OpenCV's own state, held still while something is proposed.
#pragma once

#include <mutex>

#include <opencv2/core.hpp>

namespace tonsure {

/// What OpenCV keeps for the whole program, set for one call so that its results depend on nothing else.
class QuietOpenCv {
 public:
  QuietOpenCv() : lock_(mutex()), threads_(cv::getNumThreads()), random_(cv::theRNG().state) {
    cv::setNumThreads(1);
    cv::theRNG().state = 0x70B5;
  }
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;
  ~QuietOpenCv() {
    cv::theRNG().state = random_;
    cv::setNumThreads(threads_);
  }
  static void reseed() { cv::theRNG().state = 0x70B5; }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  std::lock_guard<std::mutex> lock_;
  int threads_;
  std::uint64_t random_;
};

}  // namespace tonsure
