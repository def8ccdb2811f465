// A head whose sides are bare gets the whole shaved look: temples, sideburns, round the ears, nape.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <tonsure/phantom/phantom.h>

#include "design/density.h"
#include "scalp/calibrate.h"

namespace tonsure {
namespace {

/// The design of a bald phantom, asked about places of its skin.
class BareHead {
 public:
  BareHead(View view, const Treatment& treatment)
      : treatment_(treatment),
        scene_(draw_phantom({.width_px = 320, .height_px = 320, .view = view}).value().scene),
        head_(fit_head(scene_).value()),
        design_(design_density({&scene_, 1}, {&head_, 1}, treatment).value()) {}

  /// Dots per cm2 of skin over the peak, in the direction of a place.
  [[nodiscard]] double share(Vec3<HeadMm> place) const {
    const auto uv = to_chart(head_.surface, place);
    return density_at(design_.density, uv) / area_factor(head_.surface, uv) / treatment_.density.peak_per_cm2;
  }
  /// How close to an edge it is.
  [[nodiscard]] double at_edge(Vec3<HeadMm> place) const {
    const auto uv = to_chart(head_.surface, place);
    const auto& grid = design_.density;
    return static_cast<double>(*design_.at_edge.view().pixel(static_cast<int>((uv.x - grid.origin.x) / grid.cell_mm),
                                                             static_cast<int>((uv.y - grid.origin.y) / grid.cell_mm)));
  }

 private:
  Treatment treatment_;
  Scene scene_;
  FittedHead head_;
  ScalpDesign design_;
};

Treatment even(const std::string& style) {
  Treatment treatment = treatment_style(style).value();
  treatment.hairline.clustering = 0;
  return treatment;
}

TEST(BareHead, FromTheSideTheWholeShavedLookIsLaidOut) {
  for (const View view : {View::kLeft, View::kRight}) {
    const double side = view == View::kLeft ? 1 : -1;
    for (const char* style : {"natural", "defined", "edge-up"}) {
      const BareHead head(view, even(style));
      SCOPED_TRACE(std::string(style) + " " + view_name(view));
      EXPECT_GT(head.share({side * 75, 10, -20}), 0.85) << "a finger's breadth above the ear";
      EXPECT_GT(head.share({side * 71, -25, -56}), 0.6) << "behind the ear";
      EXPECT_GT(head.share({side * 40, -40, -82}), 0.7) << "the back, above the fade of the nape";
      EXPECT_GT(head.share({side * 74, -9, 7}), 0.25) << "the sideburn";
      EXPECT_GT(head.share({side * 76, -5, 3}), head.share({side * 40, -63, -64})) << "cut to a line, not faded";
      for (const Vec3<HeadMm> bare :
           {Vec3<HeadMm>{74, -40, 12}, {76, -20, -20}, {72, -25, -40}, {45, -75, -60}, {70, 0, 35}})
        EXPECT_EQ(head.share({side * bare.x, bare.y, bare.z}), 0) << "ear, cheek, neck: " << bare.y << " " << bare.z;
    }
  }
}

TEST(BareHead, FromBehindTheNapeEndsInAFade) {
  const BareHead head(View::kBack, even("natural"));
  double last = 1.2;
  for (const double y : {-30.0, -40.0, -46.0, -52.0, -58.0, -63.0}) {  // the cranium's back, by rays from mid-head
    const double share = head.share({0, y, -80});
    EXPECT_LT(share, last + 0.02) << y;
    last = share;
  }
  EXPECT_GT(head.share({0, -30, -85}), 0.8);
  EXPECT_LT(last, 0.35);
  EXPECT_EQ(head.share({0, -76, -70}), 0);
}

TEST(BareHead, ShadeAndGaugeFadeWithTheDensity) {
  const BareHead head(View::kLeft, even("natural"));
  EXPECT_EQ(head.at_edge({75, 20, -20}), 0) << "deep inside";
  EXPECT_GT(head.at_edge({40, -56, -74}), 0.3) << "in the nape's fade";
  EXPECT_LT(head.at_edge({40, -46, -80}), head.at_edge({40, -56, -74}));
  Treatment abrupt = even("natural");
  abrupt.fade.nape_mm = 0;
  const BareHead without(View::kLeft, abrupt);
  EXPECT_GT(without.share({40, -56, -74}), head.share({40, -56, -74}) + 0.2);
  EXPECT_EQ(without.at_edge({40, -56, -74}), 0);
}

}  // namespace
}  // namespace tonsure
