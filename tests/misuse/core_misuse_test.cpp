#include <climits>
#include <stdexcept>

#include <gtest/gtest.h>
#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

#include "misuse/misuse.h"

namespace tonsure::testing {
namespace {

std::string no_memory(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::bad_alloc&) {
    return {};
  }
  return "asked for more memory than there is, and got it";
}

TEST(Misuse, Images) {
  using Bytes = Image<unsigned char>;
  try_all({
      {"width -1", [] { return is_empty(Bytes(-1, 5, 3)); }},
      {"height -1", [] { return is_empty(Bytes(5, -1, 3)); }},
      {"channels -1", [] { return is_empty(Bytes(5, 5, -1)); }},
      {"no channels", [] { return is_empty(Bytes(5, 5, 0)); }},
      {"no height", [] { return is_empty(Bytes(5, 0, 3)); }},
      {"all negative", [] { return is_empty(Bytes(-5, -5, -3)); }},
      {"least integers", [] { return is_empty(Image<float>(INT_MIN, INT_MIN, INT_MIN)); }},
      {"greatest integers", [] { return no_memory([] { Image<double> image(INT_MAX, INT_MAX, INT_MAX); }); }},
      {"2^64 pixels", [] { return no_memory([] { Bytes image(1 << 30, 1 << 30, 16); }); }},
      {"moved from",
       [] {
         Bytes image(4, 4, 3);
         const Bytes taken = std::move(image);
         return holds(image.view().empty() && taken.width() == 4);  // NOLINT: what is tested
       }},
      {"a part beyond the view",
       [] {
         const Bytes image(4, 4, 3, 7);
         const auto part = part_of(image.view(), {-2, 2, 9, 9});
         return holds(part.width == 4 && part.height == 2 && *part.pixel(0, 0) == 7);
       }},
      {"a part outside",
       [] {
         return holds(part_of(Bytes(4, 4, 3).view(), {7, 7, 9, 9}).empty());
       }},
      {"a part turned round",
       [] {
         return holds(part_of(Bytes(4, 4, 3).view(), {3, 3, 1, 1}).empty());
       }},
      {"a part at the ends of int",
       [] {
         const Bytes image(4, 4, 3);
         return holds(part_of(image.view(), {INT_MIN, INT_MIN, INT_MAX, INT_MAX}).width == 4);
       }},
      {"a part of nothing",
       [] {
         return holds(part_of(ImageView<const float>{}, {0, 0, 4, 4}).empty());
       }},
      {"a part of a null view",
       [] {
         return holds(part_of(ImageView<const float>{nullptr, 4, 4, 1, 4}, {0, 0, 4, 4}).empty());
       }},
      {"a rectangle turned round",
       [] {
         return holds(PixelRect{5, 5, 2, 2}.size() == 0);
       }},
      {"the largest rectangle",
       [] {
         return holds(PixelRect{INT_MIN, INT_MIN, INT_MAX, INT_MAX}.size() == 0xfffffffe00000001U);
       }},
      {"views that are not sound",
       [] {
         const float one = 1;
         using View = ImageView<const float>;
         return holds(!View{nullptr, 4, 4, 1, 4}.sound() && !View{&one, -1, 1, 1, 1}.sound() &&
                      !View{&one, 4, 4, 1, 3}.sound() && !View{&one, 1, 1, 0, 1}.sound() &&
                      !View{&one, 1, 2, 1, -1}.sound() && View{}.sound() && View{&one, 1, 1, 1, 1}.sound());
       }},
  });
}

TEST(Misuse, Geometry) {
  using Point = Vec2<PhotoPx>;
  using Line = Points<PhotoPx>;
  const Line none, one = {{1, 1}}, odd = {{kNaN, 0}, {kInfinity, 1}, {1e300, -1e300}, {0, 0}};
  std::vector<Misuse> calls = {
      {"step 0",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {9, 0}}, 0, false).size() == 2);
       }},
      {"step -1",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {9, 0}}, -1, true).size() == 2);
       }},
      {"step NaN",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {9, 0}}, kNaN, false).size() == 2);
       }},
      {"step 1e-300",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {9, 0}}, 1e-300, false).size() == 2);
       }},
      {"step infinite",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {9, 0}}, kInfinity, false).size() == 2);
       }},
      {"length infinite",
       [] {
         return holds(resample<PhotoPx>(Line{{0, 0}, {kInfinity, 0}}, 1, false).size() == 2);
       }},
  };
  for (const Line& line : {none, one, odd}) {
    const std::string of = " of " + std::to_string(line.size()) + " points";
    calls.push_back({"resample" + of, [=] { return holds(resample<PhotoPx>(line, 1, true).size() >= line.size()); }});
    calls.push_back({"area" + of, [=] { return holds(signed_area<PhotoPx>(line) == 0 || line.size() == 4); }});
    calls.push_back({"contains" + of, [=] { return holds(!contains<PhotoPx>(line, {kNaN, 3})); }});
    calls.push_back({"distance" + of, [=] {
                       return holds(!(distance_to_polyline<Point>(line, {1, kNaN}, true) < 0));
                     }});
    calls.push_back({"crossing" + of, [=] { return holds(find_self_intersection(line).has_value() || true); }});
  }
  try_all(calls);
}

TEST(Misuse, Execution) {
  const auto sum = [](const Exec& exec) {
    std::atomic<int> calls{0};
    parallel_for(exec, 100, [&](std::size_t) { ++calls; });
    return holds(calls == 100);
  };
  try_all({
      {"-1 threads", [=] { return sum({.threads = -1}); }},
      {"the fewest threads", [=] { return sum({.threads = INT_MIN}); }},
      {"the most threads", [=] { return sum({.threads = INT_MAX}); }},
      {"how many threads -7 are", [] { return holds(thread_count({.threads = -7}) >= 1); }},
      {"how many threads INT_MAX are", [] { return holds(thread_count({.threads = INT_MAX}) == kMostThreads); }},
      {"nothing to do",
       [=] {
         parallel_for({}, 0, [](std::size_t) { throw std::runtime_error("called"); });
         return std::string();
       }},
      {"a stage without a name", [] { return holds(report_progress({}, nullptr, kNaN)); }},
  });
}

TEST(Misuse, Colours) {
  std::vector<Misuse> calls;
  for (const double v : {kNaN, kInfinity, -kInfinity, -1.0, 1e300}) {
    const std::string of = " of " + std::to_string(v);
    const auto unit_or_nan = [](double x) { return holds(std::isnan(x) || (x >= 0 && x <= 1)); };
    calls.push_back({"srgb_to_linear" + of, [=] { return unit_or_nan(srgb_to_linear(v)); }});
    calls.push_back({"linear_to_srgb" + of, [=] { return unit_or_nan(linear_to_srgb(v)); }});
    calls.push_back({"to_lab" + of, [=] { return holds(to_lab({v, v, 0}).l != 50); }});
    calls.push_back({"from_lab" + of, [=] { return holds(from_lab({v, 0, v}).size() == 3); }});
    calls.push_back({"delta_e_2000" + of, [=] { return holds(!(delta_e_2000({v, v, 0}, {50, 0, v}) < 0)); }});
    calls.push_back({"to_linear_rgb" + of, [=] {
                       Spectrum spectrum{};
                       spectrum.fill(v);
                       return holds(to_linear_rgb(spectrum).size() == 3);
                     }});
  }
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
