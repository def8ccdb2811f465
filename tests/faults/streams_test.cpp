// What happens to the command where its terminal, its pipe or its folder goes away.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include <sys/wait.h>

#include "faults/trial.h"

namespace tonsure::testing {
namespace {

/// Runs a line of the shell in the place of the trials, with $TONSURE for the command; its status, or minus a signal.
int shell(const std::string& line) {
  const std::string all = "cd '" + workplace().path() + "' && TONSURE='" TONSURE_COMMAND "' && " + line;
  const int status = std::system(all.c_str());  // NOLINT(cert-env33-c, concurrency-mt-unsafe): what is tested
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string err() {
  return read_text(workplace() / "err");
}

TEST(Streams, FullStdoutIsFour) {
  const std::string place = "place --density photo.png --mm-per-px 0.5 --peak 30 --out out/full.csv --json",
                    plan = "plan --scene photo.scene.json --treatment thin.json --out out/full --json";
  for (const std::string& arguments : {std::string("measure dots.csv"), std::string("measure dots.csv --json"),
                                       std::string("--version"), std::string("--help"), place, plan}) {
    EXPECT_EQ(shell("$TONSURE " + arguments + " >/dev/full 2>err"), 4) << arguments;
    EXPECT_NE(err().find("tonsure: standard output: "), std::string::npos) << arguments << ": " << err();
  }
}

TEST(Streams, ClosedOnesDoNoHarm) {
  EXPECT_EQ(shell("$TONSURE measure dots.csv >&- 2>err"), 4) << err();
  EXPECT_EQ(shell("$TONSURE measure dots.csv --json >&- 2>err"), 4) << err();
  // Nothing is to be said on stdout, and what goes to stderr is for people who do not want it.
  const std::string place = "place --density photo.png --mm-per-px 0.5 --peak 30 --out out/closed.csv";
  for (const char* closed : {" >&-", " 2>&-", " >&- 2>&-", " <&-", " <&- >&- 2>&-"}) {
    std::filesystem::remove(workplace() / "out/closed.csv");
    EXPECT_EQ(shell("$TONSURE " + place + closed), 0) << closed;
    // A file that is opened then is not taken for one of the streams.
    EXPECT_EQ(read_text(workplace() / "out/closed.csv"), read_text(workplace() / "dots.csv")) << closed;
  }
  EXPECT_EQ(shell("$TONSURE measure missing.csv 2>&-"), 3);
  EXPECT_EQ(shell("$TONSURE measure missing.csv 2>/dev/full"), 3);
}

TEST(Streams, AReaderThatLeavesEndsIt) {
  EXPECT_EQ(shell("(sleep 0.05; $TONSURE measure dots.csv; echo $? >status) 2>err | true"), 0);
  EXPECT_EQ(read_text(workplace() / "status"), "4\n") << err();
  EXPECT_EQ(count_lines(err()), 1U) << err();
}

TEST(Streams, VanishedFolders) {
  const std::string absolute = "'" + workplace().path() + "'/";
  // The folder the command stands in is gone.
  EXPECT_EQ(shell("mkdir -p gone && cd gone && rmdir ../gone && $TONSURE phantom --size 64x64 --out there 2>../err"), 4)
      << err();
  EXPECT_EQ(count_lines(err()), 1U) << err();
  EXPECT_EQ(shell("mkdir -p gone && cd gone && rmdir ../gone && $TONSURE measure dots.csv 2>../err"), 3) << err();
  EXPECT_EQ(count_lines(err()), 1U) << err();
  EXPECT_EQ(shell("mkdir -p gone && cd gone && rmdir ../gone && $TONSURE phantom --size 64x64 --out " + absolute +
                  "out/kept 2>../err"),
            0)
      << err();
  // The output folder goes away, or turns into a file, meanwhile.
  EXPECT_EQ(shell("rm -rf lost; mkdir lost; (while rmdir lost || rm -rf lost; do sleep 0.001; done) 2>/dev/null & "
                  "loop=$!; $TONSURE phantom --size 64x64 --out lost/lost 2>err; status=$?; kill $loop; "
                  "[ $status = 0 ] || [ $status = 4 ]"),
            0)
      << err();
  EXPECT_LE(count_lines(err()), 1U) << err();
}

}  // namespace
}  // namespace tonsure::testing
