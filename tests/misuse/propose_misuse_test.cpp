#include <gtest/gtest.h>
#include <tonsure/interop/opencv.h>
#include <tonsure/propose/propose.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

TEST(Misuse, Proposals) {
  sample();  // once, not in every process
  std::vector<Misuse> calls;
  for (const auto& [name, photo] : std::vector<std::pair<std::string, Photo>>{{"nothing", Photo{}},
                                                                              {"a pixel", photo_of(1, 1, 3)},
                                                                              {"a row", photo_of(5000, 1, 3)},
                                                                              {"1 channel", photo_of(160, 160, 1)},
                                                                              {"2 channels", photo_of(160, 160, 2)},
                                                                              {"5 channels", photo_of(160, 160, 5)}}) {
    const Photo p = photo;
    calls.push_back({"propose_scene, " + name, [=] { return refused(propose_scene(p), kProposePhoto); }});
    calls.push_back({"draw_proposal, " + name, [=] {
                       const bool can_be_drawn_on = p.pixels.channels() == 3 && !p.pixels.view().empty();
                       return holds(draw_proposal(p, {}).view().empty() != can_be_drawn_on);
                     }});
  }
  calls.push_back({"one colour", [] { return answered(propose_scene(photo_of(160, 160, 3))); }});
  calls.push_back({"transparent", [] { return answered(propose_scene(photo_of(160, 160, 4))); }});
  const auto given = [](const char* name, const std::function<void(PartialScene&)>& change,
                        std::string_view where = {}) {
    return Misuse{name, [=] {
                    PartialScene partial = all_of(sample().scene);
                    change(partial);
                    return refused(propose_scene(sample().photo, &partial), where);
                  }};
  };
  calls.push_back(given(
      "another size", [](auto& g) { g.scene.width_px = 70; }, "size"));
  calls.push_back(given(
      "negative size", [](auto& g) { g.scene.width_px = g.scene.height_px = -1; }, "size"));
  calls.push_back(given(
      "an outline of NaN", [](auto& g) { g.scene.head_outline[0].x = kNaN; }, "head_outline[0]"));
  calls.push_back(given(
      "a region of 1e300", [](auto& g) { g.scene.scalp_region[0].x = 1e300; }, "scalp_region[0]"));
  calls.push_back(given(
      "no outline", [](auto& g) { g.scene.head_outline.clear(); }, "head_outline"));
  calls.push_back(given(
      "a face point of NaN",
      [](auto& g) {
        g.scene.face_points = {{"left_pupil", Vec2<PhotoPx>{kNaN, 1}}};
      },
      "face_points"));
  calls.push_back(given(
      "view 77", [](auto& g) { g.scene.view = static_cast<View>(77); }, "view"));
  calls.push_back(given(
      "mm_per_px NaN", [](auto& g) { g.scene.mm_per_px = kNaN; }, "mm_per_px"));
  calls.push_back(
      {"no such cascades", [] { return answered(propose_scene(sample().photo, nullptr, {}, {"/no/such/folder"})); }});
  const auto drawn = [](const char* name, const std::function<void(SceneProposal&)>& change) {
    return Misuse{name, [=] {
                    SceneProposal proposal;
                    proposal.scene = sample().scene;
                    change(proposal);
                    return holds(!draw_proposal(sample().photo, proposal).view().empty());
                  }};
  };
  calls.push_back(drawn("drawn, nothing", [](auto& p) { p.scene = {}; }));
  for (const double v : {kNaN, kInfinity, 1e300, -1e300}) {
    calls.push_back(drawn("drawn, an outline of odd numbers", [=](auto& p) { p.scene.head_outline[0] = {v, v}; }));
    calls.push_back(drawn("drawn, faces of odd numbers", [=](auto& p) { p.faces = {{{v, v}, {v, 0}, false, true}}; }));
    calls.push_back(drawn("drawn, a face point of odd numbers", [=](auto& p) {
      p.scene.face_points = {{"left_pupil", Vec2<PhotoPx>{v, v}}};
    }));
  }
  try_all(calls);
}

TEST(Misuse, OpenCv) {
  try_all({
      {"a view of nothing",
       [] {
         cv::Mat none;
         return holds(view_of(none).empty());
       }},
      {"a view of floats",
       [] {
         cv::Mat floats(3, 3, CV_32FC3);
         return holds(view_of(floats).empty());
       }},
      {"a view of 5 channels",
       [] {
         cv::Mat mat(3, 3, CV_8UC(5));
         return holds(view_of(mat).channels == 5);
       }},
      {"a Mat of nothing", [] { return holds(mat_of({}).empty()); }},
      {"a Mat of negative sizes",
       [] {
         unsigned char pixel = 0;
         return holds(mat_of({&pixel, -1, 1, 1, 1}).empty());
       }},
      {"a Mat of a null view",
       [] {
         return holds(mat_of({nullptr, 4, 4, 3, 12}).empty());
       }},
      {"a Mat of no channels",
       [] {
         unsigned char pixel = 0;
         return holds(mat_of({&pixel, 1, 1, 0, 0}).empty());
       }},
      {"a Mat of 1000 channels",
       [] {
         std::vector<unsigned char> pixels(1000);
         return holds(mat_of({pixels.data(), 1, 1, 1000, 1000}).empty());
       }},
      {"a Mat of rows that overlap",
       [] {
         std::vector<unsigned char> pixels(48);
         return holds(mat_of({pixels.data(), 4, 4, 3, 1}).empty());
       }},
      {"a photo of nothing", [] { return holds(photo_from_bgr(cv::Mat()).pixels.view().empty()); }},
      {"a photo of 2 channels", [] { return holds(photo_from_bgr(cv::Mat(3, 3, CV_8UC2)).pixels.view().empty()); }},
      {"a photo of floats", [] { return holds(photo_from_bgr(cv::Mat(3, 3, CV_32FC3)).pixels.view().empty()); }},
      {"a Mat of no photo", [] { return holds(bgr_from_photo(Photo{}).empty()); }},
      {"a Mat of a photo of 1 channel", [] { return holds(bgr_from_photo(photo_of(3, 3, 1)).empty()); }},
      {"a Mat of a photo of 2 channels", [] { return holds(bgr_from_photo(photo_of(3, 3, 2)).empty()); }},
      {"a Mat of a photo of 600 channels", [] { return holds(bgr_from_photo(photo_of(3, 3, 600)).empty()); }},
  });
}

}  // namespace
}  // namespace tonsure::testing
