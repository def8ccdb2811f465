// Drawing and the whole preview, with the time of decoding the same photo beside it.
#include <map>
#include <vector>

#include <benchmark/benchmark.h>
#include <opencv2/imgcodecs.hpp>

#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace {

using tonsure::Exec;

struct Case {
  tonsure::Phantom phantom;
  std::vector<std::byte> jpeg;
};

/// The phantom from above (all of the scalp), of about so many megapixels; drawn once.
const Case& phantom_of(int megapixels) {
  static std::map<int, Case> cases;
  Case& c = cases[megapixels];
  if (c.jpeg.empty()) {
    const int side = megapixels == 1 ? 1000 : 3464;
    c.phantom = tonsure::draw_phantom({.width_px = side, .height_px = side, .view = tonsure::View::kTop}).value();
    c.jpeg = tonsure::encode_jpeg(c.phantom.photo.pixels.view(), 92).value();
  }
  return c;
}

/// About 30 000 dots on the phantom's whole scalp.
tonsure::Treatment treatment() {
  tonsure::Treatment t;
  t.density.peak_per_cm2 = 85;
  return t;
}

void draw(benchmark::State& state) {
  const Case& c = phantom_of(static_cast<int>(state.range(0)));
  const Exec exec{.threads = static_cast<int>(state.range(1))};
  const auto plan = tonsure::make_plan(c.phantom.scene, treatment());
  if (!plan) return state.SkipWithError(plan.error().message().c_str());
  for (auto _ : state) {
    auto preview = tonsure::draw_preview(c.phantom.photo, c.phantom.scene, *plan, {}, exec);
    if (!preview) return state.SkipWithError(preview.error().message().c_str());
    benchmark::DoNotOptimize(preview);
  }
  state.counters["dots"] = static_cast<double>(plan->dots.size());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plan->dots.size()));
}

void plan_and_draw(benchmark::State& state) {
  const Case& c = phantom_of(static_cast<int>(state.range(0)));
  const Exec exec{.threads = static_cast<int>(state.range(1))};
  std::size_t dots = 0;
  for (auto _ : state) {
    const auto plan = tonsure::make_plan(c.phantom.scene, treatment(), exec);
    if (!plan) return state.SkipWithError(plan.error().message().c_str());
    auto preview = tonsure::draw_preview(c.phantom.photo, c.phantom.scene, *plan, {}, exec);
    if (!preview) return state.SkipWithError(preview.error().message().c_str());
    dots = plan->dots.size();
  }
  state.counters["dots"] = static_cast<double>(dots);
}

/// What the preview is compared with: OpenCV decoding the same JPEG.
void imdecode(benchmark::State& state) {
  const Case& c = phantom_of(static_cast<int>(state.range(0)));
  const cv::Mat bytes(1, static_cast<int>(c.jpeg.size()), CV_8U, const_cast<std::byte*>(c.jpeg.data()));
  for (auto _ : state) {
    cv::Mat mat = cv::imdecode(bytes, cv::IMREAD_COLOR);
    if (mat.empty()) return state.SkipWithError("cannot decode");
    benchmark::DoNotOptimize(mat.data);
  }
}

void sizes_and_threads(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"MP", "threads"})->Args({1, 1})->Args({12, 1})->Args({12, 2});
  bench->Unit(benchmark::kMillisecond)->UseRealTime();
}

BENCHMARK(draw)->Name("preview/draw")->Apply(sizes_and_threads);
BENCHMARK(plan_and_draw)->Name("preview/plan_and_draw")->Apply(sizes_and_threads);
BENCHMARK(imdecode)
    ->Name("preview/imdecode")
    ->ArgName("MP")
    ->Arg(1)
    ->Arg(12)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
