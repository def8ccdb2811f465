#include "response_table.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "built_in_responses.h"

namespace tonsure::optics {

Result<ResponseTable> decode_response_table(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kMagic = "TONSRESP";
  constexpr std::size_t kSize = kMagic.size() + 2 * (kMissingValues + kSkinValues);
  if (bytes.size() != kSize || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin())) {
    return Error{ErrorCode::kInvalidInput, "table of point responses", "is not one, or not of this version",
                 "make it anew with make_response_table"};
  }
  const std::uint8_t* at = bytes.data() + kMagic.size();
  const auto take = [&](std::size_t count) {
    std::vector<std::uint16_t> values(count);
    for (std::uint16_t& value : values) {
      value = static_cast<std::uint16_t>(at[0] | at[1] << 8U);
      at += 2;
    }
    return values;
  };
  ResponseTable table;
  table.missing = take(kMissingValues);
  table.skin = take(kSkinValues);
  return table;
}

const ResponseTable& built_in_response_table() {
  static const ResponseTable table = [] {
    static_assert(std::endian::native == std::endian::little);
    const auto words = std::as_bytes(std::span(embedded::kResponsesWords));
    return decode_response_table({reinterpret_cast<const std::uint8_t*>(words.data()), embedded::kResponsesBytes})
        .value();
  }();
  return table;
}

}  // namespace tonsure::optics
