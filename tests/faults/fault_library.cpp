// A library for LD_PRELOAD that makes a call of a kind fail: the n-th after main was entered.
//
//   TONSURE_FAULT         the kind: alloc, write, read, open, rename, link, unlink, fsync, mkdir or thread
//   TONSURE_FAULT_AT      n, from 1; 0 only counts
//   TONSURE_FAULT_LASTS   set: all later calls of the kind fail, too, as on a full disk
//   TONSURE_FAULT_KILLS   set: the process is killed there instead
//   TONSURE_FAULT_NAMED   set: there are no files without a name (O_TMPFILE), as on many file systems
//   TONSURE_FAULT_COUNTS  a file to which the numbers of calls are written when the process ends, "kind number" a line
//   TONSURE_FAULT_CONTROL a socket: many calls of one run are tried, in copies of the process: see `try_in_copies`
//
// The errors are those a system would give: ENOMEM, ENOSPC, EIO, EMFILE, EAGAIN. What is written to stderr never fails.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

enum Kind { kAlloc, kWrite, kRead, kOpen, kRename, kLink, kUnlink, kFsync, kMkdir, kThread, kKinds };
constexpr const char* kNames[kKinds] = {"alloc", "write",  "read",  "open",  "rename",
                                        "link",  "unlink", "fsync", "mkdir", "thread"};
constexpr int kErrors[kKinds] = {ENOMEM, ENOSPC, EIO, EMFILE, EIO, EMLINK, EIO, EIO, ENOSPC, EAGAIN};
constexpr unsigned kLongestSeconds = 60;  // of a copy

std::atomic<bool> counting{false};
std::atomic<std::uint64_t> counts[kKinds];
int kind_to_fail = kKinds;
std::uint64_t fails_at = 0;
bool lasts = false, kills = false, all_named = false;
int control = -1;
const char* counts_file = nullptr;
thread_local bool inside __attribute__((tls_model("initial-exec"))) = false;  // of this library's own calls

void send_number(std::uint64_t number) {
  if (send(control, &number, sizeof number, MSG_NOSIGNAL) != sizeof number) _exit(99);
}

std::uint64_t receive_number() {
  std::uint64_t number = 0;
  if (recv(control, &number, sizeof number, MSG_WAITALL) != sizeof number) _exit(99);
  return number;
}

/// The calls that are tried in copies: for each kind their numbers, in order, and 0.
struct Plan {
  std::uint64_t* next = nullptr;
} plans[kKinds];

void receive_plans() {
  for (Plan& plan : plans) {
    const std::uint64_t size = receive_number();
    plan.next = static_cast<std::uint64_t*>(std::calloc(size + 1, sizeof(std::uint64_t)));
    for (std::uint64_t i = 0; i < size; ++i) plan.next[i] = receive_number();
  }
}

/// At a call of the plan: tells the driver which, and does as it says until it says to go on: forks, and the copy's
/// call fails, and the copy lives on from there, while here its end is waited for and told. Then all goes on as if
/// nothing had been. So all calls of a run are tried at the cost of that run and of what comes after each failure.
enum Answer : std::uint64_t { kGoOn, kFail, kFailFromHere, kKill };

bool try_in_copies(Kind kind, std::uint64_t number) {
  inside = true;
  const int error = errno;
  bool copy = false;
  send_number(kind);
  send_number(number);
  for (std::uint64_t answer = receive_number(); answer != kGoOn && !copy; answer = copy ? kGoOn : receive_number()) {
    const pid_t child = fork();
    copy = child == 0;
    if (copy) {
      close(control);
      control = -1;
      kind_to_fail = kind;
      fails_at = number;
      lasts = answer == kFailFromHere;
      kills = answer == kKill;
      alarm(kLongestSeconds);
    } else {
      int status = -1;
      while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
      }
      send_number(static_cast<std::uint64_t>(status));
    }
  }
  errno = error;
  inside = false;
  return copy;
}

bool fails(Kind kind) {
  if (!counting || inside) return false;
  const std::uint64_t number = ++counts[kind];
  if (control >= 0) {
    if (number != *plans[kind].next) return false;
    ++plans[kind].next;
    if (!try_in_copies(kind, number)) return false;
  }
  if (kind != kind_to_fail || fails_at == 0 || number < fails_at || (number > fails_at && !lasts)) return false;
  if (kills) syscall(SYS_kill, getpid(), SIGKILL);
  errno = kErrors[kind];
  return true;
}

/// The same for a stream, whose failures it remembers.
bool fails(Kind kind, std::FILE* stream) {
  if (stream == stderr || !fails(kind)) return false;
  constexpr int kErrorSeen = 0x20;  // glibc's _IO_ERR_SEEN
  stream->_flags |= kErrorSeen;
  return true;
}

void write_counts() {
  if (counts_file == nullptr) return;
  inside = true;
  char text[1024];
  int size = 0;
  for (int kind = 0; kind < kKinds; ++kind)
    size += std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), "%s %llu\n", kNames[kind],
                          static_cast<unsigned long long>(counts[kind]));
  const auto file = syscall(SYS_openat, AT_FDCWD, counts_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0) {
    syscall(SYS_write, file, text, size);
    syscall(SYS_close, file);
  }
  inside = false;
}

void read_environment() {
  const char* kind = std::getenv("TONSURE_FAULT");
  for (int k = 0; kind != nullptr && k < kKinds; ++k)
    if (std::strcmp(kind, kNames[k]) == 0) kind_to_fail = k;
  if (const char* at = std::getenv("TONSURE_FAULT_AT")) fails_at = std::strtoull(at, nullptr, 10);
  lasts = std::getenv("TONSURE_FAULT_LASTS") != nullptr;
  kills = std::getenv("TONSURE_FAULT_KILLS") != nullptr;
  all_named = std::getenv("TONSURE_FAULT_NAMED") != nullptr;
  counts_file = std::getenv("TONSURE_FAULT_COUNTS");
  if (const char* socket = std::getenv("TONSURE_FAULT_CONTROL")) control = std::atoi(socket);
}

/// The function of this name after this library; looked up once, at the first call.
template <class Returned>
class Next {
 public:
  explicit constexpr Next(const char* name) : name_(name) {}
  template <class... Values>
  Returned operator()(Values... values) {
    void* function = function_;
    if (function == nullptr) {
      function = dlsym(RTLD_NEXT, name_);
      function_ = function;
    }
    return reinterpret_cast<Returned (*)(Values...)>(function)(values...);
  }

 private:
  const char* name_;
  std::atomic<void*> function_{nullptr};
};

using Main = int(int, char**, char**);
Main* real_main = nullptr;

int counted_main(int argc, char** argv, char** environment) {
  read_environment();
  if (control >= 0) receive_plans();
  counting = true;
  return real_main(argc, argv, environment);
}

__attribute__((destructor)) void end() {
  write_counts();
}

}  // namespace

extern "C" {

// glibc calls main through this one.
int __libc_start_main(Main* main, int argc, char** argv, void (*init)(), void (*fini)(), void (*rtld_fini)(),
                      void* stack_end) {
  real_main = main;
  static Next<int> next("__libc_start_main");
  return next(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

// ---- memory ----

#ifdef TONSURE_FAULTS_UNDER_ASAN

// AddressSanitizer's are the next; before it is ready, while they are looked up, memory comes from here.
namespace {
alignas(16) char early[65536];
std::atomic<std::size_t> early_used{0};
thread_local bool looking_up __attribute__((tls_model("initial-exec"))) = false;

void* early_memory(std::size_t size) {
  const std::size_t at = early_used.fetch_add((size + 15) & ~std::size_t{15});
  return at + size <= sizeof early ? early + at : nullptr;
}

template <class Function, class... Values>
void* allocate(std::atomic<Function*>& function, const char* name, std::size_t early_size, Values... values) {
  if (function == nullptr) {
    if (looking_up) return early_memory(early_size);
    looking_up = true;
    function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
    looking_up = false;
  }
  return fails(kAlloc) ? nullptr : function.load()(values...);
}

template <class Function, class... Values>
void* allocate_or_throw(std::atomic<Function*>& function, const char* name, Values... values) {
  if (function == nullptr) function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  if (fails(kAlloc)) throw std::bad_alloc();
  return function.load()(values...);
}
}  // namespace

void* malloc(std::size_t size) {
  static std::atomic<decltype(malloc)*> next{nullptr};
  return allocate(next, "malloc", size, size);
}
void* calloc(std::size_t count, std::size_t size) {
  static std::atomic<decltype(calloc)*> next{nullptr};
  return allocate(next, "calloc", count * size, count, size);
}
void* realloc(void* old, std::size_t size) {
  static std::atomic<decltype(realloc)*> next{nullptr};
  return allocate(next, "realloc", size, old, size);
}
void free(void* memory) {
  const auto* at = static_cast<const char*>(memory);
  if (at >= early && at < early + sizeof early) return;
  static Next<void> next("free");
  next(memory);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  static Next<int> next("posix_memalign");
  return fails(kAlloc) ? ENOMEM : next(out, alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  static Next<void*> next("aligned_alloc");
  return fails(kAlloc) ? nullptr : next(alignment, size);
}

#else

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
  return fails(kAlloc) ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  return fails(kAlloc) ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
  return fails(kAlloc) ? nullptr : __libc_realloc(old, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  if (fails(kAlloc)) return ENOMEM;
  *out = __libc_memalign(alignment, size);
  return *out == nullptr ? ENOMEM : 0;
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return fails(kAlloc) ? nullptr : __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  return fails(kAlloc) ? nullptr : __libc_memalign(alignment, size);
}

#endif

// ---- files ----

ssize_t write(int file, const void* data, std::size_t size) {
  static Next<ssize_t> next("write");
  return file != STDERR_FILENO && fails(kWrite) ? -1 : next(file, data, size);
}
ssize_t writev(int file, const iovec* parts, int count) {
  static Next<ssize_t> next("writev");
  return file != STDERR_FILENO && fails(kWrite) ? -1 : next(file, parts, count);
}
std::size_t fwrite(const void* data, std::size_t size, std::size_t count, std::FILE* stream) {
  static Next<std::size_t> next("fwrite");
  return fails(kWrite, stream) ? 0 : next(data, size, count, stream);
}
int fputs(const char* text, std::FILE* stream) {
  static Next<int> next("fputs");
  return fails(kWrite, stream) ? EOF : next(text, stream);
}
int fputc(int c, std::FILE* stream) {
  static Next<int> next("fputc");
  return fails(kWrite, stream) ? EOF : next(c, stream);
}
int puts(const char* text) {
  static Next<int> next("puts");
  return fails(kWrite, stdout) ? EOF : next(text);
}
int printf(const char* format, ...) {
  if (fails(kWrite, stdout)) return -1;
  va_list values;
  va_start(values, format);
  const int count = vfprintf(stdout, format, values);
  va_end(values);
  return count;
}
int fflush(std::FILE* stream) {
  static Next<int> next("fflush");
  return stream != nullptr && fails(kWrite, stream) ? EOF : next(stream);
}
int fclose(std::FILE* stream) {
  static Next<int> next("fclose");
  const bool failed = stream != stderr && fails(kWrite);
  const int error = errno;
  const int closed = next(stream);  // closed it is in any case
  if (!failed) return closed;
  errno = error;
  return EOF;
}

ssize_t read(int file, void* data, std::size_t size) {
  static Next<ssize_t> next("read");
  return fails(kRead) ? -1 : next(file, data, size);
}
std::size_t fread(void* data, std::size_t size, std::size_t count, std::FILE* stream) {
  static Next<std::size_t> next("fread");
  return fails(kRead, stream) ? 0 : next(data, size, count, stream);
}

std::FILE* fopen(const char* path, const char* mode) {
  static Next<std::FILE*> next("fopen");
  return fails(kOpen) ? nullptr : next(path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
  static Next<std::FILE*> next("fopen64");
  return fails(kOpen) ? nullptr : next(path, mode);
}

namespace {
bool fails_to_open(int flags) {
  if (all_named && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return true;
  }
  return fails(kOpen);
}
}  // namespace

// The mode is read whether it was given or not, as glibc's own do where it may be.
#define TONSURE_OPEN(name)                                      \
  int name(const char* path, int flags, ...) {                  \
    static Next<int> next(#name);                               \
    va_list values;                                             \
    va_start(values, flags);                                    \
    const mode_t mode = va_arg(values, mode_t);                 \
    va_end(values);                                             \
    return fails_to_open(flags) ? -1 : next(path, flags, mode); \
  }
#define TONSURE_OPENAT(name)                                            \
  int name(int folder, const char* path, int flags, ...) {              \
    static Next<int> next(#name);                                       \
    va_list values;                                                     \
    va_start(values, flags);                                            \
    const mode_t mode = va_arg(values, mode_t);                         \
    va_end(values);                                                     \
    return fails_to_open(flags) ? -1 : next(folder, path, flags, mode); \
  }
TONSURE_OPEN(open)
TONSURE_OPEN(open64)
TONSURE_OPENAT(openat)
TONSURE_OPENAT(openat64)

int rename(const char* from, const char* to) noexcept {
  static Next<int> next("rename");
  return fails(kRename) ? -1 : next(from, to);
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  static Next<int> next("renameat");
  return fails(kRename) ? -1 : next(from_folder, from, to_folder, to);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  static Next<int> next("renameat2");
  return fails(kRename) ? -1 : next(from_folder, from, to_folder, to, flags);
}
int link(const char* from, const char* to) noexcept {
  static Next<int> next("link");
  return fails(kLink) ? -1 : next(from, to);
}
int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  static Next<int> next("linkat");
  return fails(kLink) ? -1 : next(from_folder, from, to_folder, to, flags);
}
int unlink(const char* path) noexcept {
  static Next<int> next("unlink");
  return fails(kUnlink) ? -1 : next(path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  static Next<int> next("unlinkat");
  return fails(kUnlink) ? -1 : next(folder, path, flags);
}
int remove(const char* path) noexcept {
  static Next<int> next("remove");
  return fails(kUnlink) ? -1 : next(path);
}
int fsync(int file) {
  static Next<int> next("fsync");
  return fails(kFsync) ? -1 : next(file);
}
int fdatasync(int file) {
  static Next<int> next("fdatasync");
  return fails(kFsync) ? -1 : next(file);
}
int mkdir(const char* path, mode_t mode) noexcept {
  static Next<int> next("mkdir");
  return fails(kMkdir) ? -1 : next(path, mode);
}

// ---- threads ----

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) noexcept {
  static Next<int> next("pthread_create");
  return fails(kThread) ? EAGAIN : next(thread, attributes, run, argument);
}

}  // extern "C"

#ifdef TONSURE_FAULTS_UNDER_ASAN

// AddressSanitizer has operators of its own, which do not call malloc.
void* operator new(std::size_t size) {
  static std::atomic<void* (*)(std::size_t)> next{nullptr};
  return allocate_or_throw(next, "_Znwm", size);
}
void* operator new[](std::size_t size) {
  static std::atomic<void* (*)(std::size_t)> next{nullptr};
  return allocate_or_throw(next, "_Znam", size);
}

#endif
