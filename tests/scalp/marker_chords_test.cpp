#include "scalp/marker_chords.h"

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(MarkerChords, EachPointHasADiameterAndASquareItsSides) {
  EXPECT_EQ(marker_chords({"segment", 40, {{10, 20}, {50, 20}}}).size(), 2U);
  const Points<PhotoPx> square = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  EXPECT_EQ(marker_chords({"coin", 24, square}).size(), 4U) << "each diameter from both ends";
  EXPECT_EQ(marker_chords({"aruco", 20, square}).size(), 4U) << "its sides";
}

TEST(MarkerChords, APointThatIsNobodysFarthestHasOne) {
  const auto chords = marker_chords({"coin", 24, {{0, 0}, {10, 0}, {9, 3}}});
  ASSERT_EQ(chords.size(), 3U);
  EXPECT_EQ(chords[2][0], (Vec2<PhotoPx>{9, 3}));
  EXPECT_EQ(chords[2][1], (Vec2<PhotoPx>{0, 0}));
}

TEST(MarkerChords, OnePlaceIsNoChord) {
  EXPECT_TRUE(marker_chords({"segment", 40, {{10, 20}, {10, 20}}}).empty());
}

}  // namespace
}  // namespace tonsure
