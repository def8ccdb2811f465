#include <climits>

#include <gtest/gtest.h>
#include <tonsure/drawing/drawing.h>

#include "drawing/draw_dots.h"
#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

Drawing prepared() {
  return prepare(sample().photo, sample().reading(), sample().plan).value();
}

TEST(Misuse, Drawings) {
  sample();  // once, not in every process
  const auto options = [](std::string_view where, const DrawOptions& o) {
    return Misuse{std::string(where), [=] {
                    Drawing drawing = prepared();
                    return refused(draw_photo(drawing, o), where);
                  }};
  };
  const auto onto = [](const char* name, const std::function<void(ImageView<unsigned char>&)>& change) {
    return Misuse{name, [=] {
                    Drawing drawing = prepared();
                    Photo after = sample().photo;
                    ImageView<unsigned char> out = after.pixels.view();
                    change(out);
                    return refused(draw(drawing, {}, out), "out") + holds(after.pixels == sample().photo.pixels);
                  }};
  };
  std::vector<Misuse> calls = {
      options("moment.age_days", {.moment = {kNaN}}),
      options("moment.age_days", {.moment = {-1}}),
      options("moment.age_days", {.moment = {1e300}}),
      options("sessions", {.sessions = -1}),
      options("light", {.light = static_cast<Light>(77)}),
      options("shine", {.shine = static_cast<SkinShine>(77)}),
      options("region", {.region = PixelRect{-1, 0, 5, 5}}),
      options("region", {.region = PixelRect{0, 0, 161, 5}}),
      options("region", {.region = PixelRect{9, 9, 3, 3}}),
      options("region", {.region = PixelRect{0, 0, 0, 0}}),
      options("region", {.region = PixelRect{INT_MIN, INT_MIN, INT_MAX, INT_MAX}}),
      onto("nothing", [](auto& out) { out = {}; }),
      onto("a null pointer", [](auto& out) { out.data = nullptr; }),
      onto("a smaller buffer", [](auto& out) { out.width -= 1; }),
      onto("a larger buffer", [](auto& out) { out.height += 1; }),
      onto("negative sizes", [](auto& out) { out.width = -160; }),
      onto("1 channel", [](auto& out) { out.channels = 1; }),
      onto("4 channels", [](auto& out) { out.channels = 4; }),
      onto("rows that overlap", [](auto& out) { out.row_stride = 3; }),
      onto("rows on one another", [](auto& out) { out.row_stride = 0; }),
      onto("rows upwards", [](auto& out) { out.row_stride = -out.row_stride; }),
      {"session 99",
       [] {
         Drawing drawing = prepared();
         return answered(draw_photo(drawing, {.sessions = INT_MAX}));
       }},
      {"the name of light 77", [] { return holds(light_name(static_cast<Light>(77)) != nullptr); }},
      {"the name of shine 77", [] { return holds(shine_name(static_cast<SkinShine>(77)) != nullptr); }},
      {"another photo",
       [] { return refused(prepare(photo_of(10, 10, 3), sample().reading(), sample().plan), "size"); }},
      {"an empty photo", [] { return refused(prepare(Photo{}, sample().reading(), sample().plan), "size"); }},
      {"a photo of 1 channel",
       [] { return refused(prepare(photo_of(160, 160, 1), sample().reading(), sample().plan), "photo"); }},
      {"a photo of 2 channels",
       [] { return refused(prepare(photo_of(160, 160, 2), sample().reading(), sample().plan), "photo"); }},
      {"a photo of 5 channels",
       [] { return refused(prepare(photo_of(160, 160, 5), sample().reading(), sample().plan), "photo"); }},
      {"a reading of nothing", [] { return refused(prepare(sample().photo, PhotoReading{}, sample().plan)); }},
      {"another head's plan",
       [] {
         return refused(prepare(sample().photo, sample().reading(),
                                plan_with([](Plan& p) { p.surface = ScalpSurface(HeadShape{.height_mm = 95}); })),
                        "reading");
       }},
  };
  for (const auto& [name, change, of_dots] : spoilt_plans())
    calls.push_back({std::string("prepare, ") + name, [spoil = change] {
                       return refused(prepare(sample().photo, sample().reading(), plan_with(spoil)));
                     }});
  try_all(calls);
}

TEST(Misuse, PicturesOfTwoPhotos) {
  const std::vector<Photo> photos = {Photo{},
                                     photo_of(20, 10, 3),
                                     photo_of(10, 20, 3),
                                     photo_of(20, 10, 4),
                                     photo_of(20, 10, 1),
                                     photo_of(20, 10, 2),
                                     photo_of(1, 1, 3)};
  std::vector<Misuse> calls;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    for (std::size_t k = 0; k < photos.size(); ++k) {
      const Photo before = photos[i], after = photos[k];
      const std::string of = " of " + std::to_string(i) + " and " + std::to_string(k);
      const auto colours = [](const Photo& p) { return p.pixels.channels() == 3 || p.pixels.channels() == 4; };
      const bool fit = colours(before) && colours(after) && before.pixels.width() == after.pixels.width() &&
                       before.pixels.height() == after.pixels.height();
      for (const long long most : {0LL, -1LL, 1LL, LLONG_MIN, LLONG_MAX})
        calls.push_back({"beside" + of, [=] { return holds(beside(before, after, most).view().empty() != fit); }});
      const bool alike = i != 0 && before.pixels.width() == after.pixels.width() &&
                         before.pixels.height() == after.pixels.height() &&
                         before.pixels.channels() == after.pixels.channels();
      for (const double at : {0.0, 10.0, -5.0, kNaN, kInfinity, -kInfinity, 1e300})
        calls.push_back({"split" + of, [=] { return holds(split(before, after, at).view().empty() != alike); }});
    }
  }
  try_all(calls);
}

TEST(Misuse, LooseDots) {
  sample();  // once, not in every process
  const PhotoDot dot{.position = {80, 60}, .px_per_mm = {2, 0, 0, 2}};
  Deposit deposit;
  deposit.absorption_per_mm.fill(20);
  const DotKernels kernels = make_dot_kernels({}, deposit, {});
  const Matte matte{sample().reading().outline, {}, {}};
  const auto drawn = [=](const std::function<void(PhotoDot&)>& change) {
    PhotoDot odd = dot;
    change(odd);
    return draw_dots(sample().photo, {&odd, 1}, kernels, matte, {.mm_per_px = 0.5});
  };
  std::vector<Misuse> calls = {
      {"kernels of nothing",
       [=] {
         return refused(draw_dots(sample().photo, {&dot, 1}, DotKernels{}, matte, {.mm_per_px = 0.5}), "kernels");
       }},
      {"a photo of 1 channel",
       [=] {
         return refused(draw_dots(photo_of(160, 160, 1), {&dot, 1}, kernels, matte, {.mm_per_px = 0.5}), "photo");
       }},
      {"hair without pixels",
       [=] {
         Matte odd = matte;
         odd.hair = {nullptr, 160, 160, 1, 160};
         return refused(draw_dots(sample().photo, {&dot, 1}, kernels, odd, {.mm_per_px = 0.5}), "hair");
       }},
  };
  for (const double v : {kNaN, kInfinity, -kInfinity, 1e300, -1e300}) {
    const std::string of = " of " + std::to_string(v);
    const auto f = static_cast<float>(v);
    calls.push_back({"position" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.position = {v, v}; })); }});
    calls.push_back({"footprint" + of, [=] {
                       return answered(drawn([=](PhotoDot& d) { d.px_per_mm = {v, v, v, v}; }));
                     }});
    calls.push_back({"size" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.size = f; })); }});
    calls.push_back({"strength" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.strength = f; })); }});
    calls.push_back({"depth" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.deeper_mm = f; })); }});
    calls.push_back({"alpha" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.alpha = f; })); }});
    calls.push_back({"aspect" + of, [=] { return answered(drawn([=](PhotoDot& d) { d.aspect = f; })); }});
    calls.push_back({"stroke" + of, [=] {
                       return answered(drawn([=](PhotoDot& d) {
                         d.aspect = 2;
                         d.stroke = {v, v};
                       }));
                     }});
    calls.push_back({"a kernel" + of, [=] {
                       DotKernels odd = kernels;
                       odd.mean.core_sigma_mm = v;
                       for (auto& node : odd.nodes) node.core_sigma_mm = f;
                       return answered(draw_dots(sample().photo, {&dot, 1}, odd, matte, {.mm_per_px = 0.5}));
                     }});
    calls.push_back({"scale" + of, [=] {
                       return answered(draw_dots(sample().photo, {&dot, 1}, kernels, matte, {.mm_per_px = v}));
                     }});
    calls.push_back({"skin" + of, [=] {
                       return answered(draw_dots(sample().photo, {&dot, 1}, kernels, matte,
                                                 {.mm_per_px = 0.5, .diffuse = {v, v, v}}));
                     }});
    calls.push_back({"camera" + of, [=] {
                       return answered(
                           draw_dots(sample().photo, {&dot, 1}, kernels, matte,
                                     {.mm_per_px = 0.5, .camera = {.blur_px = v, .chroma_px = v, .noise = v}}));
                     }});
  }
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
