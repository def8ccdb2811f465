#include <tonsure/plan/risk.h>

#include <algorithm>
#include <charconv>
#include <set>

#include <gtest/gtest.h>

#include "plan_support.h"

namespace tonsure {
namespace {

std::vector<std::string> ids(const std::vector<RiskNote>& notes) {
  std::vector<std::string> out;
  for (const RiskNote& note : notes) out.push_back(note.id);
  return out;
}

/// The one note that the plan raises.
RiskNote only_note(const Plan& plan, const std::string& id) {
  const std::vector<RiskNote> notes = risk_notes(plan);
  EXPECT_EQ(ids(notes), std::vector<std::string>{id});
  return notes.empty() ? RiskNote{} : notes.front();
}

std::string words(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

void expect_told(const RiskNote& note) {
  EXPECT_NE(std::find(kRiskIds.begin(), kRiskIds.end(), note.id), kRiskIds.end()) << note.id;
  EXPECT_NE(note.text.find(words(note.value)), std::string::npos) << note.text;
  EXPECT_NE(note.text.find(words(note.usual.low) + " to " + words(note.usual.high)), std::string::npos) << note.text;
  EXPECT_TRUE(note.value < note.usual.low || note.value > note.usual.high) << note.text;
  EXPECT_NE(note.source.find('['), std::string::npos) << note.source;
  EXPECT_FALSE(note.mend.empty());
}

TEST(RiskNotes, NoneForADefaultPlan) {
  for (const Scene& scene : {front_scene(), undrawn_scene()})
    for (const std::uint64_t seed : {1, 2, 3}) {
      const Plan plan = plan_of(scene, [&](Treatment& t) { t.seed = seed; });
      EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>()) << seed;
    }
}

TEST(RiskNotes, NoneOfALineThatIsNotThere) {
  const Scene back = draw_phantom({.width_px = 320, .height_px = 320, .view = View::kBack}).value().scene;
  EXPECT_EQ(ids(risk_notes(plan_of(back))), std::vector<std::string>());
  EXPECT_EQ(ids(risk_notes(Plan{})), std::vector<std::string>());
}

TEST(RiskNotes, LowLine) {
  const auto of = [](double height_mm, double age_years, Sex sex) {
    return plan_of(undrawn_scene(), [&](Treatment& t) {
      t.hairline.height_above_glabella_mm = height_mm;
      t.client.age_years = age_years;
      t.client.sex = sex;
    });
  };
  const RiskNote note = only_note(of(65, 50, Sex::kMale), "line-low");
  EXPECT_NEAR(note.value, 65, 2.5);  // waves of 3 mm, averaged over one wavelength, and a line known within 0.5 mm
  EXPECT_EQ(note.usual.low, 75);
  expect_told(note);
  EXPECT_EQ(ids(risk_notes(of(80, 50, Sex::kMale))), std::vector<std::string>());
  EXPECT_EQ(ids(risk_notes(of(65, 35, Sex::kMale))), std::vector<std::string>());
  EXPECT_EQ(ids(risk_notes(of(65, 45, Sex::kFemale))), std::vector<std::string>());
  // A drawn line is measured as well: this one lies where a young man's hair would start.
  Plan drawn = plan_of(front_scene());
  drawn.treatment.client.age_years = 45;
  const RiskNote low = only_note(drawn, "line-low");
  EXPECT_NEAR(low.value, 61, 4);  // the trichion; the scene's line is a polygon of a 320 px picture
  EXPECT_EQ(low.usual.low, 67.5);
}

TEST(RiskNotes, StraightSymmetricAndDenseEdge) {
  const Plan plan = plan_of(undrawn_scene(), [](Treatment& t) { t = treatment_style("edge-up").value(); });
  const std::vector<RiskNote> notes = risk_notes(plan);
  EXPECT_EQ(ids(notes), (std::vector<std::string>{"line-straight", "line-symmetric", "edge-dense"}));
  for (const RiskNote& note : notes) expect_told(note);
  // What the notes say mends them.
  const Plan mended = plan_of(undrawn_scene(), [](Treatment& t) {
    t = treatment_style("edge-up").value();
    t.hairline.macro_amplitude_mm = 3;
    t.hairline.micro_amplitude_mm = 1;
    t.hairline.asymmetry = 1;
    t.density.feather_mm = 15;
  });
  EXPECT_EQ(ids(risk_notes(mended)), std::vector<std::string>());
}

TEST(RiskNotes, PastTheTemplePoints) {
  Plan plan = plan_of(front_scene());
  const ScalpLandmarks landmarks = scalp_landmarks(plan.surface);
  // A patch of the temple's dots is moved 20 mm towards the brow.
  std::size_t moved = 0;
  const Vec3<HeadMm> temple = landmarks.temple_point.left;
  const Vec3<HeadMm> ahead = walk_on_skin(plan.surface, temple, landmarks.glabella, 20);
  for (std::size_t i = 0; i < plan.dots.size() && moved < 30; ++i) {
    if (plan.dots.zone[i] != Zone::kSide) continue;
    plan.dots.head[i] = {std::max(ahead.x, landmarks.canthus_x_mm + 0.1), temple.y, ahead.z};
    ++moved;
  }
  ASSERT_EQ(moved, 30U);
  const RiskNote note = only_note(plan, "past-temple-points");
  EXPECT_GT(note.value, 5);
  EXPECT_LT(note.value, 21);
  expect_told(note);
}

TEST(RiskNotes, DarkAgainstTheSides) {
  Plan plan = plan_of(front_scene());
  plan.treatment.pigment.target_delta_l = -26;
  const RiskNote note = only_note(plan, "dark");
  EXPECT_EQ(note.value, -26);
  EXPECT_EQ(note.usual.low, -22);
  expect_told(note);
  // With the client's own hair known, that is the measure.
  plan.treatment.pigment.target_delta_l = -14;
  EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>());
  const std::vector<RiskNote> beside = risk_notes(plan, report_plan(plan), {.sides_delta_l = -9});
  ASSERT_EQ(ids(beside), std::vector<std::string>{"dark"});
  EXPECT_EQ(beside[0].usual.low, -11);
  expect_told(beside[0]);
  EXPECT_TRUE(risk_notes(plan, report_plan(plan), {.sides_delta_l = -13}).empty());
  EXPECT_TRUE(risk_notes(plan, report_plan(plan), {.sides_delta_l = -1}).size() == 1);
}

TEST(RiskNotes, DotsThatMerge) {
  Plan plan = plan_of(front_scene());
  plan.treatment.ageing.spread_mm2_per_year = 0.01;  // what five years turn into a helmet
  const RiskNote note = only_note(plan, "dots-merge");
  expect_told(note);
  // sqrt(0.32^2 + 5.545 * 2 * 0.01 * (5 - 28 / 365.25)) = 0.805 mm, and some 215 dots/cm2 are 0.68 mm apart
  EXPECT_NE(note.text.find("0.81 mm wide"), std::string::npos) << note.text;
  EXPECT_NEAR(note.value, 1.18, 0.05);
  // The density it advises is one that raises no note: 10 * 0.92 / 0.805 squared.
  EXPECT_NE(note.mend.find("130 dots/cm2"), std::string::npos) << note.mend;
  // Dots that the tone made wider count as wide as they are.
  plan.treatment.ageing.spread_mm2_per_year = 0.002;
  plan.mix = PigmentMix{0.5, 6, 0.6};
  EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>{"dots-merge"});
}

TEST(RiskNotes, ScarUptake) {
  Plan plan = plan_of(front_scene());
  make_scar(plan);
  const RiskNote note = only_note(plan, "scar-uptake");
  EXPECT_EQ(note.value, 0.6);
  expect_told(note);
  plan.treatment.scars.uptake = 0.95;
  EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>());
}

TEST(RiskNotes, LossThatGoesOn) {
  Plan plan = plan_of(front_scene());
  const auto with = [&](const char* today, const char* expected) {
    plan.treatment.client.loss = today;
    plan.treatment.client.expected_loss = expected;
    return risk_notes(plan);
  };
  const std::vector<RiskNote> notes = with("norwood-3", "norwood-6");
  ASSERT_EQ(ids(notes), std::vector<std::string>{"loss-progression"});
  EXPECT_EQ(notes[0].value, 3);
  expect_told(notes[0]);
  EXPECT_EQ(with("", "norwood-4").size(), 1U);
  EXPECT_EQ(with("ludwig-1", "ludwig-3").size(), 1U);
  EXPECT_EQ(with("norwood-7", "totalis").size(), 1U);
  EXPECT_EQ(with("norwood-3", "norwood-3v").size(), 1U);
  EXPECT_TRUE(with("norwood-6", "norwood-6").empty());
  EXPECT_TRUE(with("norwood-6", "").empty());
  EXPECT_TRUE(with("none", "norwood-1").empty());
}

TEST(RiskNotes, LowLineOfAYoungMan) {
  const auto of_age = [](std::optional<double> age) {
    return plan_of(undrawn_scene(), [&](Treatment& t) {
      t.hairline.height_above_glabella_mm = 66;
      t.client.age_years = age;
    });
  };
  const RiskNote note = only_note(of_age(24), "low-line-young");
  EXPECT_EQ(note.usual.low, 70);
  expect_told(note);
  EXPECT_EQ(ids(risk_notes(of_age(35))), std::vector<std::string>());
  EXPECT_EQ(ids(risk_notes(of_age(std::nullopt))), std::vector<std::string>());
}

TEST(RiskNotes, Contraindications) {
  Plan plan = plan_of(front_scene());
  plan.treatment.client.contraindications = {kContraindications[0], kContraindications[4]};
  const RiskNote note = only_note(plan, "contraindications");
  EXPECT_EQ(note.value, 2);
  EXPECT_NE(note.text.find("keloid tendency, pregnancy"), std::string::npos) << note.text;
  expect_told(note);
}

TEST(RiskNotes, TheAdviceSaysWhatItIsNot) {
  EXPECT_NE(std::string(kRiskAdvice).find("no medical advice"), std::string::npos);
  EXPECT_EQ(std::set<std::string>(kRiskIds.begin(), kRiskIds.end()).size(), kRiskIds.size());
}

}  // namespace
}  // namespace tonsure
