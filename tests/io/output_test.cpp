#include <tonsure/io/output.h>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

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

TEST_F(Output, ALostTemporaryFileAlsoPutsEverythingBack) {
  write("first.txt", "first");
  write("second.txt", "second");
  {
    OutputFiles files;
    ASSERT_TRUE(files.add(path("first.txt"), "changed").ok());
    const Names before = names();
    ASSERT_TRUE(files.add(path("second.txt"), "changed").ok());
    for (const auto& name : names()) {
      if (std::find(before.begin(), before.end(), name) == before.end()) fs::remove(path(name));
    }
    EXPECT_FALSE(files.commit().ok());
  }
  EXPECT_EQ(names(), (Names{"first.txt", "second.txt"}));
  EXPECT_EQ(text("first.txt"), "first");
  EXPECT_EQ(text("second.txt"), "second");
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
