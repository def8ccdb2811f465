// Four threads share what is const: photos, scenes, readings, a plan. Each has a Drawing or a Session of its own. Run
// under the thread sanitizer this tells of anything that is written behind `const`.
#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

#include <tonsure/drawing/drawing.h>
#include <tonsure/match/match.h>
#include <tonsure/metrics/evenness.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/plan/report.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

constexpr int kThreads = 4;

struct Shared {
  Phantom phantom;
  Treatment treatment;
  std::vector<PhotoReading> readings;
  Plan plan;
};

/// Few dots on a small photo.
Shared make_shared_inputs() {
  Shared all;
  all.phantom = draw_phantom({.width_px = 96, .height_px = 96}).value();
  all.treatment.density.peak_per_cm2 = 5;
  all.readings = read_photos({&all.phantom.photo, 1}, {&all.phantom.scene, 1}).value();
  all.plan = make_plan(all.readings, all.treatment).value();
  return all;
}

/// Does the same in all threads, none of which has done it before, with two threads each, and gives what each found.
template <class Work>
auto in_threads(const Work& work) {
  std::array<decltype(work(Exec{})), kThreads> found{};
  {
    std::vector<std::jthread> threads;
    for (auto& mine : found) threads.emplace_back([&] { mine = work(Exec{.threads = 2}); });
  }
  for (const auto& one : found) EXPECT_TRUE(one == found.front());
  return found.front();
}

// The tables that are made at their first use are made here by four threads at once.
TEST(SharedInputs, FirstUseOfAllTables) {
  const auto hash = in_threads([](const Exec& exec) {
    const Phantom phantom = draw_phantom({.width_px = 96, .height_px = 96}, exec).value();
    Treatment treatment;
    treatment.density.peak_per_cm2 = 5;
    return plan_hash(make_plan(phantom.scene, treatment, exec).value());
  });
  EXPECT_NE(hash, 0U);
}

TEST(SharedInputs, Readings) {
  const Shared all = make_shared_inputs();
  const Image<unsigned char> pixels = all.phantom.photo.pixels;
  in_threads([&](const Exec& exec) {
    return read_photos({&all.phantom.photo, 1}, {&all.phantom.scene, 1}, {}, exec).value().front().head.mm_per_px;
  });
  in_threads([&](const Exec& exec) { return plan_hash(make_plan(all.readings, all.treatment, {}, exec).value()); });
  in_threads([&](const Exec& exec) {
    return match_stubble(all.phantom.photo, all.readings.front(), all.treatment, exec).ok();
  });
  EXPECT_EQ(all.phantom.photo.pixels, pixels);
}

TEST(SharedInputs, OnePlanDrawnByFour) {
  const Shared all = make_shared_inputs();
  const std::uint64_t hash = plan_hash(all.plan);
  for (const Light light : {Light::kAsPhotographed, Light::kFlash}) {
    for (const SkinShine shine : {SkinShine::kAsPhotographed, SkinShine::kMatte}) {
      in_threads([&](const Exec& exec) {
        Drawing drawing = prepare(all.phantom.photo, all.readings.front(), all.plan, exec).value();
        return draw_photo(drawing, {.moment = {}, .light = light, .shine = shine}, exec).value().pixels;
      });
    }
  }
  EXPECT_EQ(plan_hash(all.plan), hash);
}

TEST(SharedInputs, ReportsOfOnePlan) {
  const Shared all = make_shared_inputs();
  in_threads([&](const Exec&) { return risk_notes(all.plan, report_plan(all.plan)).size(); });
  Drawing drawing = prepare(all.phantom.photo, all.readings.front(), all.plan).value();
  const Drawing& shared = drawing;
  in_threads([&](const Exec&) { return shared.tone().delta_l; });
  in_threads([&](const Exec& exec) { return measure_spacing<ScalpMm>(all.plan.dots.chart, nullptr, exec).nn_mean; });
}

TEST(SharedInputs, ASessionForEachThread) {
  const Shared all = make_shared_inputs();
  in_threads([&](const Exec& exec) {
    Session session = Session::open({all.phantom.photo}, {all.phantom.scene}, {}, exec).value();
    EXPECT_TRUE(session.set_treatment(all.treatment, exec).ok());
    return session.draw(0, {}, exec).value().pixels;
  });
}

}  // namespace
}  // namespace tonsure
