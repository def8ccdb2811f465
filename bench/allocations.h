/// @file
/// Counts what a program asks the heap for. To link allocations.cpp is to replace operator new by one that counts.
#pragma once

#include <cstdint>

namespace tonsure::bench {

/// Allocations by operator new since the program started, in all threads.
std::int64_t allocations();

}  // namespace tonsure::bench
