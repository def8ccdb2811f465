// Every number of a treatment at its least, its greatest and just beyond, by the table of fields that checking, reading
// and writing share.
#include <cmath>
#include <concepts>
#include <optional>
#include <random>

#include <gtest/gtest.h>
#include <tonsure/drawing/drawing.h>
#include <tonsure/io/json.h>
#include "treatment/treatment_fields.h"

#include "properties/made.h"

namespace tonsure::testing {
namespace {

struct Field {
  std::string path;
  FieldRange range;
  bool whole = false;

  [[nodiscard]] double least() const { return range.above_low ? std::nextafter(range.low, range.high) : range.low; }
  [[nodiscard]] double below() const {
    return range.above_low ? range.low : whole ? range.low - 1 : std::nextafter(range.low, -1e9);
  }
  [[nodiscard]] double above() const { return whole ? range.high + 1 : std::nextafter(range.high, 1e9); }
};

template <class T>
concept Number = std::same_as<T, double> || std::same_as<T, int> || std::same_as<T, std::optional<double>>;

struct Lister {
  std::vector<Field> fields;

  template <class T>
  void operator()(const std::string& path, const T&, const FieldRange& range) {
    if constexpr (Number<T>) fields.push_back({path, range, std::same_as<T, int>});
  }
};

struct Setter {
  std::string where;
  double value = 0;

  template <class T>
  void operator()(const std::string& path, T& field, const FieldRange&) const {
    if constexpr (std::same_as<T, int>) {
      if (path == where) field = static_cast<int>(value);
    } else if constexpr (Number<T>) {
      if (path == where) field = value;
    }
  }
};

/// All fields that hold a number.
std::vector<Field> number_fields() {
  Lister lister;
  const Treatment treatment;
  visit_treatment(treatment, lister);
  return lister.fields;
}

void set(Treatment& treatment, const std::string& where, double value) {
  visit_treatment(treatment, Setter{where, value});
}

struct Ground {
  Head head;
  std::vector<PhotoReading> readings;
};
const Ground& ground() {
  static const Ground made = [] {
    Head head = head_of({.exclude = 1, .scars = 2});
    auto readings = read_photos(std::span(&head.photo, 1), std::span(&head.scene, 1)).value();
    return Ground{std::move(head), std::move(readings)};
  }();
  return made;
}

/// A plan that is finite and draws, or a refusal of a region that then holds no dot.
void expect_plan(const Treatment& treatment, const std::string& what) {
  const auto plan = make_plan(ground().readings, treatment);
  if (!plan) {
    EXPECT_EQ(plan.error().where, "scalp_region") << what << ": " << plan.error().message();
    return;
  }
  const Status fits = check_plan(*plan);
  EXPECT_TRUE(fits.ok()) << what << ": " << fits.error().message();
  auto drawing = prepare(ground().head.photo, ground().readings.front(), *plan);
  ASSERT_TRUE(drawing.ok()) << what << ": " << drawing.error().message();
  const auto after = draw_photo(*drawing);
  ASSERT_TRUE(after.ok()) << what << ": " << after.error().message();
}

void expect_refused(const Treatment& treatment, const Field& field) {
  const auto planned = make_plan(ground().readings, treatment);
  ASSERT_FALSE(planned.ok()) << field.path;
  EXPECT_EQ(planned.error().where, field.path);
  EXPECT_EQ(planned.error().code, ErrorCode::kInvalidOption);
  const auto of_scene = make_plan(ground().head.scene, treatment);
  ASSERT_FALSE(of_scene.ok()) << field.path;
  EXPECT_EQ(of_scene.error().where, field.path);
  const auto read = treatment_from_json(treatment_to_json(treatment), "treatment");
  ASSERT_FALSE(read.ok()) << field.path;
  EXPECT_EQ(read.error().where, field.path);
}

TEST(FieldLimits, JustBeyondIsRefusedByName) {
  const std::vector<Field> fields = number_fields();
  EXPECT_GT(fields.size(), 80U);
  for (const Field& field : fields) {
    for (const double value : {field.below(), field.above()}) {
      Treatment treatment = treatment_of({});
      set(treatment, field.path, value);
      expect_refused(treatment, field);
    }
    if (field.whole) continue;
    for (const double value : {std::nan(""), static_cast<double>(INFINITY)}) {
      Treatment treatment = treatment_of({});
      set(treatment, field.path, value);
      EXPECT_EQ(check_treatment(treatment).ok() ? "" : check_treatment(treatment).error().where, field.path);
    }
  }
}

TEST(FieldLimits, LeastAndGreatestGivePlansThatDraw) {
  constexpr std::size_t kStep = 6;  // all of them take minutes
  const std::vector<Field> fields = number_fields();
  for (std::size_t i = 0; i < fields.size(); i += tries_all_pairs() ? 1 : kStep)
    for (const double value : {fields[i].least(), fields[i].range.high}) {
      const Field& field = fields[i];
      Treatment treatment = treatment_of({});
      set(treatment, field.path, value);
      ASSERT_TRUE(treatment_from_json(treatment_to_json(treatment), "treatment").ok()) << field.path;
      expect_plan(treatment, field.path + " = " + std::to_string(value));
    }
}

TEST(FieldLimits, PairsAtTheirLimitsGivePlansThatDraw) {
  const std::vector<Field> fields = number_fields();
  std::mt19937 random(2026);
  const auto try_pair = [&](std::size_t i, std::size_t k, unsigned corner) {
    Treatment treatment = treatment_of({});
    set(treatment, fields[i].path, (corner & 1U) != 0 ? fields[i].range.high : fields[i].least());
    set(treatment, fields[k].path, (corner & 2U) != 0 ? fields[k].range.high : fields[k].least());
    expect_plan(treatment, fields[i].path + " and " + fields[k].path + ", corner " + std::to_string(corner));
  };
  if (tries_all_pairs()) {
    for (std::size_t i = 0; i < fields.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        for (unsigned corner = 0; corner < 4; ++corner) try_pair(i, k, corner);
    return;
  }
  for (int n = 0; n < 15; ++n) {
    const std::size_t i = 1 + random() % (fields.size() - 1);
    try_pair(i, random() % i, random() % 4U);
  }
}

}  // namespace
}  // namespace tonsure::testing
