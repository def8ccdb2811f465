#include <tonsure/io/output.h>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <tonsure/io/photo.h>

#include "io/output_run.h"

namespace tonsure {
namespace {

namespace fs = std::filesystem;

/// An empty folder for each test, removed afterwards.
class Output : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("tonsure_output_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  [[nodiscard]] std::string text(const std::string& name) const {
    const auto content = load_file(path(name), 1000);
    return content.ok() ? *content : "(" + content.error().message() + ")";
  }

  /// Names in the folder, hidden ones too.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder_)) out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

  fs::path folder_;
};

using Names = std::vector<std::string>;

TEST_F(Output, NothingAppearsBeforeCommitAndAllAfter) {
  write("old.txt", "old");
  OutputFiles files;
  ASSERT_TRUE(files.add(path("new.txt"), "new").ok());
  ASSERT_TRUE(files.add(path("old.txt"), "newer").ok());
  ASSERT_TRUE(files.add(path("empty.txt"), "").ok());
  EXPECT_FALSE(fs::exists(path("new.txt")));
  EXPECT_EQ(text("old.txt"), "old");
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(names(), (Names{"empty.txt", "new.txt", "old.txt"}));
  EXPECT_EQ(text("new.txt"), "new");
  EXPECT_EQ(text("old.txt"), "newer");
  EXPECT_EQ(text("empty.txt"), "");
  EXPECT_TRUE(files.commit().ok());  // nothing left to do
}

TEST_F(Output, WhatIsNotCommittedLeavesNoTrace) {
  write("old.txt", "old");
  {
    OutputFiles files;
    ASSERT_TRUE(files.add(path("new.txt"), "new").ok());
    ASSERT_TRUE(files.add(path("old.txt"), "newer").ok());
  }
  EXPECT_EQ(names(), Names{"old.txt"});
  EXPECT_EQ(text("old.txt"), "old");
}

TEST_F(Output, AFailedCommitPutsEverythingBack) {
  write("first.txt", "first");
  write("last.txt", "last");
  {
    OutputFiles files;
    ASSERT_TRUE(files.add(path("first.txt"), "changed").ok());
    ASSERT_TRUE(files.add(path("new.txt"), "new").ok());
    ASSERT_TRUE(files.add(path("blocked.txt"), "blocked").ok());
    ASSERT_TRUE(files.add(path("last.txt"), "changed").ok());
    fs::create_directory(path("blocked.txt"));  // no file can be renamed to a folder, not even by root
    write("blocked.txt/inside.txt", "inside");
    const Status status = files.commit();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::kCannotWrite);
    EXPECT_NE(status.error().message().find("blocked.txt"), std::string::npos) << status.error().message();
    EXPECT_EQ(text("first.txt"), "first");
    EXPECT_EQ(text("last.txt"), "last");
    EXPECT_FALSE(fs::exists(path("new.txt")));
    EXPECT_EQ(text("blocked.txt/inside.txt"), "inside");
  }
  EXPECT_EQ(names(), (Names{"blocked.txt", "first.txt", "last.txt"}));
}

TEST_F(Output, TargetsThatCannotBeFilesAreRefusedAtOnce) {
  fs::create_directory(path("folder"));
  write("file.txt", "file");
  // A pipe stands for what must not be renamed away; a real device might be lost if the check ever failed.
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  OutputFiles files;
  const std::vector<std::string> targets = {"",
                                            path("folder"),
                                            path("missing/file.txt"),
                                            path("file.txt/inside.txt"),
                                            path("pipe"),
                                            path(std::string(300, 'n'))};
  for (const auto& target : targets) {
    Status status = files.add(target, "text");
    if (status.ok()) status = files.commit();  // a name that is too long shows only there
    ASSERT_FALSE(status.ok()) << target;
    EXPECT_EQ(status.error().code, ErrorCode::kCannotWrite) << target;
    EXPECT_FALSE(status.error().why.empty());
  }
  EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

TEST_F(Output, TheSameFileTwiceIsRefused) {
  OutputFiles files;
  ASSERT_TRUE(files.add(path("a.txt"), "one").ok());
  EXPECT_FALSE(files.add(path("./a.txt"), "two").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(text("a.txt"), "one");
  ASSERT_TRUE(files.add(path("a.txt"), "three").ok());  // another run
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(text("a.txt"), "three");
}

TEST_F(Output, LinksAreFollowed) {
  fs::create_directory(path("there"));
  write("there/real.txt", "old");
  fs::create_symlink(path("there/real.txt"), path("link.txt"));
  OutputFiles files;
  ASSERT_TRUE(files.add(path("link.txt"), "new").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_TRUE(fs::is_symlink(path("link.txt")));
  EXPECT_EQ(text("there/real.txt"), "new");
}

TEST_F(Output, NewFilesHaveTheModeOfOrdinaryOnes) {
  write("ordinary.txt", "text");
  OutputFiles files;
  ASSERT_TRUE(files.add(path("ours.txt"), "text").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(fs::status(path("ours.txt")).permissions(), fs::status(path("ordinary.txt")).permissions());
}

TEST_F(Output, WhatIsReplacedHandsOnItsPermissions) {
  write("private.txt", "old");
  fs::permissions(path("private.txt"), fs::perms::owner_read | fs::perms::owner_write);
  OutputFiles files;
  ASSERT_TRUE(files.add(path("private.txt"), "new").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(text("private.txt"), "new");
  EXPECT_EQ(fs::status(path("private.txt")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Output, AnInputIsNeverReplacedWhateverItIsCalled) {
  write("photo.png", "the only one");
  fs::create_hard_link(path("photo.png"), path("after.png"));
  fs::create_symlink("photo.png", path("split.png"));
  fs::create_directory(path("sub"));
  for (const bool only_own : {false, true}) {
    OutputFiles files({.inputs = {path("photo.png"), path("missing.json")}, .only_own = only_own});
    for (const char* name : {"photo.png", "./photo.png", "sub/../photo.png", "after.png", "split.png"}) {
      const Status status = files.add(path(name), "new");
      ASSERT_FALSE(status.ok()) << name;
      EXPECT_EQ(status.error().code, ErrorCode::kCannotWrite);
      EXPECT_NE(status.error().why.find("input"), std::string::npos) << status.error().message();
    }
    EXPECT_TRUE(files.add(path("other.png"), "new").ok());
  }
  EXPECT_EQ(text("photo.png"), "the only one");
  EXPECT_EQ(names(), (Names{"after.png", "photo.png", "split.png", "sub"}));
}

TEST_F(Output, OnlyWhatTonsureMadeIsReplacedWhereThatIsAskedFor) {
  const Image<unsigned char> grey(8, 8, 1, 100);
  const auto own = encode_png(grey.view(), {{"Software", "tonsure"}}).value();
  const auto other = encode_png(grey.view(), {{"Software", "a camera"}}).value();
  const auto as_text = [](const std::vector<std::byte>& bytes) {
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  const std::string json = sealed("{\n  \"a\": 1,\n  \"b\": [2]\n}\n");
  EXPECT_NE(json.find("\"made_by\": \"tonsure "), std::string::npos) << json;
  std::string edited = json;
  edited.replace(edited.find('1'), 1, "7");
  const std::string mark = "<!DOCTYPE html>\n<html><head>\n<meta name=\"generator\" content=\"tonsure\">\n";
  const std::vector<std::pair<std::string, bool>> cases = {
      {"", true},
      {as_text(own), true},
      {as_text(other), false},
      {json, true},
      {edited, false},
      {json + " ", false},
      {"{\"schema\": \"tonsure.scene/1\"}", false},
      {"{}", false},
      {"id,session,order,x_mm,y_mm\n1,1,1,0.5,0.5\n", true},
      {"id,session,order,x_mm,y_mm,note\n", false},
      {"id,session,order,x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,angle_deg,pigment,zone\n", true},
      {"id,session,order,x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,angle_deg,pigment,zone,x_px,y_px,visible\n",
       true},
      {mark, true},
      {"<!DOCTYPE html>\n<html>tonsure</html>\n", false},
      {"a diary", false}};
  for (const auto& [content, is_own] : cases) {
    write("file", content);
    OutputFiles files({.only_own = true});
    const Status status = files.add(path("file"), "new");
    EXPECT_EQ(status.ok(), is_own) << content;
    if (!status.ok()) {
      EXPECT_NE(status.error().fix.find("--force"), std::string::npos);
    }
    OutputFiles any;
    EXPECT_TRUE(any.add(path("file"), "new").ok()) << content;
  }
  EXPECT_EQ(sealed("{}"), "{}");
  EXPECT_EQ(sealed("{\"a\": 1}"), sealed("{\"a\": 1\n}\n")) << "a seal does not depend on the space before it";
}

/// Runs `work` in a process that dies at its end.
template <class Work>
void in_killed_process(const Work& work) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    OutputRun run;
    work(run);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST_F(Output, TheNextRunFinishesWhatAKilledOneHadBegun) {
  write("first.txt", "old 1");
  write("second.txt", "old 2");
  write("third.txt", "old 3");
  in_killed_process([&](OutputRun& run) {
    static_cast<void>(OutputRun::begin(folder_, run));
    run.use_names(5);
    std::ofstream(run.temporary(0)) << "new 1";
    std::ofstream(run.temporary(1)) << "new 2";
    std::ofstream(run.temporary(2)) << "new 3";
    std::ofstream(run.temporary(4)) << "new with a strange name";
    static_cast<void>(run.write_down({"first.txt", "second.txt", "third.txt", "", "a 7 b\nc"}));
    fs::create_hard_link(path("first.txt"), run.backup(0));
    fs::rename(run.temporary(0), path("first.txt"));
  });
  EXPECT_EQ(text("first.txt"), "new 1");
  EXPECT_EQ(text("second.txt"), "old 2");
  write("mine.txt", "came in its place");
  fs::rename(path("mine.txt"), path("third.txt"));  // after the run had died
  OutputFiles files;
  ASSERT_TRUE(files.add(path("other.txt"), "other").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(names(), (Names{"a 7 b\nc", "first.txt", "other.txt", "second.txt", "third.txt"}));
  EXPECT_EQ(text("first.txt"), "new 1");
  EXPECT_EQ(text("second.txt"), "new 2");
  EXPECT_EQ(text("third.txt"), "came in its place");
}

TEST_F(Output, TheNextRunRemovesWhatAKilledOneHadNotWrittenDown) {
  write("first.txt", "old");
  in_killed_process([&](OutputRun& run) {
    static_cast<void>(OutputRun::begin(folder_, run));
    run.use_names(2);
    std::ofstream(run.temporary(0)) << "new";
    std::ofstream(run.temporary(1)) << "half of what was to come";
  });
  EXPECT_EQ(names().size(), 4U);
  write(".tonsure-9.tmp", "an older program's");
  OutputFiles files;
  ASSERT_TRUE(files.add(path("first.txt"), "newer").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_EQ(names(), Names{"first.txt"});
  EXPECT_EQ(text("first.txt"), "newer");
}

TEST_F(Output, ARunThatLivesIsLeftAlone) {
  OutputRun run;
  ASSERT_FALSE(OutputRun::begin(folder_, run));
  run.use_names(1);
  std::ofstream(run.temporary(0)) << "being written";
  OutputFiles files;
  ASSERT_TRUE(files.add(path("other.txt"), "other").ok());
  ASSERT_TRUE(files.commit().ok());
  EXPECT_TRUE(fs::exists(run.temporary(0)));
  EXPECT_EQ(names().size(), 3U);
}

TEST_F(Output, SeveralThreadsAndRunsMayAddAtOnce) {
  constexpr int kThreads = 4, kFiles = 50;
  OutputFiles one, other;
  std::vector<std::thread> threads;
  std::vector<int> failures(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kFiles; ++i) {
        const std::string name = std::to_string(t) + "-" + std::to_string(i);
        auto& files = t % 2 == 0 ? one : other;
        if (!files.add(path(name), name)) ++failures[static_cast<std::size_t>(t)];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(kThreads, 0));
  ASSERT_TRUE(one.commit().ok());
  ASSERT_TRUE(other.commit().ok());
  EXPECT_EQ(names().size(), static_cast<std::size_t>(kThreads * kFiles));
  for (const auto& name : names()) EXPECT_EQ(text(name), name);
}

TEST_F(Output, FoldersAreMadeWithTheirParents) {
  EXPECT_TRUE(make_folder(path("a/b/c")).ok());
  EXPECT_TRUE(fs::is_directory(path("a/b/c")));
  EXPECT_TRUE(make_folder(path("a/b/c")).ok());
  EXPECT_TRUE(make_folder(path("a/b/d/")).ok());
  write("file.txt", "text");
  for (const auto& name : {path("file.txt"), path("file.txt/inside"), std::string()}) {
    const Status status = make_folder(name);
    ASSERT_FALSE(status.ok()) << name;
    EXPECT_EQ(status.error().code, ErrorCode::kCannotWrite);
  }
  EXPECT_EQ(text("file.txt"), "text");
}

TEST_F(Output, FilesAreReadUpToALimit) {
  write("ten.txt", "0123456789");
  EXPECT_EQ(*load_file(path("ten.txt"), 10), "0123456789");
  const auto too_long = load_file(path("ten.txt"), 9);
  ASSERT_FALSE(too_long.ok());
  EXPECT_EQ(too_long.error().code, ErrorCode::kResourceLimit);
  write("empty.txt", "");
  EXPECT_EQ(*load_file(path("empty.txt"), 0), "");
  const std::string large(3'000'000, 'x');
  write("large.txt", large);
  EXPECT_EQ(*load_file(path("large.txt"), 3'000'000), large);
  // What never ends, or never begins, is not opened at all.
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  for (const auto& [name, what] : std::map<std::string, std::string>{{"/dev/zero", "a device"},
                                                                     {"/dev/null", "a device"},
                                                                     {path("pipe"), "a pipe"},
                                                                     {folder_.string(), "a folder"}}) {
    const auto content = load_file(name, 5'000'000);
    ASSERT_FALSE(content.ok()) << name;
    EXPECT_EQ(content.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(content.error().why.find(what), std::string::npos) << content.error().message();
  }
  for (const auto& name : {path("missing.txt"), folder_.string()}) {
    const auto content = load_file(name, 10);
    ASSERT_FALSE(content.ok()) << name;
    EXPECT_EQ(content.error().code, ErrorCode::kInvalidInput);
  }
}

}  // namespace
}  // namespace tonsure
