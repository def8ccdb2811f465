// The `tonsure` command: parses the command line and runs one subcommand.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>

#include <CLI/CLI.hpp>

#include <tonsure/version.h>

#include "commands.h"
#include "console.h"
#include "safe_text.h"

namespace {

namespace command = tonsure::command;

/// Where a standard stream is closed, the next file that is opened would take its number, and get what is printed.
void hold_standard_streams() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
    if (fcntl(descriptor, F_GETFD) < 0)  // NOLINT(*-vararg): its only form
      static_cast<void>(open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_RDWR));  // NOLINT(*-vararg)
}

constexpr const char* kOutOfMemory = "tonsure: out of memory; free some, or give a smaller photo or fewer threads\n";

/// What main has returned.
std::optional<int> ended;

/// Where an exception can go no further: in a destructor, such as those of OpenCV's variables, which ask for memory
/// when the process ends.
[[noreturn]] void end_at_once() {
  if (ended) std::_Exit(*ended);
  try {
    if (const auto exception = std::current_exception()) std::rethrow_exception(exception);
  } catch (const std::bad_alloc&) {
    std::fputs(kOutOfMemory, stderr);
    std::_Exit(command::kUnusableInput);
  } catch (...) {  // a bug
  }
  std::abort();
}

int run_command(int argc, char** argv) {
  CLI::App app{"Simulates scalp micropigmentation on photos of real heads. Nothing leaves this machine."};
  app.name("tonsure");
  app.set_version_flag("--version", TONSURE_VERSION_STRING);
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  tonsure phantom --out phantom\n"
      "  tonsure preview phantom/photo.png --out result\n"
      "  tonsure preview head.jpg --scene head.scene.json --style soft --age 1y --out result\n"
      "  tonsure inspect head.jpg --out proposal\n"
      "  tonsure plan --scene head.scene.json --treatment mine.treatment.json --out plan\n"
      "  tonsure place --density grey.png --mm-per-px 0.5 --peak 150 --out dots.csv\n"
      "  tonsure measure dots.csv\n"
      "`tonsure COMMAND --help` explains one command.");
  app.failure_message([](const CLI::App* from, const CLI::Error& e) {  // it repeats what was typed
    return CLI::FailureMessage::simple(from, CLI::Error(e.get_name(), command::safe_text(e.what()), e.get_exit_code()));
  });
  command::Run run;
  command::add_preview(app, run);
  command::add_plan(app, run);
  command::add_place(app, run);
  command::add_measure(app, run);
  command::add_inspect(app, run);
  command::add_phantom(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? command::end_of_output() : command::kWrongUsage;
  }
  const int status = run();
  return status == command::kDone ? command::end_of_output() : status;
}

int guarded_command(int argc, char** argv) {
  try {
    return run_command(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs(kOutOfMemory, stderr);
    return command::kUnusableInput;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "tonsure: internal error: %s\n", command::safe_text(e.what()).c_str());
  }
  return command::kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  // A reader that has gone and a file that may not grow are errors of writing, which are told.
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c)
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c)
  std::set_terminate(end_at_once);
  ended = guarded_command(argc, argv);
  return *ended;
}
