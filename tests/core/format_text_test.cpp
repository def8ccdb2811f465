#include "core/format_text.h"

#include <string>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(FormatText, CutsNothing) {
  const std::string word(1000, 'x');
  EXPECT_EQ(format_text("%s, %d", word.c_str(), 7), word + ", 7");
  EXPECT_EQ(format_text("%s", ""), "");
}

}  // namespace
}  // namespace tonsure
