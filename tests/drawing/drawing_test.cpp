// Drawing again: other moments, regions and lights of one prepared plan.
#include <tonsure/drawing/drawing.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

struct Prepared {
  Phantom phantom;
  std::vector<PhotoReading> readings;
  Plan plan;
};

const Prepared& head() {
  static const Prepared prepared = [] {
    Prepared out;
    out.phantom = draw_phantom({.width_px = 500,
                                .height_px = 500,
                                .view = View::kTop,
                                .shine = 0.4,
                                .loss = parse_loss_pattern("norwood-4").value()})
                      .value();
    out.readings = read_photos({&out.phantom.photo, 1}, {&out.phantom.scene, 1}).value();
    out.plan = make_plan(out.readings, {}).value();
    return out;
  }();
  return prepared;
}

Drawing prepared(const Exec& exec = {}) {
  return prepare(head().phantom.photo, head().readings[0], head().plan, exec).value();
}

const std::vector<DrawOptions>& looks() {
  static const std::vector<DrawOptions> all = {
      {},
      {.moment = {1}},
      {.moment = {1825}},
      {.sessions = 1},
      {.light = Light::kFlash},
      {.light = Light::kSide, .shine = SkinShine::kShiny},
      {.shine = SkinShine::kMatte},
  };
  return all;
}

TEST(Drawing, AgainIsTheSameWhateverWasDrawnBefore) {
  Drawing kept = prepared();
  Photo canvas = head().phantom.photo;
  std::vector<Image<unsigned char>> fresh;
  for (const DrawOptions& look : looks()) {
    Drawing once = prepared();
    fresh.push_back(draw_photo(once, look).value().pixels);
    EXPECT_NE(fresh.back(), head().phantom.photo.pixels);
    for (std::size_t i = 0; i + 1 < fresh.size(); ++i) EXPECT_NE(fresh[i], fresh.back());
  }
  // Forth and back on one canvas.
  for (std::size_t i = 0; i < 2 * looks().size(); ++i) {
    const std::size_t k = i < looks().size() ? i : 2 * looks().size() - 1 - i;
    ASSERT_TRUE(draw(kept, looks()[k], canvas.pixels.view()).ok());
    ASSERT_EQ(canvas.pixels, fresh[k]) << k;
  }
}

TEST(Drawing, ARegionIsACropOfTheWhole) {
  for (const DrawOptions& look : {looks()[0], looks()[5]}) {
    Drawing drawing = prepared();
    const Photo whole = draw_photo(drawing, look).value();
    for (const PixelRect& region : {PixelRect{200, 180, 456, 436}, PixelRect{0, 0, 1, 1}, PixelRect{191, 191, 193, 385},
                                    PixelRect{0, 0, 500, 500}}) {
      Drawing other = prepared();
      Photo canvas = head().phantom.photo;
      DrawOptions part = look;
      part.region = region;
      const auto drawn = draw(other, part, canvas.pixels.view());
      ASSERT_TRUE(drawn.ok());
      for (int y = 0; y < 500; ++y) {
        for (int x = 0; x < 500; ++x) {
          const bool inside = x >= region.x0 && x < region.x1 && y >= region.y0 && y < region.y1;
          const auto& wanted = inside ? whole : head().phantom.photo;
          ASSERT_TRUE(std::equal(canvas.pixels.view().pixel(x, y), canvas.pixels.view().pixel(x, y) + 3,
                                 wanted.pixels.view().pixel(x, y)))
              << x << ", " << y;
        }
      }
    }
  }
}

TEST(Drawing, IsTheSameForAnyNumberOfThreads) {
  for (const DrawOptions& look : {looks()[0], looks()[2], looks()[5]}) {
    Drawing one = prepared({.threads = 1}), seven = prepared({.threads = 7});
    EXPECT_EQ(draw_photo(one, look, {.threads = 1}).value().pixels,
              draw_photo(seven, look, {.threads = 7}).value().pixels);
  }
}

TEST(Drawing, RunsOnTheAppsOwnThreads) {
  // A pool of the app's, here one that takes the tasks from last to first.
  int calls = 0;
  const Exec own{.threads = 4, .run = [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                   ++calls;
                   for (std::size_t i = count; i-- > 0;) body(i);
                 }};
  for (const DrawOptions& look : {looks()[0], looks()[4]}) {
    Drawing ours = prepared(), theirs = prepared(own);
    const int before = calls;
    EXPECT_EQ(draw_photo(ours, look).value().pixels, draw_photo(theirs, look, own).value().pixels);
    EXPECT_GT(calls, before);
  }
}

TEST(Drawing, RefusesWhatDoesNotFit) {
  Drawing drawing = prepared();
  Image<unsigned char> small(100, 500, 3), rgba(500, 500, 4), fits(500, 500, 3);
  EXPECT_EQ(draw(drawing, {}, small.view()).error().where, "out");
  EXPECT_EQ(draw(drawing, {}, rgba.view()).error().where, "out");
  for (const PixelRect& region : {PixelRect{-1, 0, 10, 10}, PixelRect{0, 0, 501, 10}, PixelRect{0, -3, 10, 10},
                                  PixelRect{0, 0, 10, 501}, PixelRect{5, 5, 5, 9}, PixelRect{9, 9, 5, 5}})
    EXPECT_EQ(draw(drawing, {.region = region}, fits.view()).error().where, "region");
  Photo other;
  other.pixels = Image<unsigned char>(100, 100, 3);
  EXPECT_EQ(prepare(other, head().readings[0], head().plan).error().code, ErrorCode::kInvalidInput);
  PhotoReading painted = head().readings[0];
  painted.strands.value = Image<float>(10, 10, 1);
  EXPECT_EQ(prepare(head().phantom.photo, painted, head().plan).error().where, "reading.strands");
  // A head that is calibrated otherwise shows the dots elsewhere.
  PhotoReading another = head().readings[0];
  another.head.surface = ScalpSurface();
  EXPECT_EQ(prepare(head().phantom.photo, another, head().plan).error().where, "reading");
}

TEST(Drawing, RefusesMomentsThatThereAreNot) {
  Drawing drawing = prepared();
  Photo canvas = head().phantom.photo;
  for (const double days : {-1.0, kMaxAgeDays + 1, std::nan(""), HUGE_VAL}) {
    const auto drawn = draw(drawing, {.moment = {days}}, canvas.pixels.view());
    ASSERT_FALSE(drawn.ok()) << days;
    EXPECT_EQ(drawn.error().where, "moment.age_days");
  }
  EXPECT_EQ(draw(drawing, {.sessions = -1}, canvas.pixels.view()).error().where, "sessions");
  EXPECT_EQ(canvas.pixels, head().phantom.photo.pixels);
}

TEST(Drawing, AgainAfterCancellingIsAsIfNothingWas) {
  Drawing fresh = prepared(), cut = prepared();
  Photo canvas = head().phantom.photo;
  int stages = 0;
  const Exec counting{.progress = [&](const Progress&) { return ++stages > 0; }};
  const DrawOptions other{.moment = {400}, .light = Light::kSide, .shine = SkinShine::kMatte};
  ASSERT_TRUE(draw(fresh, other, canvas.pixels.view(), counting).ok());
  const Photo wanted = draw_photo(fresh, {}).value();
  canvas = head().phantom.photo;
  for (int stop = 1; stop < stages; ++stop) {  // at the last one all is done
    // By the flag, which is looked at within a stage, too.
    std::atomic<bool> flag{false};
    int seen = 0;
    const Exec stopping{.cancel = &flag, .progress = [&](const Progress&) {
                          flag = ++seen >= stop;
                          return true;
                        }};
    ASSERT_FALSE(draw(cut, other, canvas.pixels.view(), stopping).ok()) << stop;
    ASSERT_TRUE(draw(cut, {}, canvas.pixels.view()).ok());
    ASSERT_EQ(canvas.pixels, wanted.pixels) << stop;
    cut = prepared();
  }
}

TEST(Drawing, KeepsAlphaAndGrey) {
  const Image<unsigned char>& rgb = head().phantom.photo.pixels;
  Photo grey = head().phantom.photo, layered = head().phantom.photo;
  grey.monochrome = true;
  layered.pixels = Image<unsigned char>(500, 500, 4);
  for (int y = 0; y < 500; ++y) {
    for (int x = 0; x < 500; ++x) {
      const unsigned char* const p = rgb.view().pixel(x, y);
      unsigned char* const g = grey.pixels.view().pixel(x, y);
      g[0] = g[1] = g[2] = p[1];
      unsigned char* const a = layered.pixels.view().pixel(x, y);
      std::copy_n(p, 3, a);
      a[3] = x < 250 ? 255 : 0;
    }
  }
  const PhotoReading of_grey = read_photos({&grey, 1}, {&head().phantom.scene, 1}).value().front();
  const Plan plan = make_plan({&of_grey, 1}, {}).value();
  for (const DrawOptions& look : {looks()[0], looks()[4]}) {
    auto drawing = prepare(grey, of_grey, plan).value();
    const Photo after = draw_photo(drawing, look).value();
    EXPECT_NE(after.pixels, grey.pixels);
    auto on_layers = prepare(layered, head().readings[0], head().plan).value();
    const Photo seen = draw_photo(on_layers, look).value();
    EXPECT_NE(seen.pixels, layered.pixels);
    for (int y = 0; y < 500; ++y) {
      for (int x = 0; x < 500; ++x) {
        const unsigned char* const g = after.pixels.view().pixel(x, y);
        ASSERT_TRUE(g[0] == g[1] && g[1] == g[2]) << x << ", " << y;
        const unsigned char* const a = seen.pixels.view().pixel(x, y);
        ASSERT_EQ(a[3], x < 250 ? 255 : 0);
        if (x >= 250) {
          ASSERT_TRUE(std::equal(a, a + 3, rgb.view().pixel(x, y)));
        }
      }
    }
  }
}

TEST(Drawing, CanBeCancelledAtEveryStage) {
  int stages = 0;
  const Exec counting{.progress = [&](const Progress&) { return ++stages > 0; }};
  const auto run = [&](const Exec& exec) -> Result<Drawn> {
    auto drawing = prepare(head().phantom.photo, head().readings[0], head().plan, exec);
    if (!drawing) return drawing.error();
    Photo canvas = head().phantom.photo;
    return draw(*drawing, {.light = Light::kFlash}, canvas.pixels.view(), exec);
  };
  ASSERT_TRUE(run(counting).ok());
  ASSERT_GE(stages, 8);  // begin and end of preparing, kernels, light and dots
  for (int stop = 1; stop <= stages; ++stop) {
    int seen = 0;
    const auto cut = run({.progress = [&](const Progress&) { return ++seen < stop; }});
    ASSERT_FALSE(cut.ok()) << stop;
    EXPECT_EQ(cut.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace tonsure
