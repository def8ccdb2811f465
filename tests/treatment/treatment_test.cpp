#include <tonsure/treatment/treatment.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include <gtest/gtest.h>
#include <treatment/treatment_fields.h>

namespace tonsure {
namespace {

/// Sets the field at `path`, if it is a number, and tells whether it is.
struct NumberSetter {
  std::string path;
  double value;
  bool done = false;

  void operator()(const std::string& at, double& field, const FieldRange&) {
    if (at == path) field = value, done = true;
  }
  void operator()(const std::string& at, std::optional<double>& field, const FieldRange&) {
    if (at == path) field = value, done = true;
  }
  template <class Other>
  void operator()(const std::string&, Other&, const FieldRange&) {}
};

Status check_with(const std::string& path, double value) {
  Treatment treatment;
  NumberSetter setter{path, value};
  visit_treatment(treatment, setter);
  EXPECT_TRUE(setter.done) << path;
  return check_treatment(treatment);
}

TEST(CheckTreatment, HoldsEveryNumberToItsRange) {
  std::vector<std::pair<std::string, FieldRange>> fields;
  const Treatment defaults;
  visit_treatment(defaults, [&](const std::string& path, const auto& field, const FieldRange& range) {
    using Field = std::decay_t<decltype(field)>;
    if constexpr (std::is_same_v<Field, double> || std::is_same_v<Field, std::optional<double>>)
      fields.emplace_back(path, range);
  });
  ASSERT_EQ(fields.size(), 90U);  // as counted in the headers under tonsure/treatment
  for (const auto& [path, range] : fields) {
    SCOPED_TRACE(path);
    EXPECT_EQ(check_with(path, range.low).ok(), !range.above_low);
    EXPECT_TRUE(check_with(path, range.high).ok());
    EXPECT_TRUE(check_with(path, 0.5 * (range.low + range.high)).ok());
    for (const double bad :
         {std::nextafter(range.low, -1e9), std::nextafter(range.high, 1e9), range.low - 1, range.high + 1,
          std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      const Status status = check_with(path, bad);
      ASSERT_FALSE(status.ok()) << bad;
      EXPECT_EQ(status.error().code, ErrorCode::kInvalidOption);
      EXPECT_EQ(status.error().where, path);
      EXPECT_FALSE(status.error().fix.empty());
    }
  }
}

TEST(CheckTreatment, SaysWhatWasFoundAndWhatIsAllowed) {
  EXPECT_EQ(check_with("density.peak_per_cm2", 601).error().message(),
            "density.peak_per_cm2: found 601; allowed are numbers from 1 up to 600");
  EXPECT_EQ(check_with("pigment.neutral.strength_per_mm", 0).error().message(),
            "pigment.neutral.strength_per_mm: found 0; allowed are numbers above 0 up to 400");
}

TEST(CheckTreatment, CountsPins) {
  for (const int pins : {0, 1, 9, 10}) {
    Treatment treatment;
    treatment.needle.technique.pins = pins;
    const Status status = check_treatment(treatment);
    EXPECT_EQ(status.ok(), pins >= 1 && pins <= 9) << pins;
    if (!status.ok()) {
      EXPECT_EQ(status.error().where, "needle.technique.pins");
    }
  }
}

TEST(CheckTreatment, NamesTheFieldOfAnItem) {
  const auto where = [](auto change) -> std::string {
    Treatment treatment;
    change(treatment);
    const Status status = check_treatment(treatment);
    return status.ok() ? "ok" : status.error().where;
  };
  EXPECT_EQ(where([](Treatment& t) { t.ageing.touch_ups = {{400, 0.3}, {5479, 2}}; }), "ok");
  EXPECT_EQ(where([](Treatment& t) {
              t.ageing.touch_ups = {{400, 0.3}, {5480, 0.3}};
            }),
            "ageing.touch_ups[1].age_days");
  EXPECT_EQ(where([](Treatment& t) { t.ageing.touch_ups = {{400, 0}}; }), "ageing.touch_ups[0].amount");
  EXPECT_EQ(where([](Treatment& t) { t.ageing.touch_ups.resize(kMaxTouchUps); }), "ok");
  EXPECT_EQ(where([](Treatment& t) { t.ageing.touch_ups.resize(kMaxTouchUps + 1); }), "ageing.touch_ups");
  EXPECT_EQ(where([](Treatment& t) { t.ageing.laser_sessions = {{-1, 0.5}}; }), "ageing.laser_sessions[0].age_days");
  EXPECT_EQ(where([](Treatment& t) {
              t.ageing.laser_sessions = {{1, 0}, {1, 1.1}};
            }),
            "ageing.laser_sessions[1].clearing");
  const BlendPart carbon = {{"carbon", 120, 0, 0}, 1};
  EXPECT_EQ(where([&](Treatment& t) { t.pigment.components = {carbon}; }), "ok");
  EXPECT_EQ(where([&](Treatment& t) { t.pigment.components.assign(kMaxBlendParts + 1, carbon); }),
            "pigment.components");
  EXPECT_EQ(where([&](Treatment& t) {
              t.pigment.components = {carbon, {carbon.component, 0}};
            }),
            "pigment.components[1].share");
  EXPECT_EQ(where([&](Treatment& t) {
              t.pigment.components = {{{"carbon", 401}, 1}};
            }),
            "pigment.components[0].strength_per_mm");
  EXPECT_EQ(where([](Treatment& t) { t.pigment.warm.particle = static_cast<ParticleKind>(9); }),
            "pigment.warm.particle");
}

TEST(CheckTreatment, AShadeHasComponents) {
  Treatment treatment;
  treatment.pigment.shade = "soft black";
  EXPECT_EQ(check_treatment(treatment).error().where, "pigment.shade");
  treatment.pigment = with_shade({}, "soft black").value();
  EXPECT_TRUE(check_treatment(treatment).ok());
}

TEST(CheckTreatment, SessionSharesRiseToOne) {
  const auto where = [](std::vector<double> shares) -> std::string {
    Treatment treatment;
    treatment.placement.session_shares = std::move(shares);
    const Status status = check_treatment(treatment);
    return status.ok() ? "ok" : status.error().where;
  };
  EXPECT_EQ(where({1}), "ok");
  EXPECT_EQ(where({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1}), "ok");
  EXPECT_EQ(where({}), "placement.session_shares");
  EXPECT_EQ(where({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1}), "placement.session_shares");
  EXPECT_EQ(where({0, 1}), "placement.session_shares[0]");
  EXPECT_EQ(where({0.5, 0.5, 1}), "placement.session_shares[1]");
  EXPECT_EQ(where({0.5, 1.5}), "placement.session_shares[1]");
  EXPECT_EQ(where({0.5, 0.9}), "placement.session_shares[1]");
  EXPECT_EQ(where({0.5, std::numeric_limits<double>::quiet_NaN(), 1}), "placement.session_shares[1]");
}

TEST(CheckTreatment, NamesAreShort) {
  Treatment treatment;
  treatment.name.assign(200, 'x');
  EXPECT_TRUE(check_treatment(treatment).ok());
  treatment.pigment.warm.name.assign(201, 'x');
  EXPECT_EQ(check_treatment(treatment).error().where, "pigment.warm.name");
}

TEST(TreatmentStyle, AllStylesAreValidAndDiffer) {
  const std::vector<std::string> names = treatment_style_names();
  EXPECT_EQ(names, (std::vector<std::string>{"natural", "soft", "broken", "receded", "defined", "edge-up", "dusty",
                                             "bold", "trico-3d", "female"}));
  std::set<std::vector<double>> looks;
  for (const std::string& name : names) {
    const auto style = treatment_style(name);
    ASSERT_TRUE(style.ok()) << style.error().message();
    EXPECT_EQ(style->name, name);
    const Status status = check_treatment(*style);
    EXPECT_TRUE(status.ok()) << name << ": " << status.error().message();
    looks.insert({style->density.peak_per_cm2, style->density.feather_mm, style->needle.diameter_mm,
                  style->pigment.target_delta_l, style->hairline.corner_rise_mm});
  }
  EXPECT_EQ(looks.size(), names.size());
}

TEST(TreatmentStyle, StylesAreWhatTheirNamesSay) {
  const auto style = [](const char* name) { return treatment_style(name).value(); };
  const Treatment natural = style("natural");
  EXPECT_EQ(natural.density.peak_per_cm2, Treatment{}.density.peak_per_cm2);
  EXPECT_GT(style("soft").density.feather_mm, natural.density.feather_mm);
  EXPECT_GT(style("soft").hairline.sentinels_per_cm, natural.hairline.sentinels_per_cm);
  EXPECT_LT(style("defined").density.feather_mm, natural.density.feather_mm);
  EXPECT_LT(style("defined").hairline.micro_amplitude_mm, natural.hairline.micro_amplitude_mm);
  EXPECT_LT(style("dusty").needle.diameter_mm, natural.needle.diameter_mm);
  EXPECT_GT(style("dusty").pigment.target_delta_l, natural.pigment.target_delta_l);
  EXPECT_GT(style("bold").needle.diameter_mm, natural.needle.diameter_mm);
  EXPECT_LT(style("bold").pigment.target_delta_l, natural.pigment.target_delta_l);
}

TEST(HairlineShape, SetsItsFieldsAndNoOthers) {
  HairlineOptions own;
  own.micro_amplitude_mm = 0.7;
  for (const std::string& name : hairline_shape_names()) {
    const auto shaped = with_shape(own, name);
    ASSERT_TRUE(shaped.ok()) << name;
    EXPECT_EQ(shaped->shape, name);
    EXPECT_EQ(shaped->micro_amplitude_mm, 0.7);
    Treatment treatment;
    treatment.hairline = *shaped;
    EXPECT_TRUE(check_treatment(treatment).ok()) << name;
  }
  EXPECT_EQ(with_shape(own, "natural")->corner_rise_mm, HairlineOptions{}.corner_rise_mm);
  const auto unknown = with_shape(own, "zigzag");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().fix.find("widows-peak"), std::string::npos);
}

TEST(CheckTreatment, NamesShapesAndHandlesThatAreWrong) {
  Treatment treatment;
  treatment.hairline.shape = "zigzag";
  EXPECT_EQ(check_treatment(treatment).error().where, "hairline.shape");
  treatment.hairline.shape = "m";
  treatment.hairline.controls = {{0.2, 1}, {0.2, 2}};
  EXPECT_EQ(check_treatment(treatment).error().where, "hairline.controls[1].at");
  treatment.hairline.controls = {{0.2, 41}};
  EXPECT_EQ(check_treatment(treatment).error().where, "hairline.controls[0].forward_mm");
  treatment.hairline.controls.assign(kMaxHairlineControls + 1, {});
  EXPECT_EQ(check_treatment(treatment).error().where, "hairline.controls");
}

TEST(CheckTreatment, KnowsClassesOfLossAndContraindications) {
  Treatment treatment;
  treatment.client.loss = "norwood-3v";
  treatment.client.expected_loss = "norwood-6";
  treatment.client.contraindications = {"pregnancy"};
  EXPECT_TRUE(check_treatment(treatment).ok());
  treatment.client.contraindications = {"pregnancy", "hay fever"};
  EXPECT_EQ(check_treatment(treatment).error().where, "client.contraindications[1]");
  treatment.client.expected_loss = "norwood-8";
  EXPECT_EQ(check_treatment(treatment).error().where, "client.expected_loss");
}

TEST(LossPattern, NamesAreReadBackAndDiffer) {
  std::set<std::string> names;
  for (const std::string& name : loss_pattern_names()) {
    const auto pattern = parse_loss_pattern(name);
    ASSERT_TRUE(pattern.ok()) << name;
    EXPECT_EQ(loss_pattern_name(*pattern), name);
    names.insert(name);
  }
  EXPECT_EQ(names.size(), 23U);  // none, 12 Norwood, 3 Ludwig, 5 Sinclair, areata, totalis
  EXPECT_EQ(parse_loss_pattern("norwood-4a").value(), (LossPattern{LossKind::kNorwood, 4, 'a'}));
  for (const char* bad : {"", "norwood", "norwood-0", "norwood-8", "norwood-6a", "norwood-3x", "Ludwig-1"})
    EXPECT_FALSE(parse_loss_pattern(bad).ok()) << bad;
}

TEST(TreatmentStyle, UnknownNameListsAll) {
  const auto style = treatment_style("loud");
  ASSERT_FALSE(style.ok());
  EXPECT_EQ(style.error().message(),
            "style: there is no style \"loud\"; allowed are natural, soft, broken, receded, defined, edge-up, dusty, "
            "bold, trico-3d, female");
}

}  // namespace
}  // namespace tonsure
