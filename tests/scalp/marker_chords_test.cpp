#include "scalp/marker_chords.h"

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(MarkerChords, EachPairOfPointsCountsOnce) {
  EXPECT_EQ(marker_chords({"segment", 40, {{10, 20}, {50, 20}}}).size(), 1U);
  const Points<PhotoPx> square = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  EXPECT_EQ(marker_chords({"coin", 24, square}).size(), 2U) << "its two diameters";
  EXPECT_EQ(marker_chords({"aruco", 20, square}).size(), 4U) << "its sides";
}

TEST(MarkerChords, APointAddsItsOwnDiameter) {
  // The third is nobody's farthest point, but has one.
  const auto chords = marker_chords({"coin", 24, {{0, 0}, {10, 0}, {9, 3}}});
  ASSERT_EQ(chords.size(), 2U);
  EXPECT_EQ(chords[1][0], (Vec2<PhotoPx>{9, 3}));
  EXPECT_EQ(chords[1][1], (Vec2<PhotoPx>{0, 0}));
}

TEST(MarkerChords, OnePlaceIsNoChord) {
  EXPECT_TRUE(marker_chords({"segment", 40, {{10, 20}, {10, 20}}}).empty());
}

}  // namespace
}  // namespace tonsure
