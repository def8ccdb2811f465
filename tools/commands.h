// The subcommands of `tonsure`. Each adds itself to the parser; its run function returns the exit status.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace tonsure::command {

using Run = std::function<int()>;

/// Adds a subcommand; where it is given, `chosen` becomes what runs it.
void add_preview(CLI::App& app, Run& chosen);
void add_plan(CLI::App& app, Run& chosen);
void add_place(CLI::App& app, Run& chosen);
void add_measure(CLI::App& app, Run& chosen);
void add_inspect(CLI::App& app, Run& chosen);
void add_phantom(CLI::App& app, Run& chosen);

}  // namespace tonsure::command
