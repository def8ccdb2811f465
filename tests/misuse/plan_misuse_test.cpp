#include <gtest/gtest.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/plan/plan.h>
#include <tonsure/plan/report.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

TEST(Misuse, WhatIsMadePasses) {
  const Status status = check_plan(sample().plan);
  EXPECT_TRUE(status.ok()) << status.error().message();
  EXPECT_FALSE(report_plan(sample().plan).rows.empty());
}

TEST(Misuse, Plans) {
  sample();  // once, not in every process
  std::vector<Misuse> calls;
  for (const auto& [spoilt, change, of_dots] : spoilt_plans()) {
    const std::string name = spoilt;
    const bool none = of_dots;  // nothing can be told of the plan; of others only that telling it ends
    const auto plan = [spoil = change] { return plan_with(spoil); };
    calls.push_back({"check_plan, " + name, [=] { return refused(check_plan(plan())); }});
    calls.push_back({"plan_hash, " + name, [=] { return holds(plan_hash(plan()) != 0); }});
    calls.push_back({"report_plan, " + name, [=] { return holds(report_plan(plan()).rows.empty() || !none); }});
    calls.push_back({"risk_notes, " + name, [=] { return holds(risk_notes(plan()).empty() || !none); }});
    calls.push_back(
        {"risk_notes of a report, " + name, [=] { return holds(risk_notes(plan(), {}).empty() || !none); }});
    calls.push_back({"needling_hours, " + name, [=] { return holds(!needling_hours(plan()).unit.empty()); }});
    calls.push_back({"treatment_cost_usd, " + name, [=] { return holds(!treatment_cost_usd(plan()).unit.empty()); }});
    calls.push_back({"plan_to_json, " + name, [=] { return holds(plan_to_json(plan()).empty() || !none); }});
    calls.push_back(
        {"plan_to_json of a report, " + name, [=] { return holds(plan_to_json(plan(), {}, {}).empty() || !none); }});
    calls.push_back(
        {"plan_dots_to_csv, " + name,
         [=] { return holds(plan_dots_to_csv(plan()).find('\n') + 1 == plan_dots_to_csv(plan()).size() || !none); }});
    calls.push_back({"plan_dots_to_csv of a photo, " + name, [=] {
                       const auto& [photo, scene, readings, good] = sample();
                       return holds(plan_dots_to_csv(plan(), readings.front().head.view, scene).size() < 200 || !none);
                     }});
  }
  const Plan& good = sample().plan;
  calls.push_back(
      {"notes of another report", [=] { return holds(risk_notes(good, PlanReport{}).size() <= kRiskIds.size()); }});
  calls.push_back(
      {"a table for a view of nothing", [=] { return holds(!plan_dots_to_csv(good, HeadView{}, {}).empty()); }});
  calls.push_back({"the name of zone 77", [] { return holds(zone_name(static_cast<Zone>(77)) != nullptr); }});
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
