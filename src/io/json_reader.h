/// @file
/// The one place that turns JSON values into checked C++ values, with the key path of whatever does not fit.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <nlohmann/json.hpp>

namespace tonsure {

/// Deepest nesting a document may have: our own files need 6, and deeper ones would cost stack when they are written.
inline constexpr std::size_t kMaxJsonDepth = 64;

/// Most values a document may have, arrays and objects among them: a plan of kMaxPlanBytes has 12 million, and this
/// many take 1.5 GB at most.
inline constexpr std::size_t kMaxJsonValues = 16'000'000;

/// Parses a whole document of at most `most_bytes`. Refused with line and column or key path: what is not JSON or not
/// UTF-8, a key given twice, nesting beyond kMaxJsonDepth, more than kMaxJsonValues, a number that no double holds, a
/// root that is no object.
Result<nlohmann::json> parse_json(std::string_view text, const std::string& name, std::size_t most_bytes);

/// A member of an object, or (with an empty key) an element of an array, as the text it has in the file.
struct JsonChild {
  std::string key;
  std::string_view text;
};

/// The members or elements of a JSON object or array, in order, as text. `text` must have passed parse_json.
std::vector<JsonChild> json_children(std::string_view text);

/// The text of one member; empty where there is none.
std::string_view json_member_text(std::string_view object, std::string_view key);

/// "a, b, c"
std::string join(const std::vector<std::string>& words);

/// The word of `known` most like `word`: one that begins with it, else the one it becomes by the fewest
/// insertions, deletions and replacements of letters.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

/// `path` with one more key: "hairline" + "asymmetry" = "hairline.asymmetry". Keys that are no plain words are quoted.
std::string key_path(const std::string& path, const std::string& key);

/// Where the first error of a document is kept. After it, every read gives a default value and does nothing else, so
/// that a reader reads straight through and looks once, at the end.
struct JsonReport {
  std::string file = {};
  std::optional<Error> error = {};
  nlohmann::json missing = nullptr;  ///< stands for every member that is not there
};

/// A value in a document, with its key path. Copies are cheap enough for everything but the elements of long arrays.
class JsonNode {
 public:
  JsonNode(const nlohmann::json& value, std::string path, JsonReport& report)
      : value_(&value), path_(std::move(path)), report_(&report) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool is_null() const { return value_->is_null(); }
  [[nodiscard]] bool is_text() const { return value_->is_string(); }
  [[nodiscard]] bool is_object() const { return value_->is_object(); }
  [[nodiscard]] bool failed() const { return report_->error.has_value(); }

  /// Reports that this value does not fit, unless something was reported before.
  void fail(std::string why, std::string fix) const { fail_at(path_, std::move(why), std::move(fix)); }
  /// The same for something below this value, at `path` seen from here.
  void fail_below(const std::string& path, std::string why, std::string fix) const {
    fail_at(path_.empty() ? path : path_ + "." + path, std::move(why), std::move(fix));
  }
  /// "found ...", for `fail`: the value itself, or what it is.
  [[nodiscard]] std::string found() const;

  /// Members of an object, sorted by key; anything else is refused.
  [[nodiscard]] std::vector<std::pair<std::string, JsonNode>> members() const;
  /// A member that must be there; a missing one reads as null after the error.
  [[nodiscard]] JsonNode member(const std::string& key) const;
  /// A member that may be missing or null.
  [[nodiscard]] std::optional<JsonNode> find(const std::string& key) const;
  /// Length of an array; anything else is refused.
  [[nodiscard]] std::size_t size() const { return !failed() && expect_array() ? value_->size() : 0; }
  /// Elements of an array; anything else is refused.
  [[nodiscard]] std::vector<JsonNode> elements() const;
  /// Refuses members that are not among `known`, naming the nearest.
  void refuse_unknown(const std::vector<std::string>& known) const;

  [[nodiscard]] double number() const;
  [[nodiscard]] double number(double low, double high) const;
  /// A whole number; 3.0 counts as one.
  [[nodiscard]] std::uint64_t whole_number(std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) const;
  /// A whole number of either sign that fits an int.
  [[nodiscard]] int integer() const;
  [[nodiscard]] std::string text() const;
  /// A text that is one of `allowed`, as its index.
  [[nodiscard]] std::size_t choice(const std::vector<std::string>& allowed) const;
  [[nodiscard]] std::vector<double> numbers() const;
  [[nodiscard]] std::vector<std::string> texts() const;
  /// [x, y]
  [[nodiscard]] Vec2<PhotoPx> point() const;
  /// [[x, y], ...]
  [[nodiscard]] Points<PhotoPx> points() const;
  /// [[[x, y], ...], ...]
  [[nodiscard]] std::vector<Points<PhotoPx>> point_lists() const;

  /// An array of exactly `size` numbers within [low, high]; whole ones where T is an integer.
  template <class T>
  [[nodiscard]] std::vector<T> column(std::size_t size, double low, double high) const;

 private:
  void fail_at(const std::string& path, std::string why, std::string fix) const;
  [[nodiscard]] std::string element_path(std::size_t i) const { return path_ + "[" + std::to_string(i) + "]"; }
  [[nodiscard]] JsonNode element(std::size_t i) const { return {(*value_)[i], element_path(i), *report_}; }
  [[nodiscard]] bool expect_array() const;
  void fail_column(std::size_t i, double low, double high, bool whole) const;

  const nlohmann::json* value_;
  std::string path_;
  JsonReport* report_;
};

template <class T>
std::vector<T> JsonNode::column(std::size_t size, double low, double high) const {
  std::vector<T> out;
  if (failed() || !expect_array()) return out;
  if (value_->size() != size) {
    fail("found " + std::to_string(value_->size()) + " values",
         "all columns have as many values as the first, which has " + std::to_string(size));
    return out;
  }
  out.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const nlohmann::json& item = (*value_)[i];
    const double value = item.is_number() ? item.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= low && value <= high) || (std::is_integral_v<T> && value != std::floor(value))) {
      fail_column(i, low, high, std::is_integral_v<T>);
      return out;
    }
    out.push_back(static_cast<T>(value));
  }
  return out;
}

}  // namespace tonsure
