#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <tonsure/drawing/drawing.h>
#include <tonsure/optics/tone.h>
#include <tonsure/plan/report.h>

#include "properties/generators.h"

namespace tonsure::testing {
namespace {

using Changes = std::vector<FieldChange>;

/// How far a treatment may reach beyond the region, mm: sentinels, waves, handles, and into hair.
double reach_mm(const Treatment& t) {
  double pulled = 0;
  for (const HairlineControl& c : t.hairline.controls) pulled = std::max(pulled, std::fabs(c.forward_mm));
  return 12 +
         2 * (t.hairline.macro_amplitude_mm + t.hairline.micro_amplitude_mm + t.hairline.peak_height_mm +
              t.hairline.mound_height_mm) +
         pulled + t.density.hair_overlap_mm;
}

void keep_a_plans_promises(const Scene& scene, const Treatment& treatment, const Plan& plan) {
  const Status fits = check_plan(plan);
  RC_LOG() << (fits.ok() ? "" : fits.error().message());
  RC_ASSERT(fits.ok());
  RC_ASSERT(plan.dots.size() > 0U);
  RC_ASSERT((std::set<std::uint32_t>(plan.dots.id.begin(), plan.dots.id.end()).size()) == plan.dots.size());
  std::vector<std::uint32_t> order = plan.dots.order;
  std::sort(order.begin(), order.end());
  for (std::uint32_t i = 0; i < order.size(); ++i) RC_ASSERT(order[i] == i);
  const PlanReport report = report_plan(plan);
  std::size_t by_zone = 0, by_session = 0, by_row = 0;
  for (const ReportRow& row : report.zones) by_zone += row.dots;
  for (const ReportRow& row : report.rows) by_row += row.dots;
  for (const SessionReport& session : report.sessions) by_session += session.dots;
  RC_ASSERT(by_zone == plan.dots.size());
  RC_ASSERT(by_row == plan.dots.size());
  RC_ASSERT(by_session == plan.dots.size());
  const FittedHead& head = plan.views.front();
  const double reach = reach_mm(treatment) / head.view.camera.mm_per_px + 2;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    const Vec3<HeadMm> p = plan.dots.head[i];
    RC_ASSERT(std::fabs(norm(p) - radius_mm(plan.surface, normalized(p))) < 1e-6);
    const Projection seen = project(plan.surface, head.view, p);
    if (seen.cos_view < 0.2) continue;
    RC_ASSERT(contains<PhotoPx>(scene.scalp_region, seen.position) ||
              distance_to_polyline<Vec2<PhotoPx>>(scene.scalp_region, seen.position, true) < reach);
  }
}

/// A tenth of the spacing at the highest density that can be asked for, where dots are not strewn at random.
double least_distance_mm(const Treatment& t) {
  const bool random = t.placement.regularity && *t.placement.regularity < 0.5;
  return random ? 0 : 0.1 * 10 / std::sqrt(t.density.peak_per_cm2 * 2 * 3);
}

TEST(Properties, PlansKeepTheirPromises) {
  EXPECT_TRUE(
      rc::check("a plan keeps what the contract promises", [](const SceneChanges& changed, const Changes& fields) {
        const Head head = head_of(changed);
        const Treatment treatment = treatment_of(fields);
        RC_LOG() << as_files(head.scene, treatment);
        const auto plan = make_plan(head.scene, treatment, {.threads = 1});
        if (!plan) {
          RC_LOG() << plan.error().message();
          RC_ASSERT(plan.error().code == ErrorCode::kInvalidInput);  // such as a region that holds no dot
          return;
        }
        keep_a_plans_promises(head.scene, treatment, *plan);
        const double least = least_distance_mm(treatment);
        for (std::size_t i = 1; i < plan->dots.size(); ++i)
          RC_ASSERT(norm(plan->dots.head[i] - plan->dots.head[i - 1]) > least);
        const std::uint64_t hash = plan_hash(*plan);
        RC_ASSERT(plan_hash(make_plan(head.scene, treatment, {.threads = 2}).value()) == hash);
        RC_ASSERT(plan_hash(make_plan(head.scene, treatment, {.threads = 3}).value()) == hash);
      }));
}

TEST(Properties, TheHashKnowsEveryField) {
  const Scene scene = head_of({}).scene;
  const Plan plan = make_plan(scene, treatment_of({})).value();
  EXPECT_TRUE(rc::check("another treatment gives another hash", [&](const Changes& fields) {
    Plan other = plan;
    other.treatment = treatment_of(fields);
    const bool same = as_files(scene, other.treatment) == as_files(scene, plan.treatment);
    RC_LOG() << as_files(scene, other.treatment);
    RC_ASSERT((plan_hash(other) == plan_hash(plan)) == same);
  }));
}

/// Bytes of pixels that lie farther than 3 mm plus 16 px from every dot, changed.
std::size_t changed_far_away(const Photo& before, const Photo& after, const PhotoReading& reading, const Plan& plan) {
  const double reach = 3 / reading.head.view.camera.mm_per_px + 16;
  const auto a = before.pixels.view(), b = after.pixels.view();
  std::vector<Vec2<PhotoPx>> dots;
  for (const auto& p : plan.dots.head) dots.push_back(project(plan.surface, reading.head.view, p).position);
  std::size_t changed = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) {
      if (std::equal(a.pixel(x, y), a.pixel(x, y) + a.channels, b.pixel(x, y))) continue;
      const Vec2<PhotoPx> middle{x + 0.5, y + 0.5};
      if (std::none_of(dots.begin(), dots.end(), [&](auto d) { return norm(d - middle) < reach; })) ++changed;
    }
  return changed;
}

TEST(Properties, PreviewsKeepTheirPromises) {
  EXPECT_TRUE(
      rc::check("a preview keeps what the contract promises", [](const SceneChanges& changed, const Changes& fields) {
        const Head head = head_of(changed);
        const Treatment treatment = treatment_of(fields);
        RC_LOG() << as_files(head.scene, treatment);
        auto readings = read_photos(std::span(&head.photo, 1), std::span(&head.scene, 1));
        if (!readings) {
          RC_LOG() << readings.error().message();
          RC_ASSERT(readings.error().code == ErrorCode::kInvalidInput);
          return;
        }
        const auto plan = make_plan(*readings, treatment);
        if (!plan) {
          RC_LOG() << plan.error().message();
          RC_ASSERT(plan.error().code == ErrorCode::kInvalidInput);
          return;
        }
        std::optional<Photo> first;
        for (const int threads : {1, 2, 3}) {
          const Exec exec{.threads = threads};
          auto drawing = prepare(head.photo, readings->front(), *plan, exec);
          RC_ASSERT(drawing.ok());
          const auto after = draw_photo(*drawing, {}, exec);
          RC_ASSERT(after.ok());
          if (first) RC_ASSERT(after->pixels == first->pixels);
          if (!first) {
            RC_ASSERT(drawing->tone().delta_l < 0);
            RC_ASSERT(changed_far_away(head.photo, *after, readings->front(), *plan) == 0U);
          }
          first = *after;
        }
      }));
}

}  // namespace
}  // namespace tonsure::testing
