/// @file
/// Errors as values. Nothing in tonsure prints, exits or throws for bad input; only std::bad_alloc leaves the C++ API.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <tonsure/export.h>

namespace tonsure {

enum class ErrorCode {
  kWrongUsage,  ///< a command line or a call that cannot be meant so: options that are unknown or contradict each other
  kInvalidOption,  ///< a field of an options struct is out of range
  kInvalidInput,   ///< a file, photo, scene, treatment or plan cannot be used
  kUnsupported,    ///< well formed, but of a kind this version does not handle
  kResourceLimit,  ///< larger than a stated limit
  kCancelled,      ///< the caller asked to stop
  kCannotWrite,    ///< an output could not be written; nothing that was there is damaged
  kInternal,       ///< a bug in tonsure
};

/// What went wrong, where, why, and what would be right.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string where;  ///< the place ("hairline[3]", "line 4, column 2"), or the option's name; may be empty
  std::string why;    ///< what was found
  std::string fix;    ///< what is allowed; may be empty where no advice is possible
  /// Which of several scenes or photos it is about, counted from 1 in the order they were given; 0: none, or the only
  /// one.
  int scene = 0;
  std::string file = {};  ///< the file that it is about, where that is known

  /// One line for people: "file: where: why; fix", with "scene N" where the file is not known.
  [[nodiscard]] TONSURE_EXPORT std::string message() const;
};

/// Either a value or an Error. Test it, then read it: reading the wrong side is a bug and throws
/// std::bad_variant_access.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return error_.value(); }

 private:
  std::optional<Error> error_;
};

}  // namespace tonsure
