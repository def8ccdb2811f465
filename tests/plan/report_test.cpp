#include <tonsure/plan/report.h>

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "plan_support.h"
#include "support/count_dots.h"

namespace tonsure {
namespace {

const Plan& default_plan() {
  static const Plan plan = plan_of(front_scene());
  return plan;
}

const ReportRow& row_of(const std::vector<ReportRow>& rows, Zone zone) {
  return *std::find_if(rows.begin(), rows.end(), [&](const ReportRow& row) { return row.zone == zone; });
}

TEST(PlanReport, SumsAreExactlyTheDots) {
  Plan plan = default_plan();
  make_scar(plan);
  const PlanReport report = report_plan(plan);
  std::size_t rows = 0, zones = 0, sessions = 0;
  for (const ReportRow& row : report.rows) {
    EXPECT_EQ(row.dots, testing::count_dots(plan, row.zone, row.session)) << zone_name(row.zone) << row.session;
    rows += row.dots;
  }
  for (const ReportRow& zone : report.zones) {
    std::size_t of_zone = 0;
    for (int s = 1; s <= plan.sessions(); ++s) of_zone += testing::count_dots(plan, zone.zone, s);
    EXPECT_EQ(zone.dots, of_zone) << zone_name(zone.zone);
    zones += zone.dots;
  }
  for (const SessionReport& session : report.sessions) {
    std::size_t of_session = 0;
    for (const Zone zone : kAllZones) of_session += testing::count_dots(plan, zone, session.session);
    EXPECT_EQ(session.dots, of_session) << session.session;
    sessions += session.dots;
  }
  EXPECT_EQ(rows, plan.dots.size());
  EXPECT_EQ(zones, plan.dots.size());
  EXPECT_EQ(sessions, plan.dots.size());
  EXPECT_EQ(report.dots, plan.dots.size());
}

TEST(PlanReport, AreasAddUpAndGiveTheDensityThatWasAsked) {
  const Plan& plan = default_plan();
  const PlanReport report = report_plan(plan);
  double area = 0;
  for (const ReportRow& zone : report.zones) {
    EXPECT_DOUBLE_EQ(zone.density_per_cm2 * zone.area_cm2, static_cast<double>(zone.dots));
    area += zone.area_cm2;
  }
  EXPECT_NEAR(area, plan.area_cm2, 1e-9 * plan.area_cm2);  // a few additions
  // 8 %: borders that fade pass through the zone, and its few hundred cells have ragged sides.
  const ReportRow& full = row_of(report.zones, Zone::kMidScalp);
  EXPECT_NEAR(full.density_per_cm2, plan.mid_scalp_per_cm2, 0.08 * plan.mid_scalp_per_cm2);
  EXPECT_NEAR(full.tone, full.density_per_cm2 / plan.mid_scalp_per_cm2, 0.05);  // dots of the mean size and amount
  // Dots of the edge are fewer, smaller and lighter.
  const ReportRow& edge = row_of(report.zones, Zone::kLeadingEdge);
  EXPECT_LT(edge.tone, 0.8 * edge.density_per_cm2 / plan.mid_scalp_per_cm2);
  EXPECT_LT(edge.diameter_mm.high, full.diameter_mm.high);
}

TEST(PlanReport, AreaOfAZoneIsThatOfItsSkin) {
  // Two squares of chart at the top of the head, where it is true to scale, of unlike density, side by side.
  Plan plan;
  const auto fill = [&](double from_u, double spacing, Zone zone) {
    for (double u = from_u + spacing / 2; u < from_u + 20; u += spacing)
      for (double v = -10 + spacing / 2; v < 10; v += spacing) {
        plan.dots.chart.push_back({u, v});
        plan.dots.head.push_back(from_chart(plan.surface, {u, v}));
        plan.dots.zone.push_back(zone);
        plan.dots.session.push_back(1);
        plan.dots.diameter_mm.push_back(0.3F);
        plan.dots.strength.push_back(1);
        plan.dots.id.push_back(static_cast<std::uint32_t>(plan.dots.id.size()));
        plan.dots.order.push_back(static_cast<std::uint32_t>(plan.dots.order.size()));
        plan.dots.depth_mm.push_back(0.08F);
        plan.dots.angle_deg.push_back(0);
        plan.dots.pigment.push_back(0);
      }
  };
  plan.pigments = {"carbon"};
  fill(-20, 0.8, Zone::kCrown);
  fill(0, 1.6, Zone::kMidScalp);
  const PlanReport report = report_plan(plan);
  // 4 cm2 of chart each, told by cells of 1 mm: half of one along all four sides.
  for (const Zone zone : {Zone::kCrown, Zone::kMidScalp}) {
    const double factor = area_factor(plan.surface, {zone == Zone::kCrown ? -10.0 : 10.0, 0});
    EXPECT_NEAR(row_of(report.zones, zone).area_cm2 / factor, 4, 0.4) << zone_name(zone);
  }
}

TEST(PlanReport, DiametersAreThoseOfTheMix) {
  Plan plan = default_plan();
  const double before = report_plan(plan).zones.front().diameter_mm.high;
  plan.mix = PigmentMix{0.5, 6, 1.25 * plan.treatment.needle.diameter_mm};
  EXPECT_NEAR(report_plan(plan).zones.front().diameter_mm.high, 1.25 * before, 1e-12);
}

TEST(PlanReport, HoursAndDaysFollowTheirRules) {
  const Plan& plan = default_plan();
  const PlanReport report = report_plan(plan);
  const auto dots = static_cast<double>(plan.dots.size());
  EXPECT_DOUBLE_EQ(report.hours.range.low, dots / 7000);
  EXPECT_DOUBLE_EQ(report.hours.range.high, dots / 3500);
  EXPECT_NE(report.hours.basis.find("3500 to 7000"), std::string::npos);
  ASSERT_EQ(report.sessions.size(), 3U);
  double low = 0;
  for (const SessionReport& session : report.sessions) {
    low += session.hours.low;
    EXPECT_EQ(session.day.low, 7 * (session.session - 1));
    EXPECT_EQ(session.day.high, 14 * (session.session - 1));
    EXPECT_EQ(session.dots_again, 0U);
  }
  EXPECT_NEAR(low, report.hours.range.low, 1e-9);  // three divisions
  EXPECT_LT(report.cost_usd.range.low, report.cost_usd.range.high);
  Plan larger = plan;
  larger.area_cm2 = 250;
  EXPECT_DOUBLE_EQ(treatment_cost_usd(larger).range.high, 6000);
  larger.area_cm2 = 60;
  EXPECT_DOUBLE_EQ(treatment_cost_usd(larger).range.low, 800);
  for (const Estimate* estimate : {&report.hours, &report.cost_usd, &report.spacing_days, &report.control_days,
                                   &report.touch_up_years, &report.touch_up_percent}) {
    EXPECT_LT(estimate->range.low, estimate->range.high) << estimate->basis;
    EXPECT_FALSE(estimate->unit.empty());
    EXPECT_FALSE(estimate->basis.empty());
  }
}

TEST(PlanReport, ScarsAreNeedledAgain) {
  Plan plan = default_plan();
  make_scar(plan);
  plan.treatment.scars.extra_sessions = 2;
  const PlanReport report = report_plan(plan);
  const std::size_t scar = row_of(report.zones, Zone::kScar).dots;
  ASSERT_EQ(report.sessions.size(), 5U);
  for (int k : {3, 4}) {
    const SessionReport& session = report.sessions[static_cast<std::size_t>(k)];
    EXPECT_EQ(session.dots, 0U);
    EXPECT_EQ(session.dots_again, scar);
    EXPECT_EQ(session.day.low, 14 + 28 * (k - 2));
    EXPECT_EQ(session.day.high, 28 + 56 * (k - 2));
  }
  EXPECT_DOUBLE_EQ(report.hours.range.high, static_cast<double>(plan.dots.size() + 2 * scar) / 3500);
  plan.treatment.scars.extra_sessions = 0;
  EXPECT_EQ(report_plan(plan).sessions.size(), 3U);
}

TEST(PlanReport, OfNothingIsEmpty) {
  const PlanReport report = report_plan(Plan{});
  EXPECT_TRUE(report.rows.empty());
  EXPECT_TRUE(report.zones.empty());
  EXPECT_EQ(report.sessions.size(), 3U);
  EXPECT_EQ(report.hours.range.high, 0);
}

}  // namespace
}  // namespace tonsure
