// One answer: the program of the README and the command draw the same bytes on the same photo.
#include <gtest/gtest.h>

#include <cstdlib>

#include <tonsure/io/photo.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

TEST(ReadmeProgram, DrawsTheBytesOfThePreview) {
  const Folder head, out;
  // Hair and a lens' perspective, so that whatever one of the two leaves out is seen.
  ASSERT_EQ(run_command({"phantom", "--size", "500x500", "--view", "top", "--loss", "norwood-4", "--out", head.path()})
                .status,
            0);
  write_text(head / "same.treatment.json",
             R"({"density": {"peak_per_cm2": 200}, "hairline": {"asymmetry": 0.8}, "seed": 3})");
  const Finished preview =
      run_command({"preview", head / "photo.png", "--treatment", head / "same.treatment.json", "--out", out.path()});
  ASSERT_EQ(preview.status, 0) << preview.err;
  const std::string program = std::string("cd '") + out.path() + "' && '" TONSURE_README_PROGRAM "' '" +
                              (head / "photo.png") + "' '" + (head / "photo.scene.json") + "' >/dev/null";
  ASSERT_EQ(std::system(program.c_str()), 0);  // NOLINT(cert-env33-c, concurrency-mt-unsafe): what is tested
  const auto by_command = load_photo(out / "before-after.png"), by_program = load_photo(out / "before_after.png");
  ASSERT_TRUE(by_command.ok() && by_program.ok());
  EXPECT_EQ(by_command->pixels, by_program->pixels);
}

}  // namespace
}  // namespace tonsure::testing
