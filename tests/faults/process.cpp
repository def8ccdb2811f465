#include "faults/process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace tonsure::testing {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

void open_as(const char* path, int flags, int descriptor) {
  const int file = open(path, flags, 0644);
  if (file < 0 || dup2(file, descriptor) < 0) _exit(98);
  close(file);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::string& folder, const Variables& variables,
                 int descriptor) {
  Variables all = variables;
  for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
  const auto arguments = pointers(words), environment = pointers(all);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process can be started");
  if (child == 0) {
    if (chdir(folder.c_str()) != 0) _exit(98);
    open_as("/dev/null", O_RDONLY, STDIN_FILENO);
    open_as("stdout", O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
    open_as("stderr", O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
    if (descriptor >= 0) fcntl(descriptor, F_SETFD, 0);
    execve(arguments.front(), arguments.data(), environment.data());
    _exit(98);
  }
  id_ = child;
}

Process::~Process() {
  if (id_ < 0) return;
  kill();
  wait();
}

void Process::kill() const {
  if (id_ > 0) ::kill(id_, SIGKILL);
}

int Process::wait(std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  int status = 0;
  for (;;) {
    const pid_t ended = waitpid(id_, &status, WNOHANG);
    if (ended == id_ || (ended < 0 && errno != EINTR)) break;
    if (std::chrono::steady_clock::now() > end) kill();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  id_ = -1;
  return status;
}

std::string status_text(int wait_status) {
  return WIFEXITED(wait_status) ? "status " + std::to_string(WEXITSTATUS(wait_status))
                                : "signal " + std::to_string(WTERMSIG(wait_status));
}

}  // namespace tonsure::testing
