// Plans and pixels of four phantoms, pinned: the same bytes for every compiler, level of optimisation, number of
// threads and width of vectors. docs/golden.md says when and how the numbers below are renewed.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>

#include <hwy/targets.h>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>
#include "core/rng.h"

namespace tonsure {
namespace {

struct Golden {
  const char* name;
  std::uint64_t photo, plan, healed, flash;  ///< hashes: of the phantom's pixels, the plan, and two pictures of it
};

constexpr std::array<Golden, 4> kGolden = {{
    {"receding, from the front", 0xb45ffd657e89145dU, 0x24fa75d44840c189U, 0xad271aad9509e093U, 0x6ade6d50e9a2e0f1U},
    {"deep skin and a crown, from above", 0xfe861206da82f257U, 0x646d11d2d38b7373U, 0x9dc41817cf337d69U,
     0xa95d2daa8f3cfb46U},
    {"scarred, from the back", 0x4f5dfb759c5b1290U, 0x72a85275edd7b37bU, 0x679f67c6ce580fadU, 0x43b319d25c04d70dU},
    {"totalis, three-quarter, defined edge", 0x0adf0de5a85ef8b5U, 0x4f6b5f104d03bbdeU, 0x53d5df941c55ad62U,
     0x15455639b3a5158dU},
}};

PhantomOptions phantom_of(std::size_t which) {
  PhantomOptions o{.width_px = 300, .height_px = 300};
  const auto loss = [](const char* name) { return parse_loss_pattern(name).value(); };
  switch (which) {
    case 0:
      o.view = View::kFront;
      o.loss = loss("norwood-3");
      break;
    case 1:
      o.view = View::kTop;
      o.skin = SkinType::kVI;
      o.loss = loss("norwood-4");
      break;
    case 2:
      o.view = View::kBack;
      o.loss = loss("norwood-3v");
      o.scars = {PhantomScar::kStrip, PhantomScar::kFue};
      break;
    default:
      o.view = View::kThreeQuarter;
      o.skin = SkinType::kII;
      o.loss = loss("totalis");
      break;
  }
  return o;
}

Treatment treatment_of(std::size_t which) {
  Treatment t = which == 3 ? treatment_style("defined").value() : Treatment{};
  t.seed = 11 + which;
  return t;
}

std::uint64_t hash_of(const Photo& photo) {
  ContentHash hash;
  const auto v = photo.pixels.view();
  for (int y = 0; y < v.height; ++y)
    hash.add_text(reinterpret_cast<const char*>(v.row(y)),
                  static_cast<std::size_t>(v.width) * static_cast<std::size_t>(v.channels));
  return hash.value();
}

Golden made(std::size_t which, int threads) {
  const Exec exec{.threads = threads};
  const Phantom head = draw_phantom(phantom_of(which), exec).value();
  Session session = Session::open({head.photo}, {head.scene}, {}, exec).value();
  EXPECT_TRUE(session.set_treatment(treatment_of(which), exec).ok());
  return {
      kGolden.at(which).name, hash_of(head.photo), plan_hash(session.plan()),
      hash_of(session.draw(0, {}, exec).value()),
      hash_of(session.draw(0, {.moment = {730}, .light = Light::kFlash, .shine = SkinShine::kMatte}, exec).value())};
}

/// What a failure says is what would be pinned.
std::string line_of(const Golden& g) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), "    {\"%s\", 0x%016llxU, 0x%016llxU,\n     0x%016llxU, 0x%016llxU},", g.name,
                static_cast<unsigned long long>(g.photo), static_cast<unsigned long long>(g.plan),
                static_cast<unsigned long long>(g.healed), static_cast<unsigned long long>(g.flash));
  return text.data();
}

class GoldenBytes : public ::testing::TestWithParam<std::size_t> {};

TEST_P(GoldenBytes, AreThePinnedOnes) {
  EXPECT_EQ(line_of(made(GetParam(), 1)), line_of(kGolden.at(GetParam())));
}

TEST_P(GoldenBytes, AreTheSameForAnyNumberOfThreads) {
  const std::string one = line_of(made(GetParam(), 1));
  for (const int threads : {2, 3, 7}) EXPECT_EQ(line_of(made(GetParam(), threads)), one) << threads << " threads";
}

INSTANTIATE_TEST_SUITE_P(All, GoldenBytes, ::testing::Range<std::size_t>(0, kGolden.size()));

TEST(GoldenBytes, AreTheSameForEachWidthOfVectors) {
  const std::string widest = line_of(made(1, 1));
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) {
    const std::int64_t target = left & -left;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    EXPECT_EQ(line_of(made(1, 1)), widest) << hwy::TargetName(target);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace
}  // namespace tonsure
