// What the command says to people (stderr) and to programs (stdout), and the exit statuses.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <tonsure/core/result.h>

namespace tonsure::command {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kUnusableInput = 3;
inline constexpr int kCannotWriteOutput = 4;

/// Prints "tonsure: message" on one line of stderr and gives the exit status that fits its kind.
int report(const Error& error);

/// The same for what a flag says and cannot be right, whatever found it so.
int report_usage(Error error);

/// All of several lists, each once.
std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists);
void print_warnings(const std::vector<std::string>& warnings);

/// Prints one JSON object on stdout; the exit status.
[[nodiscard]] int print_json(const nlohmann::ordered_json& json);

/// What was printed on stdout has arrived there: else says why not. The exit status.
[[nodiscard]] int end_of_output();

/// A line on stderr for people, only where no JSON is asked for.
void say(bool json, const std::string& line);

}  // namespace tonsure::command
