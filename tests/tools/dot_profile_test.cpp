#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "optics/dot_kernel.h"

#include "command/run_command.h"

namespace tonsure {
namespace {

using testing::Finished;
using testing::run_command;  // runs dot_profile here

using Arguments = std::vector<std::string>;

const Arguments kGood = {"--melanin",     "0.03", "--blood",     "0.006", "--depth-top-mm", "0.13",
                         "--diameter-mm", "0.27", "--height-mm", "0.18",  "--mu-a-per-mm",  "23",
                         "--slope",       "1.1"};

Arguments with(const std::string& flag, const std::string& value) {
  Arguments arguments = kGood;
  for (std::size_t i = 0; i < arguments.size(); i += 2)
    if (arguments[i] == flag) arguments[i + 1] = value;
  return arguments;
}

TEST(DotProfile, PrintsWhatIsDrawn) {
  const Finished run = run_command(kGood);
  ASSERT_EQ(run.status, 0) << run.err;
  Deposit dot{.depth_top_mm = 0.13, .diameter_mm = 0.27, .height_mm = 0.18};
  for (std::size_t b = 0; b < kBands; ++b) dot.absorption_per_mm[b] = 23 * std::pow(550 / band_nm(b), 1.1);
  const DotKernel kernel = dot_kernel({0.03, 0.006}, dot);
  std::istringstream lines(run.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "r_mm,ratio_r,ratio_g,ratio_b");
  for (const double r_mm : {0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.5}) {
    ASSERT_TRUE(std::getline(lines, line)) << r_mm;
    char expected[80];
    const LinearRgb ratio = reflectance_ratio(kernel, r_mm);
    std::snprintf(expected, sizeof expected, "%.3f,%.5f,%.5f,%.5f", r_mm, ratio[0], ratio[1], ratio[2]);
    EXPECT_EQ(line, expected);
  }
  EXPECT_FALSE(std::getline(lines, line)) << line;
}

TEST(DotProfile, OrderOfFlagsDoesNotMatter) {
  Arguments turned(kGood.begin() + 6, kGood.end());
  turned.insert(turned.end(), kGood.begin(), kGood.begin() + 6);
  EXPECT_EQ(run_command(turned).out, run_command(kGood).out);
}

TEST(DotProfile, WrongUsageIsStatus2) {
  Arguments odd = kGood;
  odd.pop_back();
  Arguments missing(kGood.begin() + 2, kGood.end());
  Arguments unknown = kGood;
  unknown.insert(unknown.end(), {"--colour", "3"});
  for (const Arguments& arguments : {Arguments{}, odd, missing, unknown, with("--blood", "much"),
                                     with("--blood", "0.01x"), with("--slope", "nan"), with("--slope", "")}) {
    const Finished run = run_command(arguments);
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find("usage:"), std::string::npos);
  }
  EXPECT_NE(run_command(missing).err.find("--melanin: is missing"), std::string::npos);
  EXPECT_EQ(run_command({"--help"}).status, 0);
}

TEST(DotProfile, OutOfRangeIsStatus3AndNamesFieldAndRange) {
  struct Bad {
    std::string flag, value, range;
  };
  for (const Bad& bad : {Bad{"--melanin", "0.5", "0.005 to 0.35"}, Bad{"--melanin", "-1", "0.005 to 0.35"},
                         Bad{"--blood", "0.2", "0 to 0.05"}, Bad{"--depth-top-mm", "0.01", "0.05 to 0.8"},
                         Bad{"--diameter-mm", "0.7", "0.1 to 0.6"}, Bad{"--height-mm", "0.05", "0.1 to 0.4"},
                         Bad{"--mu-a-per-mm", "100", "1 to 80"}, Bad{"--mu-a-per-mm", "inf", "1 to 80"},
                         Bad{"--slope", "4", "0 to 3"}}) {
    const Finished run = run_command(with(bad.flag, bad.value));
    EXPECT_EQ(run.status, 3) << bad.flag;
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find(bad.flag), std::string::npos) << run.err;
    EXPECT_NE(run.err.find(bad.range), std::string::npos) << run.err;
    EXPECT_EQ(testing::count_lines(run.err), 1U) << run.err;
  }
}

TEST(DotProfile, BordersOfTheRangesAreGood) {
  for (const auto& [flag, value] : std::vector<std::pair<std::string, std::string>>{
           {"--melanin", "0.35"}, {"--depth-top-mm", "0.8"}, {"--diameter-mm", "0.1"}, {"--mu-a-per-mm", "80"}}) {
    EXPECT_EQ(run_command(with(flag, value)).status, 0) << flag;
  }
}

}  // namespace
}  // namespace tonsure
