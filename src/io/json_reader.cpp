#include "json_reader.h"

#include <algorithm>
#include <numeric>

#include "in_file.h"
#include "json_writer.h"

namespace tonsure {
namespace {

using Json = nlohmann::json;

constexpr double kWholeLimit = 9007199254740992.0;  // 2^53: beyond it, a double no longer counts by ones

bool is_plain_word(const std::string& key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !key.empty() && key.size() <= 60 && std::all_of(key.begin(), key.end(), plain);
}

/// A text as JSON in ASCII, at most about 40 bytes of it: for messages.
std::string quoted(const std::string& text) {
  const std::string shown = text.size() > 40 ? text.substr(0, 40) + "..." : text;
  return Json(shown).dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Builds the value while the parser runs; keeps what the parser alone would let pass out.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  Json root;
  std::optional<Error> error;

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // JSON text has none
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    open_.back().key = value;
    const auto [place, is_new] = open_.back().value->emplace(value, nullptr);
    if (is_new) return true;
    error = Error{ErrorCode::kInvalidInput, path(), "the key is given twice", "each key has one value"};
    return false;
  }

  bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& e) override {
    constexpr int kNumberOverflow = 406;
    if (e.id == kNumberOverflow) {
      error = Error{ErrorCode::kInvalidInput, path(), "found the number " + token.substr(0, 40),
                    "numbers must be finite and below 1.8e308"};
      return false;
    }
    const std::size_t at = std::min(position > 0 ? position - 1 : 0, text_.size());
    const std::string_view before = text_.substr(0, at);
    const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t column = at - (line > 1 ? before.rfind('\n') + 1 : 0) + 1;
    error = Error{ErrorCode::kInvalidInput, "line " + std::to_string(line) + ", column " + std::to_string(column),
                  "not JSON (" + reason(e.what()) + ")", "the file must be one JSON object in UTF-8"};
    return false;
  }

 private:
  struct Level {
    Json* value;
    std::string key;
  };

  /// Where the value that comes next will stand.
  std::string path() const {
    std::string out;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Json& value = *open_[i].value;
      const std::size_t index =
          i + 1 == open_.size() ? value.size() : value.size() - 1;  // an open level is in its parent
      if (value.is_object()) {
        out = key_path(out, open_[i].key);
      } else {
        out += "[" + std::to_string(index) + "]";
      }
    }
    return out;
  }

  Json* place(Json&& value) {
    ++values_;
    if (open_.empty()) return &(root = std::move(value));
    Json& parent = *open_.back().value;
    if (parent.is_object()) return &(parent[open_.back().key] = std::move(value));
    parent.push_back(std::move(value));
    return &parent.back();
  }
  bool add(Json value) {
    place(std::move(value));
    return has_room();
  }
  bool has_room() {
    if (values_ <= kMaxJsonValues) return true;
    error = Error{ErrorCode::kResourceLimit, "", "holds more than " + std::to_string(kMaxJsonValues) + " values",
                  "the largest of tonsure's files have 12 million"};
    return false;
  }
  bool open(Json container) {
    if (open_.size() == kMaxJsonDepth) {
      error = Error{ErrorCode::kResourceLimit, "", "is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels",
                    "tonsure's files need 6"};
      return false;
    }
    Json* placed = place(std::move(container));
    open_.push_back({placed, {}});
    return has_room();
  }
  /// An array's elements are only pushed after the level is closed, so an open level never moves.
  bool close() {
    open_.pop_back();
    return true;
  }

  /// The middle of "[json.exception...] parse error at ...: syntax error while parsing value - WHY; last read: '...'".
  static std::string reason(std::string what) {
    if (what.find("UTF-8") != std::string::npos) return "invalid UTF-8";
    if (const auto dash = what.find(" - "); dash != std::string::npos) what.erase(0, dash + 3);
    if (const auto tail = what.find("; last read"); tail != std::string::npos) what.erase(tail);
    for (char& c : what)
      if (c < ' ' || c > '~') c = '?';
    return what;
  }

  std::string_view text_;
  std::vector<Level> open_;
  std::size_t values_ = 0;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Index after the string that starts at `i`.
std::size_t skip_string(std::string_view text, std::size_t i) {
  for (++i; i < text.size() && text[i] != '"'; ++i)
    if (text[i] == '\\') ++i;
  return i + 1;
}

/// Index after the value that starts at `i`.
std::size_t skip_value(std::string_view text, std::size_t i) {
  std::size_t depth = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      i = skip_string(text, i) - 1;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return i;
      --depth;
    } else if (c == ',' && depth == 0) {
      return i;
    }
  }
  return i;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string range_text(double low, double high, bool whole) {
  std::string out = whole ? "allowed are whole numbers from " : "allowed are numbers from ";
  append_number(out, low);
  out += " up to ";
  append_number(out, high);
  return out;
}

/// Errors name the place in the text, not the file.
Result<Json> parse_text(std::string_view text, std::size_t most_bytes) {
  if (text.size() > most_bytes)
    return Error{ErrorCode::kResourceLimit, "", "has " + std::to_string(text.size()) + " bytes",
                 "a file of this kind has at most " + std::to_string(most_bytes)};
  if (trimmed(text).empty())
    return Error{ErrorCode::kInvalidInput, "", "is empty", "the file must be one JSON object in UTF-8"};
  Builder builder(text);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.error).value();
  if (!builder.root.is_object()) {
    JsonReport report;
    return Error{ErrorCode::kInvalidInput, "", JsonNode(builder.root, "", report).found(),
                 "the file must be one JSON object"};
  }
  return std::move(builder.root);
}

}  // namespace

Result<Json> parse_json(std::string_view text, const std::string& name, std::size_t most_bytes) {
  Result<Json> json = parse_text(text, most_bytes);
  return json ? std::move(json) : in_file(name, json.error());
}

std::vector<JsonChild> json_children(std::string_view text) {
  std::vector<JsonChild> out;
  const std::size_t start = text.find_first_of("{[");
  if (start == std::string_view::npos) return out;
  const bool is_object = text[start] == '{';
  for (std::size_t i = start + 1; i < text.size();) {
    if (is_space(text[i]) || text[i] == ',') {
      ++i;
      continue;
    }
    if (text[i] == '}' || text[i] == ']') break;
    JsonChild child;
    if (is_object) {
      const std::size_t end = skip_string(text, i);
      child.key = Json::parse(text.substr(i, end - i), nullptr, false).get<std::string>();
      i = text.find(':', end) + 1;
    }
    const std::size_t end = skip_value(text, i);
    child.text = trimmed(text.substr(i, end - i));
    out.push_back(std::move(child));
    i = end;
  }
  return out;
}

std::string_view json_member_text(std::string_view object, std::string_view key) {
  for (const JsonChild& child : json_children(object))
    if (child.key == key) return child.text;
  return {};
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string nearest_word(const std::string& whole_word, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 64;  // of what is known, and more would only cost time
  const std::string word = whole_word.substr(0, kLongest);
  std::string best;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const std::string& candidate : known) {
    if (!word.empty() && candidate.starts_with(word)) return candidate;  // most often only the unit was forgotten
    std::vector<std::size_t> row(candidate.size() + 1);                  // Levenshtein 1966, one row at a time
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t replaced = diagonal + (word[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
      }
    }
    if (row.back() < least) {
      least = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string key_path(const std::string& path, const std::string& key) {
  if (is_plain_word(key)) return path.empty() ? key : path + "." + key;
  return path + "[" + quoted(key) + "]";
}

void JsonNode::fail_at(const std::string& path, std::string why, std::string fix) const {
  if (failed()) return;
  report_->error = in_file(report_->file, {ErrorCode::kInvalidInput, path, std::move(why), std::move(fix)});
}

std::string JsonNode::found() const {
  switch (value_->type()) {
    case Json::value_t::null:
      return "found null";
    case Json::value_t::boolean:
      return value_->get<bool>() ? "found true" : "found false";
    case Json::value_t::string:
      return "found " + quoted(value_->get_ref<const std::string&>());
    case Json::value_t::array:
      return "found an array of " + std::to_string(value_->size());
    case Json::value_t::object:
      return "found an object";
    case Json::value_t::number_float: {
      std::string out = "found ";
      append_number(out, value_->get<double>());
      return out;
    }
    default:
      return "found " + value_->dump();
  }
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  std::vector<std::pair<std::string, JsonNode>> out;
  if (failed()) return out;
  if (!value_->is_object()) {
    fail(found(), "it must be an object");
    return out;
  }
  for (const auto& [key, value] : value_->items())
    out.emplace_back(key, JsonNode(value, key_path(path_, key), *report_));
  return out;
}

JsonNode JsonNode::member(const std::string& key) const {
  if (!failed()) {
    if (!value_->is_object()) {
      fail(found(), "it must be an object");
    } else if (const auto place = value_->find(key); place != value_->end()) {
      return {*place, key_path(path_, key), *report_};
    } else {
      fail_at(key_path(path_, key), "the key is missing", "it must be given");
    }
  }
  return {report_->missing, key_path(path_, key), *report_};
}

std::optional<JsonNode> JsonNode::find(const std::string& key) const {
  if (failed()) return std::nullopt;
  if (!value_->is_object()) {
    fail(found(), "it must be an object");
    return std::nullopt;
  }
  const auto place = value_->find(key);
  if (place == value_->end() || place->is_null()) return std::nullopt;
  return JsonNode(*place, key_path(path_, key), *report_);
}

bool JsonNode::expect_array() const {
  if (!value_->is_array()) fail(found(), "it must be an array");
  return value_->is_array();
}

std::vector<JsonNode> JsonNode::elements() const {
  std::vector<JsonNode> out;
  if (failed() || !expect_array()) return out;
  out.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) out.push_back(element(i));
  return out;
}

void JsonNode::refuse_unknown(const std::vector<std::string>& known) const {
  for (const auto& [key, node] : members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return node.fail("there is no such key", "did you mean " + nearest_word(key, known) + "?");
  }
}

double JsonNode::number() const {
  if (failed()) return 0;
  if (value_->is_number()) return value_->get<double>();
  fail(found(), "it must be a number");
  return 0;
}

double JsonNode::number(double low, double high) const {
  const double value = number();
  if (!failed() && !(value >= low && value <= high)) fail(found(), range_text(low, high, false));
  return value;
}

std::uint64_t JsonNode::whole_number(std::uint64_t most) const {
  if (failed()) return 0;
  std::optional<std::uint64_t> value;
  if (value_->is_number_unsigned()) {
    value = value_->get<std::uint64_t>();
  } else if (value_->is_number_float()) {
    const double number = value_->get<double>();
    if (number >= 0 && number <= kWholeLimit && number == std::floor(number))
      value = static_cast<std::uint64_t>(number);
  }
  if (value && *value <= most) return *value;
  fail(found(), "allowed are whole numbers from 0 up to " + std::to_string(most));
  return 0;
}

int JsonNode::integer() const {
  const double value = number();
  constexpr int kLow = std::numeric_limits<int>::min(), kHigh = std::numeric_limits<int>::max();
  if (value >= kLow && value <= kHigh && value == std::floor(value)) return static_cast<int>(value);
  fail(found(), range_text(kLow, kHigh, true));
  return 0;
}

std::string JsonNode::text() const {
  if (failed()) return {};
  if (value_->is_string()) return value_->get<std::string>();
  fail(found(), "it must be a text in quotes");
  return {};
}

std::size_t JsonNode::choice(const std::vector<std::string>& allowed) const {
  if (failed()) return 0;
  if (value_->is_string())
    for (std::size_t i = 0; i < allowed.size(); ++i)
      if (value_->get_ref<const std::string&>() == allowed[i]) return i;
  fail(found(), "allowed are " + join(allowed));
  return 0;
}

std::vector<double> JsonNode::numbers() const {
  std::vector<double> out;
  for (const JsonNode& node : elements()) out.push_back(node.number());
  return out;
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> out;
  for (const JsonNode& node : elements()) out.push_back(node.text());
  return out;
}

Vec2<PhotoPx> JsonNode::point() const {
  if (failed()) return {};
  if (value_->is_array() && value_->size() == 2) return {element(0).number(), element(1).number()};
  fail(found(), "a point is two numbers, [x, y]");
  return {};
}

Points<PhotoPx> JsonNode::points() const {
  Points<PhotoPx> out;
  for (const JsonNode& node : elements()) out.push_back(node.point());
  return out;
}

std::vector<Points<PhotoPx>> JsonNode::point_lists() const {
  std::vector<Points<PhotoPx>> out;
  for (const JsonNode& node : elements()) out.push_back(node.points());
  return out;
}

void JsonNode::fail_column(std::size_t i, double low, double high, bool whole) const {
  element(i).fail(element(i).found(), range_text(low, high, whole));
}

}  // namespace tonsure
