#include <tonsure/deposit/moment.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "year.h"

namespace tonsure {
namespace {

constexpr double kFreshDays = 7;

}  // namespace

Result<Moment> parse_moment(std::string_view text) {
  const Error wrong{ErrorCode::kInvalidOption, "age", "'" + std::string(text) + "' is no age",
                    "a number of days, or a number with d, w, mo or y, from 0 to 15y"};
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || !std::isfinite(number)) return wrong;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  struct Unit {
    std::string_view name;
    double days;
  };
  constexpr std::array<Unit, 5> kUnits = {
      {{"", 1}, {"d", 1}, {"w", 7}, {"mo", kDaysPerYear / 12}, {"y", kDaysPerYear}}};
  for (const Unit& known : kUnits) {
    if (known.name != unit) continue;
    const double days = number * known.days;
    if (days < 0 || days > kMaxAgeDays) return wrong;
    return Moment{days};
  }
  return wrong;
}

std::string moment_name(const Moment& moment) {
  char text[64];
  if (moment.age_days < kHealedDays) {
    std::snprintf(text, sizeof text, "%s, day %.0f", moment.age_days <= kFreshDays ? "fresh" : "healing",
                  moment.age_days);
  } else if (moment.age_days < 90) {
    std::snprintf(text, sizeof text, "healed, day %.0f", moment.age_days);
  } else if (moment.age_days < 2 * kDaysPerYear) {
    std::snprintf(text, sizeof text, "healed, %.0f months", moment.age_days * 12 / kDaysPerYear);
  } else {
    std::snprintf(text, sizeof text, "healed, %.1f years", moment.age_days / kDaysPerYear);
  }
  return text;
}

}  // namespace tonsure
