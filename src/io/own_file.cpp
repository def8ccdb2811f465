#include "own_file.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tonsure/io/output.h>

#include "../core/hash_text.h"
#include "csv_headers.h"
#include "posix_file.h"

namespace tonsure {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSeal = ",\n  \"made_by\": \"tonsure "sv;
constexpr std::string_view kAfterSeal = "\"\n}\n"sv;
constexpr std::size_t kDigits = 16;
constexpr std::size_t kMostBytes = 2'000'000'000;

/// FNV-1a, 64 bits (Fowler, Noll and Vo 1991).
std::string digits_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash_text(hash);
}

/// JSON is edited by hand, and keeps what it holds when it is: it is our own only while its seal fits.
bool is_sealed(std::string_view text) {
  const std::size_t seal = kSeal.size() + kDigits + kAfterSeal.size();
  if (text.size() < seal) return false;
  const std::string_view body = text.substr(0, text.size() - seal), tail = text.substr(text.size() - seal);
  return tail.starts_with(kSeal) && tail.ends_with(kAfterSeal) && tail.substr(kSeal.size(), kDigits) == digits_of(body);
}

bool has_own_mark(std::string_view head) {
  if (head.starts_with("\x89PNG\r\n\x1a\n"sv)) return head.find("tEXtSoftware\0tonsure"sv) != std::string_view::npos;
  if (head.starts_with("<!DOCTYPE html>"sv))
    return head.find("<meta name=\"generator\" content=\"tonsure\">"sv) != std::string_view::npos;
  if (head.starts_with("<svg"sv)) return head.find("<metadata>tonsure</metadata>"sv) != std::string_view::npos;
  const std::string_view line = head.substr(0, head.find('\n'));
  if (line == kFlatDotsHeader) return true;
  return line.starts_with(kPlanDotsHeader) &&
         (line.size() == kPlanDotsHeader.size() || line.substr(kPlanDotsHeader.size()) == kPhotoDotsHeader);
}

}  // namespace

std::string sealed(std::string json) {
  const auto brace = json.rfind('}');
  if (brace == std::string::npos) return json;
  const auto last = json.find_last_not_of(" \n\t\r", brace == 0 ? 0 : brace - 1);
  if (last == std::string::npos || json[last] == '{') return json;  // holds nothing
  json.resize(last + 1);
  const std::string digits = digits_of(json);
  json += kSeal;
  json += digits;
  json += kAfterSeal;
  return json;
}

bool is_own_file(const std::filesystem::path& path) {
  constexpr std::size_t kHead = 8192;
  std::string head(kHead, '\0');
  {
    const OpenFile file = open_file(path, O_RDONLY | O_NONBLOCK);
    const ssize_t got = file ? ::read(file.descriptor(), head.data(), head.size()) : -1;
    if (got < 0) return false;
    head.resize(static_cast<std::size_t>(got));
  }
  if (head.empty()) return true;
  if (head.front() != '{') return has_own_mark(head);
  const auto text = load_file(path.string(), kMostBytes);
  return text && is_sealed(*text);
}

}  // namespace tonsure
