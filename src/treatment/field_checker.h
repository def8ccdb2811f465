/// @file
/// Holds every field to its range.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/result.h>

#include "treatment_fields.h"

namespace tonsure {

inline std::string number_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

/// Finds the first field that is out of range.
struct Checker {
  Status first;

  void fail(std::string where, std::string why, std::string fix) {
    if (first.ok()) first = Error{ErrorCode::kInvalidOption, std::move(where), std::move(why), std::move(fix)};
  }

  void operator()(const std::string& path, const std::string& text, const FieldRange&) {
    if (text.size() > kMaxNameBytes)
      fail(path, "found " + std::to_string(text.size()) + " bytes", "at most " + std::to_string(kMaxNameBytes));
  }
  void operator()(const std::string&, std::uint64_t, const FieldRange&) {}
  void operator()(const std::string& path, int value, const FieldRange& range) {
    (*this)(path, static_cast<double>(value), range);
  }
  void operator()(const std::string& path, double value, const FieldRange& range) {
    if (range.holds(value)) return;
    fail(path, "found " + number_text(value),
         std::string("allowed are numbers ") + (range.above_low ? "above " : "from ") + number_text(range.low) +
             " up to " + number_text(range.high));
  }
  void operator()(const std::string& path, const std::optional<double>& value, const FieldRange& range) {
    if (value) (*this)(path, *value, range);
  }
  template <Choice Enum>
  void operator()(const std::string& path, Enum value, const FieldRange&) {
    if (static_cast<std::size_t>(value) >= names_of_values(value).size())
      fail(path, "found no value", "take one of the enum");
  }
  void operator()(const std::string& path, const std::vector<std::string>& texts, const FieldRange& range) {
    for (std::size_t i = 0; i < texts.size(); ++i) (*this)(path + "[" + std::to_string(i) + "]", texts[i], range);
  }
  template <class Item>
  void operator()(const std::string& path, const std::vector<Item>& items, const FieldRange& range) {
    if (!range.holds(static_cast<double>(items.size())))
      fail(path, "found " + std::to_string(items.size()) + " entries", "at most " + number_text(range.high));
    for (std::size_t i = 0; i < items.size(); ++i) check_item(path + "[" + std::to_string(i) + "]", items[i]);
  }
  template <class Item>
  void check_item(const std::string& path, const Item& item) {
    visit_item(item, [&](const char* key, const auto& field, const FieldRange& range) {
      (*this)(path + "." + key, field, range);
    });
  }
  void operator()(const std::string& path, const std::vector<double>& shares, const FieldRange& range) {
    if (shares.empty() || shares.size() > kMaxSessions)
      fail(path, "found " + std::to_string(shares.size()) + " sessions",
           "allowed are 1 to " + std::to_string(kMaxSessions));
    double before = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const std::string element = path + "[" + std::to_string(i) + "]";
      (*this)(element, shares[i], range);
      if (!(shares[i] > before))
        fail(element, "found " + number_text(shares[i]) + " after " + number_text(before),
             "each share counts the dots of all sessions so far and must be larger than the one before");
      before = shares[i];
    }
    if (!shares.empty() && shares.back() != 1)
      fail(path + "[" + std::to_string(shares.size() - 1) + "]", "found " + number_text(shares.back()),
           "the last share must be 1, which is all dots");
  }
};

}  // namespace tonsure
