// Proposals for the phantom, whose scene is known, and for pictures that show no head. What proposals are worth on
// photographs is measured by tools/inspect_overlap.
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <utility>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/propose/propose.h>

namespace tonsure {
namespace {

constexpr int kSide = 480;

const Phantom& phantom_of(View view) {
  static std::map<View, Phantom> drawn;
  const auto known = drawn.find(view);
  if (known != drawn.end()) return known->second;
  auto phantom = draw_phantom({.width_px = kSide, .height_px = kSide, .view = view}, {});
  EXPECT_TRUE(phantom.ok());
  return drawn.emplace(view, std::move(*phantom)).first->second;
}

PartialScene only_view(View view) {
  PartialScene given;
  given.scene.view = view;
  given.has[static_cast<std::size_t>(ScenePart::kView)] = true;
  return given;
}

/// Intersection over union on a grid of pixels.
double overlap(const Points<PhotoPx>& a, const Points<PhotoPx>& b, int width, int height) {
  double both = 0, either = 0;
  for (int y = 0; y < height; y += 2) {
    for (int x = 0; x < width; x += 2) {
      const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
      const bool in_a = contains(std::span<const Vec2<PhotoPx>>(a), p);
      const bool in_b = contains(std::span<const Vec2<PhotoPx>>(b), p);
      both += in_a && in_b ? 1 : 0;
      either += in_a || in_b ? 1 : 0;
    }
  }
  return either > 0 ? both / either : 0;
}

const ProposedPart* find_part(const SceneProposal& proposal, const std::string& name) {
  for (const ProposedPart& part : proposal.parts)
    if (part.name == name) return &part;
  return nullptr;
}

bool warns_of(const SceneProposal& proposal, const std::string& words) {
  for (const std::string& warning : proposal.warnings)
    if (warning.find(words) != std::string::npos) return true;
  return false;
}

bool has_cascades() {
  const auto proposal = propose_scene(phantom_of(View::kFront).photo);
  return proposal.ok() || proposal.error().why.find("cascade") == std::string::npos;
}

#define SKIP_WITHOUT_CASCADES() \
  if (!has_cascades()) GTEST_SKIP() << "OpenCV's trained cascades are not installed: no faces can be found"

Photo flat(unsigned char value) {
  return {Image<unsigned char>(320, 240, 3, value)};
}

TEST(Propose, FindsThePhantomInEveryView) {
  SKIP_WITHOUT_CASCADES();
  for (const View view : {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack}) {
    const Phantom& phantom = phantom_of(view);
    const PartialScene given = only_view(view);
    const auto proposal = propose_scene(phantom.photo, &given);
    ASSERT_TRUE(proposal.ok()) << view_name(view) << ": " << proposal.error().message();
    EXPECT_TRUE(check_scene(proposal->scene).ok()) << view_name(view);
    // Measured 0.75 to 0.97, by view; a proposal that misses a third of the head saves nobody work.
    EXPECT_GT(overlap(proposal->scene.head_outline, phantom.scene.head_outline, kSide, kSide), 0.67) << view_name(view);
    EXPECT_GE(proposal->scene.head_outline.size(), 30U) << view_name(view);
    EXPECT_LE(proposal->scene.head_outline.size(), 120U) << view_name(view);
    EXPECT_EQ(proposal->scene.view, view);
    ASSERT_TRUE(proposal->scene.hairline.has_value());
    EXPECT_EQ(proposal->scene.hairline->empty(), view == View::kTop || view == View::kBack) << view_name(view);
  }
}

TEST(Propose, FindsTheEyesOfAFace) {
  SKIP_WITHOUT_CASCADES();
  const Phantom& phantom = phantom_of(View::kFront);
  const auto proposal = propose_scene(phantom.photo);
  ASSERT_TRUE(proposal.ok());
  EXPECT_EQ(proposal->scene.view, View::kFront);
  ASSERT_EQ(proposal->faces.size(), 1U);
  EXPECT_TRUE(proposal->faces[0].taken);
  for (const char* name : {"left_pupil", "right_pupil"}) {
    const auto found = find_face_point(proposal->scene, name), known = find_face_point(phantom.scene, name);
    ASSERT_TRUE(found && known) << name;
    // A fifth of the distance of the pupils: the boxes the cascades find move by as much.
    EXPECT_LT(norm(*found - *known) * *phantom.scene.mm_per_px, 0.2 * 63) << name;
  }
}

TEST(Propose, LeavesWhatIsGiven) {
  SKIP_WITHOUT_CASCADES();
  const Phantom& phantom = phantom_of(View::kFront);
  PartialScene given = only_view(View::kThreeQuarter);  // wrong, but a person said so
  given.scene.head_outline = {{100.123, 80}, {380, 90}, {390, 260}, {90, 250}};
  given.has[static_cast<std::size_t>(ScenePart::kHeadOutline)] = true;
  given.scene.existing_hair = {};
  given.has[static_cast<std::size_t>(ScenePart::kExistingHair)] = true;
  given.scene.face_points = {{"chin", std::nullopt}, {"left_pupil", Vec2<PhotoPx>{270.25, 200}}};
  given.scene.mm_per_px = 0.7;
  given.scene.unknown_keys = {{"client", "\"A 17\""}};
  const auto proposal = propose_scene(phantom.photo, &given);
  ASSERT_TRUE(proposal.ok()) << proposal.error().message();
  const Scene& scene = proposal->scene;
  EXPECT_EQ(scene.view, View::kThreeQuarter);
  EXPECT_EQ(scene.head_outline, given.scene.head_outline);
  EXPECT_TRUE(scene.existing_hair.empty());
  EXPECT_EQ(scene.mm_per_px, given.scene.mm_per_px);
  EXPECT_EQ(scene.unknown_keys, given.scene.unknown_keys);
  ASSERT_GE(scene.face_points.size(), 2U);
  for (const FacePoint& point : scene.face_points) {
    if (point.name == "chin") {
      EXPECT_FALSE(point.position.has_value());
    }
    if (point.name == "left_pupil") {
      EXPECT_EQ(*point.position, (Vec2<PhotoPx>{270.25, 200}));
    }
  }
  for (const char* name : {"view", "head_outline", "existing_hair", "face_points.chin", "face_points.left_pupil"}) {
    ASSERT_NE(find_part(*proposal, name), nullptr) << name;
    EXPECT_TRUE(find_part(*proposal, name)->given) << name;
  }
  for (const char* name : {"scalp_region", "hairline"}) {
    ASSERT_NE(find_part(*proposal, name), nullptr) << name;
    EXPECT_FALSE(find_part(*proposal, name)->given) << name;
    EXPECT_LT(find_part(*proposal, name)->confidence, 1) << name;
  }

  const PartialScene whole = all_of(phantom.scene);
  const auto unchanged = propose_scene(phantom.photo, &whole);
  ASSERT_TRUE(unchanged.ok()) << unchanged.error().message();
  Scene after = unchanged->scene;
  after.face_points = phantom.scene.face_points;  // missing ones may have been added
  EXPECT_EQ(scene_to_json(after), scene_to_json(phantom.scene));
}

TEST(Propose, GivesTheSameForAnyThreads) {
  SKIP_WITHOUT_CASCADES();
  const Photo& photo = phantom_of(View::kFront).photo;
  const auto one = propose_scene(photo, nullptr, {.threads = 1});
  cv::setNumThreads(3);
  cv::theRNG().state = 17;
  const auto many = propose_scene(photo, nullptr, {.threads = 8});
  EXPECT_EQ(cv::getNumThreads(), 3);  // what belongs to the program is as it was
  EXPECT_EQ(cv::theRNG().state, 17U);
  ASSERT_TRUE(one.ok() && many.ok());
  EXPECT_EQ(scene_to_json(one->scene), scene_to_json(many->scene));
  EXPECT_EQ(one->warnings, many->warnings);
  EXPECT_EQ(draw_proposal(photo, *one), draw_proposal(photo, *many));
}

TEST(Propose, RefusesPicturesWithoutAHead) {
  SKIP_WITHOUT_CASCADES();
  Photo stripes = flat(90);
  for (int y = 0; y < 240; ++y)
    for (int x = 0; x < 320; ++x)
      for (int c = 0; c < 3; ++c)
        stripes.pixels.view().pixel(x, y)[c] = static_cast<unsigned char>((x / 16 + y / 16) % 2 == 0 ? 60 : 200);
  Photo ball = flat(230);  // round, but blue
  for (int y = 0; y < 240; ++y)
    for (int x = 0; x < 320; ++x)
      if (std::hypot(x - 160, y - 120) < 80) ball.pixels.view().pixel(x, y)[0] = ball.pixels.view().pixel(x, y)[1] = 40;
  for (const Photo& photo : {flat(0), flat(128), stripes, ball}) {
    const auto proposal = propose_scene(photo);
    ASSERT_FALSE(proposal.ok());
    EXPECT_EQ(proposal.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(proposal.error().where, kProposePhoto);
    EXPECT_FALSE(proposal.error().fix.empty());
  }
  EXPECT_FALSE(propose_scene(Photo{Image<unsigned char>(20, 30, 3, 100)}).ok());
}

TEST(Propose, RefusesWhereTheViewIsUncertain) {
  SKIP_WITHOUT_CASCADES();
  // By their limb alone, a face that is not seen and the back of a head are the same.
  for (const View view : {View::kTop, View::kLeft, View::kRight, View::kBack}) {
    const auto proposal = propose_scene(phantom_of(view).photo);
    ASSERT_FALSE(proposal.ok()) << view_name(view);
    EXPECT_EQ(proposal.error().where, kProposePhoto) << view_name(view);
    EXPECT_NE(proposal.error().fix.find("view"), std::string::npos) << proposal.error().fix;
    EXPECT_NE(proposal.error().fix.find("by hand"), std::string::npos) << proposal.error().fix;
  }
}

TEST(Propose, KeepsOffTheFaceInStatedViews) {
  SKIP_WITHOUT_CASCADES();
  for (const View view : {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack}) {
    const Phantom& phantom = phantom_of(view);
    const PartialScene given = only_view(view);
    const auto proposal = propose_scene(phantom.photo, &given);
    ASSERT_TRUE(proposal.ok()) << view_name(view) << ": " << proposal.error().message();
    const std::span<const Vec2<PhotoPx>> outline(phantom.scene.head_outline);
    for (const Vec2<PhotoPx> p : proposal->scene.scalp_region) {
      const double off = contains(outline, p) ? 0 : distance_to_polyline(outline, p, true);
      // The limb is traced to some 5 mm. From behind, the nape is set by proportions: measured up to 34 mm into the
      // neck.
      EXPECT_LT(off * *phantom.scene.mm_per_px, view == View::kBack ? 40 : 12)
          << view_name(view) << " at " << p.x << ", " << p.y;
    }
  }
}

TEST(Propose, HoldsAStatedViewAgainstAFace) {
  SKIP_WITHOUT_CASCADES();
  for (const View view : {View::kBack, View::kTop, View::kLeft, View::kCloseup}) {
    const PartialScene given = only_view(view);
    const auto proposal = propose_scene(phantom_of(View::kFront).photo, &given);
    ASSERT_FALSE(proposal.ok()) << view_name(view);
    EXPECT_EQ(proposal.error().where, "view");
  }
}

TEST(Propose, NamesWhatLeavesNoScalp) {
  SKIP_WITHOUT_CASCADES();
  PartialScene given = only_view(View::kFront);
  given.scene.hairline = Points<PhotoPx>{{100, 12}, {240, 8}, {380, 12}};  // above the head
  given.has[static_cast<std::size_t>(ScenePart::kHairline)] = true;
  const auto proposal = propose_scene(phantom_of(View::kFront).photo, &given);
  ASSERT_FALSE(proposal.ok());
  EXPECT_EQ(proposal.error().where, "hairline");
}

TEST(Propose, TakesAnythingDrawnOrRefusesIt) {
  SKIP_WITHOUT_CASCADES();
  const Photo& photo = phantom_of(View::kFront).photo;
  const std::vector<Points<PhotoPx>> outlines = {{{240, 200}, {241, 200}, {240, 201}},
                                                 {{0, 0}, {480, 0}, {480, 0.2}, {0, 0.2}},
                                                 {{479, 0}, {480, 0}, {480, 480}, {479, 480}},
                                                 {{0, 0}, {480, 0}, {480, 480}, {0, 480}}};
  for (const View view : kAllViews) {
    for (const auto& outline : outlines) {
      PartialScene given = only_view(view);
      given.scene.head_outline = outline;
      given.has[static_cast<std::size_t>(ScenePart::kHeadOutline)] = true;
      given.scene.face_points = {{"left_pupil", Vec2<PhotoPx>{480, 480}}, {"right_pupil", Vec2<PhotoPx>{475.5, 479}}};
      const auto proposal = propose_scene(photo, &given);
      if (proposal.ok()) {
        EXPECT_TRUE(check_scene(proposal->scene).ok()) << view_name(view);
      } else {
        EXPECT_EQ(proposal.error().code, ErrorCode::kInvalidInput) << proposal.error().message();
      }
    }
  }
  PartialScene endless = only_view(View::kFront);
  endless.scene.face_points = {{"left_pupil", Vec2<PhotoPx>{NAN, 1e300}}, {"right_pupil", Vec2<PhotoPx>{0, 0}}};
  EXPECT_FALSE(propose_scene(photo, &endless).ok());
}

TEST(Propose, TakesPhotosOfAnyShapeOrRefusesThem) {
  SKIP_WITHOUT_CASCADES();
  const std::vector<std::pair<int, int>> sizes = {{1, 1}, {1, 3000}, {3000, 1}, {40, 40}, {40, 3000}, {320, 40}};
  for (const auto& [width, height] : sizes) {
    const Photo photo{Image<unsigned char>(width, height, 3, 120)};
    const auto proposal = propose_scene(photo);
    ASSERT_FALSE(proposal.ok()) << width << " x " << height;
    EXPECT_EQ(proposal.error().where, kProposePhoto) << width << " x " << height;
    EXPECT_EQ(draw_proposal(photo, {}).width() > 0, true) << width << " x " << height;
  }
}

TEST(Propose, NamesCascadesThatAreMissingOrDamaged) {
  const Photo& photo = phantom_of(View::kFront).photo;
  const auto missing = propose_scene(photo, nullptr, {}, {.cascade_folder = "no such folder"});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(missing.error().message().find("no such folder/haarcascade_frontalface_alt2.xml"), std::string::npos)
      << missing.error().message();

  const auto folder = std::filesystem::path(::testing::TempDir()) / "tonsure_damaged_cascades";
  std::filesystem::create_directories(folder);
  for (const char* text : {"", "no cascade", "<?xml version=\"1.0\"?><opencv_storage><cascade>"}) {
    std::ofstream(folder / "haarcascade_frontalface_alt2.xml") << text;
    ::testing::internal::CaptureStderr();
    const auto damaged = propose_scene(photo, nullptr, {}, {.cascade_folder = folder.string()});
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << "nothing is printed";
    ASSERT_FALSE(damaged.ok());
    EXPECT_NE(damaged.error().message().find("damaged"), std::string::npos) << damaged.error().message();
  }
  std::filesystem::remove_all(folder);
}

TEST(Propose, WarnsOfTwoFacesAndTakesOne) {
  SKIP_WITHOUT_CASCADES();
  const Photo& one = phantom_of(View::kFront).photo;
  Photo two{Image<unsigned char>(2 * kSide, kSide, 3)};
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < 2 * kSide; ++x)
      for (int c = 0; c < 3; ++c) two.pixels.view().pixel(x, y)[c] = one.pixels.view().pixel(x % kSide, y)[c];
  const auto proposal = propose_scene(two);
  ASSERT_TRUE(proposal.ok());
  ASSERT_EQ(proposal->faces.size(), 2U);
  EXPECT_NE(proposal->faces[0].taken, proposal->faces[1].taken);
  EXPECT_TRUE(warns_of(*proposal, "2 faces"));

  // Who annotated a head has said which one is meant.
  PartialScene given;
  given.scene.head_outline = phantom_of(View::kFront).scene.head_outline;
  for (auto& p : given.scene.head_outline) p.x += kSide;
  given.has[static_cast<std::size_t>(ScenePart::kHeadOutline)] = true;
  const auto right = propose_scene(two, &given);
  ASSERT_TRUE(right.ok()) << right.error().message();
  ASSERT_EQ(right->faces.size(), 2U);
  EXPECT_TRUE(right->faces[1].taken);
}

TEST(Propose, TakesGreyTransparentAndSmallPhotos) {
  SKIP_WITHOUT_CASCADES();
  const Phantom& phantom = phantom_of(View::kFront);
  const auto source = phantom.photo.pixels.view();
  Photo grey{Image<unsigned char>(kSide, kSide, 3), true};
  Photo cut_out{Image<unsigned char>(kSide, kSide, 4)};
  Photo small{Image<unsigned char>(kSide / 4, kSide / 4, 3)};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const unsigned char* p = source.pixel(x, y);
      for (int c = 0; c < 3; ++c) {
        grey.pixels.view().pixel(x, y)[c] = p[1];
        cut_out.pixels.view().pixel(x, y)[c] = p[c];
        int sum = 0;
        for (int k = 0; k < 16; ++k) sum += source.pixel(x / 4 * 4 + k % 4, y / 4 * 4 + k / 4)[c];
        small.pixels.view().pixel(x / 4, y / 4)[c] = static_cast<unsigned char>(sum / 16);
      }
      cut_out.pixels.view().pixel(x, y)[3] = std::hypot(x - kSide / 2, y - kSide / 2) < kSide / 2 ? 255 : 0;
    }
  }
  const PartialScene given = only_view(View::kFront);
  for (const Photo* photo : {&grey, &cut_out, &small}) {
    const auto proposal = propose_scene(*photo, &given);
    ASSERT_TRUE(proposal.ok()) << proposal.error().message();
    const int width = photo->pixels.width();
    Points<PhotoPx> known = phantom.scene.head_outline;
    for (auto& p : known) p = (static_cast<double>(width) / kSide) * p;
    EXPECT_GT(overlap(proposal->scene.head_outline, known, width, width), 0.6)  // a little less than in full colour
        << photo->pixels.channels() << " channels, " << width << " px";
  }
}

TEST(Propose, StopsWhenAsked) {
  SKIP_WITHOUT_CASCADES();
  std::atomic<bool> cancel{true};
  const auto flagged = propose_scene(phantom_of(View::kFront).photo, nullptr, {.cancel = &cancel});
  ASSERT_FALSE(flagged.ok());
  EXPECT_EQ(flagged.error().code, ErrorCode::kCancelled);
  const auto told = propose_scene(phantom_of(View::kFront).photo, nullptr,
                                  {.progress = [](const Progress& p) { return p.fraction < 0.5; }});
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.error().code, ErrorCode::kCancelled);
}

TEST(Propose, RefusesASceneOfAnotherPhoto) {
  PartialScene given;
  given.scene.width_px = kSide + 20;
  given.scene.height_px = kSide;
  const auto proposal = propose_scene(phantom_of(View::kBack).photo, &given);
  ASSERT_FALSE(proposal.ok());
  EXPECT_EQ(proposal.error().where, "size");
}

TEST(ProposeOnPhotos, OutlinesOverlapWithThoseDrawnByHand) {
  const char* folder = std::getenv("TONSURE_TEST_PHOTOS");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_PHOTOS is not set: the annotated photographs are not at hand";
  SKIP_WITHOUT_CASCADES();
  double sum = 0, count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().string().ends_with(".scene.json")) continue;
    const auto scene = load_scene(entry.path().string());
    ASSERT_TRUE(scene.ok()) << scene.error().message();
    const auto photo = load_photo((entry.path().parent_path() / scene->image).string());
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    const PartialScene given = only_view(scene->view);
    const auto proposal = propose_scene(*photo, &given);
    ASSERT_TRUE(proposal.ok()) << entry.path() << ": " << proposal.error().message();
    sum += overlap(proposal->scene.head_outline, scene->head_outline, scene->width_px, scene->height_px);
    count += 1;
  }
  ASSERT_GT(count, 0);
  // Measured 0.87 on the 16 photos we have, with one missed altogether; each photo counts 0.06.
  EXPECT_GT(sum / count, 0.80);
}

}  // namespace
}  // namespace tonsure
