// What the command shows of names that others chose: on a terminal, and as a command to be copied.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "command/run_command.h"
#include "safe_text.h"
#include "shell_word.h"

namespace tonsure {
namespace {

using command::safe_text;
using command::shell_file;
using command::shell_word;

const std::string kNot = "\xEF\xBF\xBD";

TEST(SafeText, KeepsWhatCanBeRead) {
  for (const char* text : {"", "plan.json",
                           "Gr\xC3\xB6\xC3\x9F"
                           "e",
                           "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "\xE5\xA4\xB4", "\xF0\x9F\x99\x82", "\xC2\xA0"})
    EXPECT_EQ(safe_text(text), text);
}

TEST(SafeText, LetsNothingDriveTheTerminal) {
  EXPECT_EQ(safe_text("a\x1B[2Jb\x07\r\n\t\x7F"), "a [2Jb     ");
  EXPECT_EQ(safe_text(std::string_view("a\0b", 3)), "a b");
  EXPECT_EQ(safe_text("\xC2\x9B"
                      "31m"),
            kNot + "31m")
      << "CSI as a C1 control";
  EXPECT_EQ(safe_text("\x9B"
                      "31m"),
            kNot + "31m")
      << "CSI as a byte that is no UTF-8";
  EXPECT_EQ(safe_text("\xC2\x80\xC2\x9F"), kNot + kNot);
}

TEST(SafeText, StaysOnOneLineAndInOrder) {
  EXPECT_EQ(safe_text("a\xE2\x80\xA8"
                      "b\xE2\x80\xA9"),
            "a b ");
  for (const char* code : {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
                           "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"})
    EXPECT_EQ(safe_text(std::string("photo") + code + "gnp.exe"), "photo" + kNot + "gnp.exe");
}

TEST(SafeText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(safe_text("\xFF\xC3(\xC0\xBC"), kNot + kNot + "(" + kNot + kNot);
  EXPECT_EQ(safe_text("a\xE2\x80"), "a" + kNot + kNot);
}

TEST(ShellWord, QuotesWhatCanBeShown) {
  EXPECT_EQ(shell_word("head.png"), "'head.png'");
  EXPECT_EQ(shell_word("it's $(rm) `x` \\ \"!\" *"), "'it'\\''s $(rm) `x` \\ \"!\" *'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(ShellWord, WritesTheRestAsNumbers) {
  EXPECT_EQ(shell_word("a\nb"), "$'a\\012b'");
  EXPECT_EQ(shell_word("\x1B'\\!\xC2\x9B\xFF"), "$'\\033\\047\\134\\041\\302\\233\\377'");
  EXPECT_EQ(shell_word("\xE2\x80\xAE\xC3\xB6"), "$'\\342\\200\\256\xC3\xB6'");
}

TEST(ShellWord, AFileIsNoFlag) {
  EXPECT_EQ(shell_file("--out"), "'./--out'");
  EXPECT_EQ(shell_file("-\n"), "$'./-\\012'");
  EXPECT_EQ(shell_file("a-b"), "'a-b'");
}

// Any byte that a file's name may hold, and runs of those that mean something to a shell.
TEST(ShellWord, IsReadBackByAShell) {
  std::vector<std::string> names = {"$(touch run)",
                                    "`touch run`",
                                    "';touch run;'",
                                    "a\n;touch run",
                                    "\\'",
                                    "'\n'\\''",
                                    "!!\n",
                                    "\xE2\x80\xA8",
                                    "%s\\n",
                                    "~",
                                    "-n"};
  for (int byte = 1; byte < 256; ++byte) names.push_back("x" + std::string(1, static_cast<char>(byte)) + "y");
  const testing::Folder folder;
  std::string expected, script = "cd " + shell_word(folder.path()) + "\n";
  for (const std::string& name : names) {
    script += "printf '%s|' " + shell_word(name) + " >>out\n";
    expected += name + "|";
  }
  testing::write_text(folder / "script", script);
  const std::string line = "bash " + shell_word(folder / "script");
  if (std::system("command -v bash >/dev/null") != 0) GTEST_SKIP() << "no bash";
  ASSERT_EQ(std::system(line.c_str()), 0);
  EXPECT_EQ(testing::read_text(folder / "out"), expected);
  EXPECT_EQ(folder.files(), (std::vector<std::string>{"out", "script"})) << "something was run";
}

}  // namespace
}  // namespace tonsure
