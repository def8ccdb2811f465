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

tonsure::Session open_session(const Case& c, const Exec& exec) {
  return tonsure::Session::open({c.phantom.photo}, {c.phantom.scene}, {}, exec).value();
}

/// All of a preview but files: the photo read, the plan made, the first picture drawn.
void plan_and_draw(benchmark::State& state) {
  const Case& c = phantom_of(static_cast<int>(state.range(0)));
  const Exec exec{.threads = static_cast<int>(state.range(1))};
  std::size_t dots = 0;
  for (auto _ : state) {
    tonsure::Session session = open_session(c, exec);
    if (auto status = session.set_treatment(treatment(), exec); !status)
      return state.SkipWithError(status.error().message().c_str());
    auto after = session.draw(0, {}, exec);
    if (!after) return state.SkipWithError(after.error().message().c_str());
    benchmark::DoNotOptimize(after);
    dots = session.plan().dots.size();
  }
  state.counters["dots"] = static_cast<double>(dots);
}

/// Once there is a plan: the first picture, another moment of it, the same moment again, and 256 x 256 px of that.
enum class Redraw { kFirst, kOtherMoment, kAgain, kRegion };
template <Redraw kind>
void redraw(benchmark::State& state) {
  const Case& c = phantom_of(static_cast<int>(state.range(0)));
  const Exec exec{.threads = static_cast<int>(state.range(1))};
  tonsure::Session session = open_session(c, exec);
  if (auto status = session.set_treatment(treatment(), exec); !status)
    return state.SkipWithError(status.error().message().c_str());
  tonsure::Photo after = c.phantom.photo;
  const int middle = after.pixels.width() / 2;
  tonsure::DrawOptions options;
  if (kind == Redraw::kRegion)
    options.region = tonsure::PixelRect{middle - 128, middle - 128, middle + 128, middle + 128};
  double years = 1;
  for (auto _ : state) {
    if (kind == Redraw::kOtherMoment) options.moment = {365.25 * (years = years < 9 ? years + 1 : 1)};
    if (kind == Redraw::kFirst) {
      auto drawing = tonsure::prepare(c.phantom.photo, session.readings()[0], session.plan(), exec);
      if (!drawing) return state.SkipWithError(drawing.error().message().c_str());
      auto drawn = tonsure::draw(*drawing, options, after.pixels.view(), exec);
      if (!drawn) return state.SkipWithError(drawn.error().message().c_str());
    } else {
      auto drawn = session.draw(0, options, after.pixels.view(), exec);
      if (!drawn) return state.SkipWithError(drawn.error().message().c_str());
    }
  }
  state.counters["dots"] = static_cast<double>(session.plan().dots.size());
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

BENCHMARK(redraw<Redraw::kFirst>)->Name("preview/prepare_and_draw")->Apply(sizes_and_threads);
BENCHMARK(redraw<Redraw::kOtherMoment>)->Name("preview/other_moment")->Apply(sizes_and_threads);
BENCHMARK(redraw<Redraw::kAgain>)->Name("preview/draw_again")->Apply(sizes_and_threads);
BENCHMARK(redraw<Redraw::kRegion>)->Name("preview/region_256px")->Apply(sizes_and_threads);
BENCHMARK(plan_and_draw)->Name("preview/plan_and_draw")->Apply(sizes_and_threads);
BENCHMARK(imdecode)
    ->Name("preview/imdecode")
    ->ArgName("MP")
    ->Arg(1)
    ->Arg(12)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
