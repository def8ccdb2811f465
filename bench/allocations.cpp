#include "allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace tonsure::bench {
namespace {
std::atomic<std::int64_t> count{0};
}  // namespace

std::int64_t allocations() {
  return count.load(std::memory_order_relaxed);
}
}  // namespace tonsure::bench

// The other forms of new and delete call these.
void* operator new(std::size_t size) {
  tonsure::bench::count.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  tonsure::bench::count.fetch_add(1, std::memory_order_relaxed);
  const auto unit = static_cast<std::size_t>(alignment);
  void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
