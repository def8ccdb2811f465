#include <climits>

#include <gtest/gtest.h>
#include <tonsure/match/match.h>
#include <tonsure/session/session.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

std::string read(const std::vector<Photo>& photos, const std::vector<Scene>& scenes, std::string_view where = {}) {
  return refused(read_photos(photos, scenes), where);
}

Session opened() {
  return Session::open({sample().photo}, {sample().scene}, sample().plan).value();
}

TEST(Misuse, ReadingPhotos) {
  sample();  // once, not in every process
  const auto& [photo, scene, readings, plan] = sample();
  const auto no_pixels = [](Scene& s) { s.width_px = s.height_px = 0; };
  std::vector<Misuse> calls = {
      {"no photo", [] { return read({}, {}, "photos"); }},
      {"a photo without a scene", [=] { return read({photo}, {}, "photos"); }},
      {"a scene without a photo", [=] { return read({}, {scene}, "photos"); }},
      {"more photos than scenes",
       [=] {
         return read({photo, photo, photo}, {scene}, "photos");
       }},
      {"an empty photo", [=] { return read({Photo{}}, {scene}, "size"); }},
      {"an empty photo of a scene without size", [=] { return read({Photo{}}, {scene_with(no_pixels)}); }},
      {"1 channel", [=] { return read({photo_of(160, 160, 1)}, {scene}, "photo"); }},
      {"2 channels", [=] { return read({photo_of(160, 160, 2)}, {scene}, "photo"); }},
      {"7 channels", [=] { return read({photo_of(160, 160, 7)}, {scene}, "photo"); }},
      {"no channels", [=] { return read({photo_of(160, 160, 0)}, {scene}, "size"); }},
      {"4 channels",
       [=] {
         Photo transparent = photo_of(160, 160, 4);
         return answered(read_photos(std::vector{transparent}, std::vector{scene}));
       }},
      {"of one colour", [=] { return answered(read_photos(std::vector{photo_of(160, 160, 3)}, std::vector{scene})); }},
      {"another size", [=] { return read({photo_of(161, 160, 3)}, {scene}, "size"); }},
      {"a scene of NaN",
       [=] { return read({photo}, {scene_with([](Scene& s) { s.head_outline[1].x = kNaN; })}, "head_outline[1]"); }},
      {"view 77",
       [=] { return read({photo}, {scene_with([](Scene& s) { s.view = static_cast<View>(77); })}, "view"); }},
      {"other heads",
       [=] {
         return read({photo, photo},
                     {scene_with([](Scene& s) { s.head = "a"; }), scene_with([](Scene& s) { s.head = "b"; })}, "head");
       }},
      {"-1 threads",
       [=] { return answered(read_photos(std::vector{photo}, std::vector{scene}, {}, {.threads = -1})); }},
      {"a plan of nothing",
       [=] {
         const Plan none;
         return refused(read_photos(std::vector{photo}, std::vector{scene}, {.plan = &none}));
       }},
  };
  for (const double v : {kNaN, kInfinity, -1.0, 1e300, 1e-300})
    calls.push_back(
        {"a lens of " + std::to_string(v), [=, p = photo, s = scene_with([](Scene& c) { c.camera.reset(); })] {
           Photo with_lens = p;
           with_lens.focal_35mm = v;
           return answered(read_photos(std::vector{with_lens}, std::vector{s}));
         }});
  for (const double v : {kNaN, 1e300, 0.0})
    calls.push_back({"on a surface of " + std::to_string(v), [=, p = photo, s = scene] {
                       const ScalpSurface surface(HeadShape{v, v, v, 0, 0, 0, 0});
                       return refused(read_photos(std::vector{p}, std::vector{s}, {.surface = &surface}));
                     }});
  try_all(calls);
}

TEST(Misuse, MakingPlans) {
  sample();  // once, not in every process
  const auto& [photo, scene, readings, plan] = sample();
  const std::span<const PhotoReading> no_reading;
  const auto sparse = treatment_with([](Treatment&) {});
  const auto masks_of = [](int w, int h, int c, float value) {
    PhotoMasks masks;
    masks.density = Image<float>(w, h, c, value);
    return masks;
  };
  const auto planned = [=, s = scene](const PhotoMasks& masks) {
    return make_plan(std::span(&s, 1), sparse, {.masks = std::span(&masks, 1)});
  };
  std::vector<Misuse> calls = {
      {"no scene", [=] { return refused(make_plan(std::span<const Scene>(), sparse), "scenes"); }},
      {"no reading", [=] { return refused(make_plan(no_reading, sparse), "scenes"); }},
      {"a scene of nothing", [=] { return refused(make_plan(Scene{}, sparse)); }},
      {"masks for other scenes",
       [=, s = scene] {
         const std::vector<PhotoMasks> masks(3);
         return refused(make_plan(std::span(&s, 1), sparse, {.masks = masks}), "masks");
       }},
      {"a mask of another size", [=] { return refused(planned(masks_of(10, 10, 1, 1)), "mask"); }},
      {"a mask of 3 channels", [=] { return refused(planned(masks_of(160, 160, 3, 1)), "mask"); }},
      {"a mask of zeros", [=] { return refused(planned(masks_of(160, 160, 1, 0)), "mask"); }},
      {"a mask of NaN", [=] { return refused(planned(masks_of(160, 160, 1, static_cast<float>(kNaN))), "mask"); }},
      {"a mask of -1", [=] { return refused(planned(masks_of(160, 160, 1, -1)), "mask"); }},
      {"a mask of 1e30", [=] { return refused(planned(masks_of(160, 160, 1, 1e30F)), "mask"); }},
      {"a hair mask of NaN",
       [=] {
         PhotoMasks masks;
         masks.hair = Image<float>(160, 160, 1, static_cast<float>(kNaN));
         return refused(planned(masks), "hair mask");
       }},
      {"a need mask of NaN",
       [=] {
         PhotoMasks masks;
         masks.need = Image<float>(9, 9, 1, static_cast<float>(kNaN));
         return refused(planned(masks), "need mask");
       }},
      {"a need mask of 2 channels",
       [=] {
         PhotoMasks masks;
         masks.need = Image<float>(9, 9, 2, 1);
         return refused(planned(masks), "need mask");
       }},
      {"a treatment of NaN",
       [=, s = scene] {
         return refused(make_plan(s, treatment_with([](Treatment& t) { t.density.peak_per_cm2 = kNaN; })),
                        "density.peak_per_cm2");
       }},
      {"-1 threads", [=, s = scene] { return answered(make_plan(s, sparse, {.threads = -1})); }},
      {"INT_MAX threads", [=, s = scene] { return answered(make_plan(s, sparse, {.threads = INT_MAX})); }},
  };
  const std::vector<std::pair<const char*, std::function<void(PhotoReading&)>>> spoilt = {
      {"strands of another size", [](PhotoReading& r) { r.strands.value = Image<float>(10, 10, 1, 0.5F); }},
      {"strands of NaN",
       [](PhotoReading& r) { r.strands.value = Image<float>(160, 160, 1, static_cast<float>(kNaN)); }},
      {"strands of 3 channels", [](PhotoReading& r) { r.strands.value = Image<float>(160, 160, 3, 0.5F); }},
      {"hair of odd sizes",
       [](PhotoReading& r) {
         r.hair.value = HairDarkness{Image<float>(9, 9, 1, 1), Image<float>(2, 2, 1, 1), {}};
       }},
      {"hair of NaN",
       [](PhotoReading& r) {
         const Image<float> odd(9, 9, 1, static_cast<float>(kNaN));
         r.hair.value = HairDarkness{odd, odd, {kNaN, kNaN, kNaN}};
       }},
      {"skin of NaN",
       [](PhotoReading& r) {
         r.skin.fit.optics = {kNaN, kNaN, kNaN};
       }},
      {"skin of -1",
       [](PhotoReading& r) {
         r.skin.fit.optics = {-1, -1, -1};
       }},
      {"colours of NaN",
       [](PhotoReading& r) {
         r.bare_scalp = r.skin.diffuse = r.skin.as_photographed = {kNaN, kNaN, kNaN};
       }},
      {"colours of 0",
       [](PhotoReading& r) {
         r.bare_scalp = r.skin.diffuse = r.skin.as_photographed = {0, 0, 0};
       }},
      {"a camera of NaN",
       [](PhotoReading& r) {
         r.camera = {.blur_px = kNaN,
                     .sharpening = kNaN,
                     .sharpening_radius_px = kNaN,
                     .chroma_px = kNaN,
                     .noise = kNaN,
                     .noise_correlation_px = kNaN};
       }},
      {"a camera of 1e9",
       [](PhotoReading& r) {
         r.camera = {.blur_px = 1e9,
                     .sharpening = 1e9,
                     .sharpening_radius_px = 1e9,
                     .chroma_px = 1e9,
                     .noise = 1e9,
                     .noise_correlation_px = 1e9};
       }},
      {"no outline", [](PhotoReading& r) { r.outline = {}; }},
      {"half an outline", [](PhotoReading& r) { r.outline.is_limb.resize(3); }},
      {"an outline of NaN", [](PhotoReading& r) { r.outline.points[2].x = kNaN; }},
      {"an outline of 1e300", [](PhotoReading& r) { r.outline.points[2].x = 1e300; }},
      {"no scene", [](PhotoReading& r) { r.scene = {}; }},
      {"a view without a rim", [](PhotoReading& r) { r.head.view.rim_mm.clear(); }},
      {"a view of no scale", [](PhotoReading& r) { r.head.view.camera.mm_per_px = 0; }},
      {"a view of NaN", [](PhotoReading& r) { r.head.view.camera.mm_per_px = kNaN; }},
      {"a view of 1e-300", [](PhotoReading& r) { r.head.view.camera.mm_per_px = 1e-300; }},
      {"a scale of NaN", [](PhotoReading& r) { r.head.mm_per_px = kNaN; }},
      {"a scale of 0", [](PhotoReading& r) { r.head.mm_per_px = 0; }},
      {"shading of NaN", [](PhotoReading& r) { r.skin.shading.brightness.fill(kNaN); }},
      {"stubble without cells", [](PhotoReading& r) { r.stubble.value = StubbleReading{}; }},
  };
  for (const auto& [name, change] : spoilt) {
    const auto reading = [spoil = change] { return reading_with(spoil); };
    calls.push_back({std::string("make_plan, ") + name, [=] {
                       const PhotoReading odd = reading();
                       return answered(make_plan(std::span(&odd, 1), sparse));
                     }});
    calls.push_back({std::string("prepare and draw, ") + name, [=] {
                       const PhotoReading odd = reading();
                       auto drawing = prepare(sample().photo, odd, sample().plan);
                       if (!drawing) return refused(drawing);
                       for (const Light light : kAllLights)
                         if (const auto after = draw_photo(*drawing, {.light = light}); !after) return refused(after);
                       return std::string();
                     }});
    calls.push_back({std::string("match_stubble, ") + name,
                     [=] { return answered(match_stubble(sample().photo, reading(), sparse)); }});
  }
  calls.push_back({"readings of two heads", [=] {
                     std::vector<PhotoReading> two = {sample().reading(), sample().reading()};
                     two[1].head.surface = ScalpSurface(HeadShape{.height_mm = 95});
                     return refused(make_plan(two, sparse), "reading");
                   }});
  calls.push_back(
      {"match in another photo", [=] { return refused(match_stubble(Photo{}, sample().reading(), sparse)); }});
  calls.push_back({"match from NaN", [=] {
                     return refused(match_stubble(sample().photo, sample().reading(),
                                                  treatment_with([](Treatment& t) { t.pigment.hue_blue = kNaN; })));
                   }});
  try_all(calls);
}

TEST(Misuse, Sessions) {
  sample();  // once, not in every process
  std::vector<Misuse> calls = {
      {"no photo", [] { return refused(Session::open({}, {}), "photos"); }},
      {"more photos than scenes",
       [] {
         return refused(Session::open({sample().photo, sample().photo}, {sample().scene}), "photos");
       }},
      {"a photo that is not there", [] { return refused(opened().draw(1), "photo"); }},
      {"photo SIZE_MAX", [] { return refused(opened().draw(SIZE_MAX), "photo"); }},
      {"the tone of another photo", [] { return refused(opened().tone(7), "photo"); }},
      {"the hairline of another photo", [] { return holds(opened().hairline(SIZE_MAX).guide.empty()); }},
      {"the plan before there is one",
       [] {
         const Session session = Session::open({sample().photo}, {sample().scene}).value();
         return holds(!session.has_plan() && session.plan().dots.size() == 0);
       }},
      {"drawing before there is a plan",
       [] {
         Session session = Session::open({sample().photo}, {sample().scene}).value();
         return refused(session.draw(0), "plan") + refused(session.tone(0), "plan");
       }},
      {"no masks", [] { return refused(opened().set_masks({}), "masks"); }},
      {"too many masks", [] { return refused(opened().set_masks(std::vector<PhotoMasks>(9)), "masks"); }},
      {"masks of another size",
       [] {
         std::vector<PhotoMasks> masks(1);
         masks[0].hair = Image<float>(7, 7, 1);
         return refused(opened().set_masks(masks), "hair mask");
       }},
      {"masks of NaN",
       [] {
         std::vector<PhotoMasks> masks(1);
         masks[0].hair = Image<float>(160, 160, 1, static_cast<float>(kNaN));
         return refused(opened().set_masks(masks), "hair mask");
       }},
      {"a treatment of NaN",
       [] {
         return refused(opened().set_treatment(treatment_with([](Treatment& t) { t.needle.depth_mm = kNaN; })),
                        "needle.depth_mm");
       }},
      {"nothing to match", [] { return answered(opened().match({})); }},
      {"a match from NaN",
       [] { return refused(opened().match(treatment_with([](Treatment& t) { t.needle.depth_mm = kNaN; }))); }},
      {"a buffer of nothing",
       [] { return refused(opened().draw(0, DrawOptions{}, ImageView<unsigned char>()), "out"); }},
  };
  for (const auto& [name, change, of_dots] : spoilt_plans())
    calls.push_back({std::string("opened with a plan of ") + name, [spoil = change] {
                       return refused(Session::open({sample().photo}, {sample().scene}, plan_with(spoil)));
                     }});
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
