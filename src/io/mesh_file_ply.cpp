#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "mesh_file_parts.h"

namespace tonsure::mesh_file {
namespace {

// Turk, "The PLY polygon file format", 1994; type names of both its dialects.
enum class Type { kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kFloat, kDouble };

struct TypeName {
  const char* old_name;
  const char* new_name;
  Type type;
  std::size_t bytes;
};
constexpr std::array<TypeName, 8> kTypes = {{{"char", "int8", Type::kInt8, 1},
                                             {"uchar", "uint8", Type::kUint8, 1},
                                             {"short", "int16", Type::kInt16, 2},
                                             {"ushort", "uint16", Type::kUint16, 2},
                                             {"int", "int32", Type::kInt32, 4},
                                             {"uint", "uint32", Type::kUint32, 4},
                                             {"float", "float32", Type::kFloat, 4},
                                             {"double", "float64", Type::kDouble, 8}}};

std::optional<Type> type_of(std::string_view word) {
  for (const TypeName& t : kTypes)
    if (word == t.old_name || word == t.new_name) return t.type;
  return std::nullopt;
}

std::size_t bytes_of(Type type) {
  return kTypes[static_cast<std::size_t>(type)].bytes;
}

bool is_whole(Type type) {
  return type != Type::kFloat && type != Type::kDouble;
}

bool is_unsigned(Type type) {
  return type == Type::kUint8 || type == Type::kUint16 || type == Type::kUint32;
}

/// True where a whole type holds the number.
bool fits(double number, Type type) {
  const int bits = static_cast<int>(8 * bytes_of(type));
  const double least = is_unsigned(type) ? 0 : -std::ldexp(1, bits - 1);
  const double beyond = std::ldexp(1, is_unsigned(type) ? bits : bits - 1);
  return number >= least && number < beyond && number == std::floor(number);
}

enum class Use { kSkip, kX, kY, kZ, kCorners };

/// A scan has two elements of some ten properties; what describes light by splats has sixty.
constexpr std::size_t kMostElements = 64;
constexpr std::size_t kMostProperties = 512;

struct Property {
  Type type = Type::kFloat;
  std::optional<Type> count_type = {};  ///< of a list
  std::string_view name = {};
  Use use = Use::kSkip;
};

struct Element {
  std::string_view name;
  std::uint64_t count = 0;
  std::size_t line = 0;  ///< of the header
  std::vector<Property> properties = {};
};

enum class Format { kText, kLittleEndian, kBigEndian };

struct Header {
  Format format = Format::kText;
  std::vector<Element> elements = {};
  std::size_t lines = 0;
  std::size_t bytes = 0;
};

/// Reads the header, up to and with the line "end_header".
struct HeaderReader {
  std::string_view bytes;
  Header header = {};
  bool has_format = false;

  [[nodiscard]] std::string here() const { return at_line(header.lines); }

  [[nodiscard]] Error too_much(const char* what, std::size_t most) const {
    return {ErrorCode::kResourceLimit, here(), "there are more than " + std::to_string(most) + " " + what,
            "save positions and faces alone"};
  }

  Status format(std::string_view line) {
    const std::string_view kind = take_word(line), version = take_word(line);
    if (version != "1.0") return bad(here(), found(version) + " where the version should be", "allowed is 1.0");
    if (kind == "ascii") {
      header.format = Format::kText;
    } else if (kind == "binary_little_endian") {
      header.format = Format::kLittleEndian;
    } else if (kind == "binary_big_endian") {
      header.format = Format::kBigEndian;
    } else {
      return bad(here(), found(kind) + " where the format should be",
                 "allowed are ascii, binary_little_endian, binary_big_endian");
    }
    has_format = true;
    return {};
  }

  Status element(std::string_view line) {
    const std::string_view element_name = take_word(line), word = take_word(line);
    const auto count = number_of<std::uint64_t>(word);
    if (!count) return bad(here(), found(word) + " where a count should be", "it is \"element NAME COUNT\"");
    if (element_name == "tristrips")
      return Error{ErrorCode::kUnsupported, here(), "it holds triangle strips", "save the mesh with single faces"};
    for (const Element& other : header.elements)
      if (other.name == element_name) return bad(here(), "a second element of that name", "names differ");
    if (header.elements.size() == kMostElements) return too_much("elements", kMostElements);
    header.elements.push_back({element_name, *count, header.lines});
    return {};
  }

  Status property(std::string_view line) {
    if (header.elements.empty()) return bad(here(), "a property before the first element", "elements come first");
    Element& element = header.elements.back();
    if (element.properties.size() == kMostProperties) return too_much("properties of an element", kMostProperties);
    Property property;
    std::string_view word = take_word(line);
    if (word == "list") {
      word = take_word(line);
      property.count_type = type_of(word);
      if (!property.count_type || !is_whole(*property.count_type))
        return bad(here(), found(word) + " where a whole type should be", "a list's count is char to uint");
      word = take_word(line);
    }
    const auto type = type_of(word);
    if (!type) return bad(here(), found(word) + " where a type should be", "allowed are char to uint, float, double");
    property.type = *type;
    property.name = take_word(line);
    property.use = use_of(element, property);
    for (const Property& other : element.properties)
      if (other.name == property.name || (property.use != Use::kSkip && other.use == property.use))
        return bad(here(), "a second property of that name", "names differ");
    element.properties.push_back(property);
    return {};
  }

  static Use use_of(const Element& element, const Property& property) {
    if (element.name == "vertex" && !property.count_type) {
      if (property.name == "x") return Use::kX;
      if (property.name == "y") return Use::kY;
      if (property.name == "z") return Use::kZ;
    }
    const bool corners = property.name == "vertex_indices" || property.name == "vertex_index";
    return element.name == "face" && property.count_type && is_whole(property.type) && corners ? Use::kCorners
                                                                                               : Use::kSkip;
  }

  Result<Header> read() {
    // In binary data a line feed may follow a header of carriage returns: the first line tells what ends all of them.
    const std::size_t first_end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    const bool is_old_mac =
        first_end < bytes.size() && bytes[first_end] == '\r' && line_end_size(bytes, first_end) == 1;
    for (bool ended = false; !ended;) {
      const std::size_t end = bytes.find(is_old_mac ? '\r' : '\n', header.bytes);
      if (end == std::string_view::npos) return bad("", "the header does not end", "it ends in \"end_header\"");
      std::string_view line = bytes.substr(header.bytes, end - header.bytes);
      header.bytes = end + 1;
      ++header.lines;
      const std::string_view word = take_word(line);
      Status status;
      if (word == "format") {
        status = format(line);
      } else if (word == "element") {
        status = element(line);
      } else if (word == "property") {
        status = property(line);
      } else if (word == "end_header") {
        ended = true;
      } else if (word != "comment" && word != "obj_info" && header.lines > 1) {
        status = bad(here(), found(word) + " in the header", "allowed are format, element, property, comment");
      }
      if (!status) return status.error();
    }
    if (!has_format) return bad("", "the header names no format", "it needs a line such as \"format ascii 1.0\"");
    return std::move(header);
  }
};

/// Numbers of a PLY file in text.
class TextSource {
 public:
  TextSource(std::string_view text, std::size_t line) : text_(text), line_(line) {}

  /// The next number; none at the end, or for a word that is no number of that type.
  std::optional<double> next(Type type) {
    skip_blanks();
    std::size_t end = 0;
    while (end < text_.size() && !is_blank_or_end(text_[end])) ++end;
    word_ = text_.substr(0, end);
    text_.remove_prefix(end);
    const auto number = number_of<double>(word_);
    if (number && is_whole(type) && *number != std::floor(*number)) return std::nullopt;
    return number;
  }
  [[nodiscard]] bool at_end() {
    skip_blanks();
    return text_.empty();
  }
  /// Bytes left, and how few of them a number takes.
  [[nodiscard]] std::size_t left() const { return text_.size(); }
  [[nodiscard]] static std::size_t least_bytes(Type /*type*/) { return 1; }
  [[nodiscard]] std::string here() const { return at_line(line_); }
  [[nodiscard]] std::string why() const { return word_.empty() ? "the file ends here" : found(word_); }

 private:
  static bool is_blank_or_end(char c) { return is_blank(c) || c == '\n'; }

  void skip_blanks() {
    std::size_t begin = 0;
    for (; begin < text_.size() && is_blank_or_end(text_[begin]); ++begin) {
      const bool ends_line = text_[begin] == '\n' || (text_[begin] == '\r' && line_end_size(text_, begin) == 1);
      if (ends_line) ++line_;
    }
    text_.remove_prefix(begin);
  }

  std::string_view text_;
  std::size_t line_;
  std::string_view word_ = {};
};

/// Numbers of a binary PLY file.
class BinarySource {
 public:
  BinarySource(std::string_view bytes, std::size_t at, bool little)
      : bytes_(bytes), at_(at), swap_(little != (std::endian::native == std::endian::little)) {}

  std::optional<double> next(Type type) {
    start_ = at_;
    const std::size_t size = bytes_of(type);
    if (left() < size) return std::nullopt;
    std::array<char, 8> raw{};
    for (std::size_t i = 0; i < size; ++i) raw[swap_ ? size - 1 - i : i] = bytes_[at_ + i];
    at_ += size;
    switch (type) {
      case Type::kInt8:
        return as<std::int8_t>(raw);
      case Type::kUint8:
        return as<std::uint8_t>(raw);
      case Type::kInt16:
        return as<std::int16_t>(raw);
      case Type::kUint16:
        return as<std::uint16_t>(raw);
      case Type::kInt32:
        return as<std::int32_t>(raw);
      case Type::kUint32:
        return as<std::uint32_t>(raw);
      case Type::kFloat:
        return as<float>(raw);
      default:
        return as<double>(raw);
    }
  }
  /// Some writers end in a line break or fill up to a whole word.
  [[nodiscard]] bool at_end() {
    start_ = at_;
    return left() < 8 && std::all_of(bytes_.end() - static_cast<std::ptrdiff_t>(left()), bytes_.end(),
                                     [](char c) { return c == 0 || c == '\n' || is_blank(c); });
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
  [[nodiscard]] static std::size_t least_bytes(Type type) { return bytes_of(type); }
  [[nodiscard]] std::string here() const { return "byte " + std::to_string(start_); }
  [[nodiscard]] std::string why() const { return start_ == at_ ? "the file ends here" : "this is no such number"; }

 private:
  template <class T>
  static double as(const std::array<char, 8>& raw) {
    T value{};
    std::memcpy(&value, raw.data(), sizeof value);
    return static_cast<double>(value);
  }

  std::string_view bytes_;
  std::size_t at_;
  std::size_t start_ = at_;  // of the last number
  bool swap_;
};

template <class Source>
struct DataReader {
  Source source;
  std::uint64_t vertex_count = 0;
  TriangleMesh mesh = {};

  /// One element of which there is more than the file can hold would otherwise take memory first and fail later.
  Status check_count(const Element& element) {
    const std::string where = at_line(element.line);
    if (element.properties.empty()) return bad(where, "the element has no property", "leave it out");
    std::size_t least = 0;
    for (const Property& p : element.properties) least += source.least_bytes(p.count_type.value_or(p.type));
    if (element.count > source.left() / least)
      return bad(where,
                 "there are to be " + std::to_string(element.count) + ", of at least " + std::to_string(least) +
                     " bytes each, but only " + std::to_string(source.left()) + " bytes are left",
                 "the file is cut off or its header is damaged");
    return {};
  }

  Status list(const Property& property) {
    const auto count = source.next(*property.count_type);
    if (!count || *count < 0 || !fits(*count, *property.count_type))
      return bad(source.here(), source.why(), "a list's count of 0 or more belongs here, of the type that is declared");
    if (*count > static_cast<double>(source.left()))
      return bad(source.here(), "a list is to have " + std::to_string(static_cast<std::uint64_t>(*count)) + " values",
                 "there are only " + std::to_string(source.left()) + " bytes left");
    const bool is_face = property.use == Use::kCorners;
    if (is_face && *count < 3)
      return bad(source.here(), "a face has " + std::to_string(static_cast<int>(*count)) + " corners",
                 "a face has at least three");
    Fan fan(mesh);
    for (double i = 0; i < *count; ++i) {
      const auto value = source.next(property.type);
      if (!value) return bad(source.here(), source.why(), "a list's value belongs here");
      if (!is_face) continue;
      if (!(*value >= 0 && *value < static_cast<double>(vertex_count)))
        return bad(source.here(), "a face names a vertex that does not exist",
                   "there are " + std::to_string(vertex_count) + ", counted from 0");
      if (!fan.add(static_cast<std::uint32_t>(*value))) return too_many(source.here(), "triangles", kMaxTriangles);
    }
    return {};
  }

  /// One vertex, face or other thing.
  Status item(const Element& element) {
    Vec3<MeshMm> at;
    for (const Property& property : element.properties) {
      if (property.count_type) {
        if (Status status = list(property); !status) return status;
        continue;
      }
      const auto value = source.next(property.type);
      const bool is_coordinate = property.use != Use::kSkip;
      if (!value || (is_coordinate && !std::isfinite(*value)))
        return bad(source.here(), source.why(), is_coordinate ? "a coordinate belongs here" : "a number belongs here");
      if (property.use == Use::kX) at.x = *value;
      if (property.use == Use::kY) at.y = *value;
      if (property.use == Use::kZ) at.z = *value;
    }
    if (element.name == "vertex") mesh.vertices.push_back(at);
    return {};
  }

  Result<TriangleMesh> read(const Header& header) {
    for (const Element& element : header.elements) {
      if (Status status = check_count(element); !status) return status.error();
      if (element.name == "vertex") mesh.vertices.reserve(static_cast<std::size_t>(element.count));
      for (std::uint64_t i = 0; i < element.count; ++i)
        if (Status status = item(element); !status) return status.error();
    }
    if (!source.at_end())
      return bad(source.here(), "data go on after the last element", "the file or its header is damaged");
    if (mesh.triangles.empty()) return bad("", "it holds no face", "a mesh needs faces");
    return std::move(mesh);
  }
};

/// Vertices and faces, with what makes them so. Returns how many vertices there will be.
Result<std::uint64_t> check_elements(const Header& header) {
  const auto has = [](const Element& element, Use use) {
    return std::any_of(element.properties.begin(), element.properties.end(),
                       [&](const Property& p) { return p.use == use; });
  };
  std::optional<std::uint64_t> vertices;
  bool has_faces = false;
  for (const Element& element : header.elements) {
    const std::string where = at_line(element.line);
    if (element.name == "vertex") {
      if (!has(element, Use::kX) || !has(element, Use::kY) || !has(element, Use::kZ))
        return bad(where, "the vertices lack x, y or z", "they need the properties x, y and z");
      if (element.count > kMaxMeshVertices) return too_many(where, "vertices", kMaxMeshVertices);
      vertices = element.count;
    } else if (element.name == "face") {
      if (!has(element, Use::kCorners))
        return bad(where, "the faces have no corners", "they need \"property list uchar int vertex_indices\"");
      has_faces = true;
    }
  }
  if (!vertices) return bad("", "the header has no vertices", "it needs \"element vertex COUNT\"");
  if (!has_faces) return bad("", "the header has no faces: a cloud of points", "make a mesh of it first");
  return *vertices;
}

}  // namespace

Result<TriangleMesh> read_ply(std::string_view bytes) {
  const auto header = HeaderReader{bytes}.read();
  if (!header) return header.error();
  const auto vertices = check_elements(*header);
  if (!vertices) return vertices.error();
  if (header->format == Format::kText) {
    const TextSource source(bytes.substr(header->bytes), header->lines + 1);
    return DataReader<TextSource>{source, *vertices}.read(*header);
  }
  const BinarySource source(bytes, header->bytes, header->format == Format::kLittleEndian);
  return DataReader<BinarySource>{source, *vertices}.read(*header);
}

}  // namespace tonsure::mesh_file
