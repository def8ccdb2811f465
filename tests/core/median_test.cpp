#include "core/median.h"

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(Median, IsTheMiddleOfOrTheUpperOfTheTwoThere) {
  EXPECT_EQ(median(std::vector<double>{7}), 7);
  EXPECT_EQ(median(std::vector<double>{3, 1, 2}), 2);
  EXPECT_EQ(median(std::vector<double>{4, 1, 3, 2}), 3);
  EXPECT_EQ(median(std::vector<double>{1, 9}), 9);
}

TEST(Median, LeavesAnothersValuesInTheirOrder) {
  const std::vector<float> values = {5, 2, 8};
  EXPECT_EQ(median(values), 5);
  EXPECT_EQ(values, (std::vector<float>{5, 2, 8}));
}

}  // namespace
}  // namespace tonsure
