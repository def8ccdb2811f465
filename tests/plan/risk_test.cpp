#include <tonsure/plan/report.h>

#include <algorithm>
#include <charconv>
#include <set>

#include <gtest/gtest.h>

#include "plan_support.h"
#include "scalp/anatomy.h"

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
  expect_told(low);
}

/// The error that a note states.
double stated_error(const RiskNote& note) {
  const std::size_t at = note.text.find(" +- ");
  return at == std::string::npos ? 0 : std::stod(note.text.substr(at + 4));
}

// The usual height rises by 1.5 mm a year past 40, which sets it as far above a drawn line as is wanted.
TEST(RiskNotes, ALineIsLowByMoreThanThePhotoCanTell) {
  Plan drawn = plan_of(front_scene());
  const auto with_usual_above = [&](double height_mm) {
    drawn.treatment.client.age_years = 40 + (height_mm - 60) / 1.5;
    return risk_notes(drawn);
  };
  const std::vector<RiskNote> far = with_usual_above(80);
  ASSERT_EQ(ids(far), std::vector<std::string>{"line-low"});
  const double error = stated_error(far[0]);
  EXPECT_GE(error, 2);  // a scale good to 3 % and two points good to 1.5 mm across the photo, one foreshortened
  EXPECT_LE(error, 6);
  // Value and error are rounded to 1 mm, half of it off each.
  EXPECT_EQ(with_usual_above(far[0].value + error + 1.1).size(), 1U);
  EXPECT_EQ(with_usual_above(far[0].value + error - 1.1).size(), 0U);
  // A young man's line is judged as well as it is known, too.
  Plan designed = plan_of(undrawn_scene(), [](Treatment& t) { t.hairline.height_above_glabella_mm = 62; });
  designed.treatment.client.age_years = 50;
  const RiskNote certain = only_note(designed, "line-low");
  EXPECT_EQ(stated_error(certain), 0);  // it lies where it was asked for
  designed.treatment.client.age_years = 40 + (certain.value + 0.5 - 60) / 1.5;
  EXPECT_EQ(ids(risk_notes(designed)), std::vector<std::string>{"line-low"});
}

// In a photo the glabella is where it was annotated, not where the mean head has it.
TEST(RiskNotes, ADrawnLineIsMeasuredFromTheGlabellaOfItsPhoto) {
  Plan plan = plan_of(front_scene());
  plan.treatment.client.age_years = 60;  // 90 mm and more are usual
  const double before = only_note(plan, "line-low").value;
  constexpr double kLowerMm = 8;
  bool moved = false;
  for (FacePoint& point : plan.scenes[0].face_points)
    if (point.name == "glabella" && point.position) {
      point.position->y += kLowerMm / plan.scenes[0].mm_per_px.value();
      moved = true;
    }
  ASSERT_TRUE(moved);
  // The pose follows one face point of many a little, and both values are rounded to 1 mm.
  EXPECT_NEAR(only_note(plan, "line-low").value - before, kLowerMm, 2.5);
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
    t.hairline.largest_departure_mm.reset();
    t.hairline.asymmetry = 1;
    t.density.feather_mm = 15;
  });
  EXPECT_EQ(ids(risk_notes(mended)), std::vector<std::string>());
}

/// A patch of the temple's dots, moved towards the brow.
Plan with_dots_ahead(double ahead_mm) {
  Plan plan = plan_of(front_scene());
  const ScalpLandmarks landmarks = scalp_landmarks(plan.surface);
  const Vec3<HeadMm> temple = landmarks.temple_point.left;
  const Vec3<HeadMm> ahead = walk_on_skin(plan.surface, temple, landmarks.glabella, ahead_mm);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < plan.dots.size() && moved < 30; ++i) {
    if (plan.dots.zone[i] != Zone::kSide) continue;
    plan.dots.head[i] = {std::max(ahead.x, landmarks.canthus_x_mm + 0.1), temple.y, ahead.z};
    ++moved;
  }
  EXPECT_EQ(moved, 30U);
  return plan;
}

TEST(RiskNotes, PastTheTemplePoints) {
  const RiskNote note = only_note(with_dots_ahead(20), "past-temple-points");
  EXPECT_GT(note.value, 5);
  EXPECT_LT(note.value, 21);
  expect_told(note);
  // A front view tells temples by some millimetres only; what lies within that and the landmarks' own 5 mm is no news.
  const double error = stated_error(note);
  EXPECT_GE(error, 3);
  EXPECT_LE(error, 8);
  EXPECT_EQ(ids(risk_notes(with_dots_ahead(5 + 0.5 * error))), std::vector<std::string>());
}

TEST(RiskNotes, DarkAgainstTheSides) {
  Plan plan = plan_of(front_scene());
  plan.treatment.pigment.target_delta_l = -26;
  const RiskNote note = only_note(plan, "dark");
  EXPECT_EQ(note.value, -26);
  EXPECT_EQ(note.usual.low, -24);
  expect_told(note);
  // With the client's own hair known, that is the measure.
  plan.treatment.pigment.target_delta_l = -14;
  EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>());
  plan.sides_delta_l = -9;
  const std::vector<RiskNote> beside = risk_notes(plan);
  ASSERT_EQ(ids(beside), std::vector<std::string>{"dark"});
  EXPECT_EQ(beside[0].usual.low, -11);
  expect_told(beside[0]);
  plan.sides_delta_l = -13;
  EXPECT_TRUE(risk_notes(plan).empty());
  plan.sides_delta_l = -1;
  EXPECT_EQ(risk_notes(plan).size(), 1U);
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
  EXPECT_EQ(note.value, 0.84);  // 1 - 0.4^2
  expect_told(note);
  plan.treatment.scars.extra_sessions = 2;
  EXPECT_EQ(ids(risk_notes(plan)), std::vector<std::string>());
  plan.treatment.scars = {.uptake = 0.95, .extra_sessions = 0};
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
