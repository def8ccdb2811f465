#include <tonsure/core/geom.h>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

using Polygon = Points<PhotoPx>;

TEST(Geom, AreaIsPositiveFromXTowardsY) {
  const Polygon square = {{0, 0}, {2, 0}, {2, 3}, {0, 3}};
  EXPECT_DOUBLE_EQ(signed_area<PhotoPx>(square), 6);
  const Polygon reversed(square.rbegin(), square.rend());
  EXPECT_DOUBLE_EQ(signed_area<PhotoPx>(reversed), -6);
}

TEST(Geom, ContainsFollowsAConcavePolygon) {
  const Polygon u = {{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}};
  EXPECT_TRUE(contains<PhotoPx>(u, {0.5, 2}));
  EXPECT_FALSE(contains<PhotoPx>(u, {1.5, 2}));
  EXPECT_TRUE(contains<PhotoPx>(u, {2.5, 2}));
  EXPECT_FALSE(contains<PhotoPx>(u, {4, 2}));
}

TEST(Geom, SelfIntersectionNamesBothEdges) {
  const Polygon bow_tie = {{0, 0}, {4, 4}, {4, 0}, {0, 4}};
  const auto where = find_self_intersection(bow_tie);
  ASSERT_TRUE(where.has_value());
  EXPECT_EQ(where->first, 0U);
  EXPECT_EQ(where->second, 2U);
  const Polygon square = {{0, 0}, {2, 0}, {2, 3}, {0, 3}};
  EXPECT_FALSE(find_self_intersection(square).has_value());
}

TEST(Geom, SelfIntersectionSeesAVertexOnAForeignEdge) {
  const Polygon touching = {{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}};
  EXPECT_TRUE(find_self_intersection(touching).has_value());
}

TEST(Geom, DistanceToPolylineIsToSegmentsNotVertices) {
  const Polygon line = {{0, 0}, {10, 0}, {10, 10}};
  EXPECT_DOUBLE_EQ(distance_to_polyline<Vec2<PhotoPx>>(line, {5, 2}, false), 2);
  EXPECT_DOUBLE_EQ(distance_to_polyline<Vec2<PhotoPx>>(line, {0, 10}, false), 10);
  EXPECT_NEAR(distance_to_polyline<Vec2<PhotoPx>>(line, {0, 10}, true), std::sqrt(50.0), 1e-12);
}

TEST(Geom, ResampleKeepsVerticesAndStep) {
  const Polygon line = {{0, 0}, {10, 0}, {10, 3}};
  const Polygon fine = resample<PhotoPx>(line, 2.5, false);
  ASSERT_EQ(fine.size(), 7U);
  EXPECT_EQ(fine.front(), line.front());
  EXPECT_EQ(fine.back(), line.back());
  for (std::size_t i = 1; i < fine.size(); ++i) EXPECT_LE(norm(fine[i] - fine[i - 1]), 2.5 + 1e-12);
}

}  // namespace
}  // namespace tonsure
