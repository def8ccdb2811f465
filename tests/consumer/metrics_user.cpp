// Uses tonsure::metrics: measures how evenly dots lie.
#include <cstdio>
#include <vector>

#include <tonsure/metrics/evenness.h>
#include <tonsure/tonsure.h>

int main() {
  std::vector<tonsure::Vec2<tonsure::PlaneMm>> dots;
  for (int i = 0; i < 400; ++i) dots.emplace_back(i % 20, i / 20);
  const tonsure::SpacingReport report = tonsure::measure_spacing<tonsure::PlaneMm>(dots, nullptr);
  std::printf("%zu dots, nearest neighbours %.2f of a spacing away\n", report.count, report.nn_mean);
  return report.count == 400 && report.nn_mean > 0.9 && report.nn_mean < 1.1 ? 0 : 1;  // a square lattice has 1
}
