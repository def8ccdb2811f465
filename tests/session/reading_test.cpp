// What photos tell is asked for once.
#include <tonsure/session/session.h>

#include <gtest/gtest.h>

#include <map>
#include <string>

#include <tonsure/phantom/phantom.h>

namespace tonsure {
namespace {

Phantom haired(View view) {
  return draw_phantom(
             {.width_px = 400, .height_px = 400, .view = view, .loss = parse_loss_pattern("norwood-4").value()})
      .value();
}

struct Counter {
  std::map<std::string, int> runs;
  Exec exec{.progress = [this](const Progress& p) {
    if (p.fraction >= 1) ++runs[p.stage];
    return true;
  }};
};

TEST(Session, EachStageRunsOncePerPhotoAndNoneAgainForAnotherPicture) {
  const Phantom top = haired(View::kTop), left = haired(View::kLeft), front = haired(View::kFront);
  Counter counter;
  Session session =
      Session::open({top.photo, left.photo, front.photo}, {top.scene, left.scene, front.scene}, {}, counter.exec)
          .value();
  ASSERT_TRUE(session.set_treatment({}, counter.exec).ok());
  for (std::size_t i = 0; i < 3; ++i) ASSERT_TRUE(session.draw(i, {}, counter.exec).ok());
  const std::map<std::string, int> first = counter.runs;
  EXPECT_EQ(first.at("fit head"), 1) << "all together";
  for (const char* stage : {"snap outline", "read skin and light", "measure camera", "find strands",
                            "measure hair darkness", "measure stubble", "prepare drawing", "make kernels", "draw dots"})
    EXPECT_EQ(first.at(stage), 3) << stage;
  for (const char* stage : {"design density", "place dots", "make dots", "mix pigment"})
    EXPECT_EQ(first.at(stage), 1) << stage;

  ASSERT_TRUE(session.draw(0, {.moment = {1825}}, counter.exec).ok());
  std::map<std::string, int> again = first;
  again["make kernels"] = 4;
  again["draw dots"] = 4;
  EXPECT_EQ(counter.runs, again);
  // The same moment in part: nothing but the pixels.
  ASSERT_TRUE(session.draw(0, {.moment = {1825}, .region = PixelRect{100, 100, 200, 200}}, counter.exec).ok());
  again["draw dots"] = 5;
  EXPECT_EQ(counter.runs, again);
  // Another treatment: the photos are not asked again.
  Treatment other;
  other.seed = 5;
  ASSERT_TRUE(session.set_treatment(other, counter.exec).ok());
  ASSERT_TRUE(session.draw(0, {}, counter.exec).ok());
  EXPECT_EQ(counter.runs.at("fit head"), 1);
  EXPECT_EQ(counter.runs.at("find strands"), 3);
  EXPECT_EQ(counter.runs.at("place dots"), 2);
}

TEST(Session, APlanThatWasMadeKnowsItsViews) {
  const Phantom top = haired(View::kTop);
  Session first = Session::open({top.photo}, {top.scene}).value();
  ASSERT_TRUE(first.set_treatment({}).ok());
  Session second = Session::open({top.photo}, {top.scene}, first.plan()).value();
  EXPECT_EQ(second.readings()[0].head.view.rim_excess, first.readings()[0].head.view.rim_excess);
  EXPECT_EQ(plan_hash(second.plan()), plan_hash(first.plan()));
  EXPECT_EQ(second.draw(0).value().pixels, first.draw(0).value().pixels);
}

TEST(Session, SaysWhyAReadingLacksSomething) {
  const Phantom bald = draw_phantom({.width_px = 320, .height_px = 320, .view = View::kTop}).value();
  const PhotoReading reading = read_photos({&bald.photo, 1}, {&bald.scene, 1}).value().front();
  EXPECT_FALSE(reading.strands);
  EXPECT_FALSE(reading.hair);
  EXPECT_FALSE(reading.stubble);
  for (const std::string& why : {reading.strands.why_not, reading.hair.why_not, reading.stubble.why_not})
    EXPECT_FALSE(why.empty());
  EXPECT_TRUE(reading.skin_not_read.empty());
}

TEST(Session, PaintedHairTakesThePlaceOfWhatWasFound) {
  const Phantom top = haired(View::kTop);
  Session session = Session::open({top.photo}, {top.scene}).value();
  ASSERT_TRUE(session.set_treatment({}).ok());
  const std::uint64_t found = plan_hash(session.plan());
  const Image<unsigned char> before = session.draw(0).value().pixels;
  std::vector<PhotoMasks> masks(1);
  masks[0].hair = Image<float>(400, 400, 1, 1);  // hair all over: nothing to be seen
  ASSERT_TRUE(session.set_masks(masks).ok());
  EXPECT_EQ(session.draw(0).value().pixels, top.photo.pixels);
  masks[0].hair = {};
  ASSERT_TRUE(session.set_masks(masks).ok());
  EXPECT_EQ(session.draw(0).value().pixels, before);
  masks[0].density = Image<float>(400, 400, 1, 0.5F);
  ASSERT_TRUE(session.set_masks(masks).ok());
  ASSERT_TRUE(session.set_treatment({}).ok());
  EXPECT_NE(plan_hash(session.plan()), found);
  masks[0].density = Image<float>(10, 10, 1, 0.5F);
  EXPECT_EQ(session.set_masks(masks).error().where, "mask");
  EXPECT_EQ(session.set_masks({}).error().where, "masks");
}

TEST(Session, ACanvasShowsTheNewPlanAndNothingOfTheOld) {
  const Phantom top = haired(View::kTop);
  Session session = Session::open({top.photo}, {top.scene}).value();
  Treatment wide, narrow;
  narrow.density.peak_per_cm2 = 60;
  Photo canvas = top.photo;
  ASSERT_TRUE(session.set_treatment(wide).ok());
  ASSERT_TRUE(session.draw(0, {.light = Light::kFlash}, canvas.pixels.view()).ok());
  ASSERT_TRUE(session.set_treatment(narrow).ok());
  Session moved = std::move(session);
  ASSERT_TRUE(moved.draw(0, {}, canvas.pixels.view()).ok());
  EXPECT_EQ(canvas.pixels, moved.draw(0).value().pixels);
  ASSERT_TRUE(moved.draw(0, {.light = Light::kSide}, canvas.pixels.view()).ok());
  std::vector<PhotoMasks> masks(1);
  masks[0].hair = Image<float>(top.photo.pixels.width(), top.photo.pixels.height(), 1);
  ASSERT_TRUE(moved.set_masks(std::move(masks)).ok());
  ASSERT_TRUE(moved.draw(0, {}, canvas.pixels.view()).ok());
  EXPECT_EQ(canvas.pixels, moved.draw(0).value().pixels);
}

TEST(Session, APlanKnowsItsViewWhateverThePhotoSaysOfItsLens) {
  Phantom top = haired(View::kTop);
  const Plan plan = make_plan(top.scene, {}).value();  // without a photo
  top.photo.focal_35mm = 26;
  top.scene.notes = "seen again";
  const Session with_lens = Session::open({top.photo}, {top.scene}, plan).value();
  EXPECT_EQ(with_lens.readings()[0].head.view.camera.center, plan.views[0].view.camera.center);
  EXPECT_EQ(with_lens.readings()[0].head.mm_per_px, plan.views[0].mm_per_px);
  EXPECT_FALSE(with_lens.hairline(0).guide.empty());
  const Plan by_lens = [&] {
    Session first = Session::open({top.photo}, {top.scene}).value();
    EXPECT_TRUE(first.set_treatment({}).ok());
    return first.plan();
  }();
  Photo bare = top.photo;
  bare.focal_35mm = 0;
  const Session without = Session::open({bare}, {top.scene}, by_lens).value();
  EXPECT_EQ(without.readings()[0].head.mm_per_px, by_lens.views[0].mm_per_px);
}

TEST(Session, RefusesToDrawWhatIsNotThere) {
  const Phantom top = haired(View::kTop);
  Session session = Session::open({top.photo}, {top.scene}).value();
  EXPECT_EQ(session.draw(0).error().where, "plan");
  EXPECT_EQ(session.draw(1).error().where, "photo");
  EXPECT_TRUE(session.hairline(0).guide.empty());
  EXPECT_EQ(Session::open({}, {}).error().where, "photos");
  EXPECT_EQ(Session::open({top.photo}, {}).error().where, "photos");
  Treatment bad;
  bad.density.peak_per_cm2 = -1;
  EXPECT_EQ(session.set_treatment(bad).error().where, "density.peak_per_cm2");
  EXPECT_FALSE(session.has_plan());
}

TEST(Session, ReadingCanBeCancelledAtEveryStage) {
  const Phantom top = haired(View::kTop);
  int stages = 0;
  ASSERT_TRUE(
      read_photos({&top.photo, 1}, {&top.scene, 1}, {}, {.progress = [&](const Progress&) { return ++stages > 0; }})
          .ok());
  ASSERT_EQ(stages, 14);  // begin and end of seven
  for (int stop = 1; stop <= stages; ++stop) {
    int seen = 0;
    const auto cut =
        read_photos({&top.photo, 1}, {&top.scene, 1}, {}, {.progress = [&](const Progress&) { return ++seen < stop; }});
    ASSERT_FALSE(cut.ok()) << stop;
    EXPECT_EQ(cut.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace tonsure
