// The promise of privacy: what a photo's metadata, its folder and the person's account are called stands in no output.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include <tonsure/core/image.h>
#include <tonsure/io/photo.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

constexpr const char* kFolder = "Telltale-Folder-of-Jane-Roe";
constexpr const char* kHome = "telltale-home";
constexpr const char* kUser = "telltale-user";
constexpr const char* kMake = "TelltaleMake";
constexpr const char* kModel = "TelltaleModel";
constexpr const char* kSerial = "SERIAL-TELLTALE-4711";
constexpr const char* kOwner = "Telltale Owner";
constexpr const char* kTaken = "2031:07:23 11:13:17";
constexpr const char* kGpsDate = "2031:07:24";
constexpr const char* kComment = "telltale comment";

void append_little(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 255u);
}

/// A directory of a TIFF block that lies at `at` there, with its long values behind it; the next one lies behind those.
class Directory {
 public:
  void text(unsigned tag, const std::string& value) { add(tag, 2, value.size() + 1, value + '\0'); }
  void number(unsigned tag, std::uint32_t value) {
    std::string bytes;
    append_little(bytes, value, 4);
    add(tag, 4, 1, bytes);
  }
  void degrees(unsigned tag, std::uint32_t degrees, std::uint32_t minutes, std::uint32_t hundredths) {
    std::string bytes;
    for (const auto& [over, under] : {std::pair(degrees, 1u), std::pair(minutes, 1u), std::pair(hundredths, 100u)}) {
      append_little(bytes, over, 4);
      append_little(bytes, under, 4);
    }
    add(tag, 5, 3, bytes);
  }
  [[nodiscard]] std::string bytes(std::size_t at) const {
    std::string out, values;
    append_little(out, static_cast<std::uint32_t>(entries_.size()), 2);
    const std::size_t values_at = at + 6 + 12 * entries_.size();
    for (const Entry& entry : entries_) {
      append_little(out, entry.tag, 2);
      append_little(out, entry.type, 2);
      append_little(out, entry.count, 4);
      if (entry.value.size() <= 4) {
        out += entry.value + std::string(4 - entry.value.size(), '\0');
      } else {
        append_little(out, static_cast<std::uint32_t>(values_at + values.size()), 4);
        values += entry.value;
      }
    }
    append_little(out, 0, 4);
    return out + values;
  }

 private:
  struct Entry {
    unsigned tag, type;
    std::uint32_t count;
    std::string value;
  };
  void add(unsigned tag, unsigned type, std::size_t count, const std::string& value) {
    entries_.push_back({tag, type, static_cast<std::uint32_t>(count), value});
  }
  std::vector<Entry> entries_;
};

/// EXIF with a device, its owner, a date and a place.
std::string telltale_exif() {
  constexpr std::size_t kExifAt = 1000, kGpsAt = 2000;
  Directory main, exif, gps;
  main.text(0x010F, kMake);
  main.text(0x0110, kModel);
  main.text(0x0132, kTaken);
  main.text(0x013B, kOwner);
  main.number(0x8769, kExifAt);
  main.number(0x8825, kGpsAt);
  exif.text(0x9003, kTaken);
  exif.text(0xA430, kOwner);
  exif.text(0xA431, kSerial);
  gps.text(1, "N");
  gps.degrees(2, 48, 51, 3007);
  gps.text(3, "E");
  gps.degrees(4, 2, 17, 4013);
  gps.text(29, kGpsDate);
  std::string out = std::string("Exif\0\0", 6) + std::string("II*\0\x08\0\0\0", 8) + main.bytes(8);
  out.resize(6 + kExifAt);
  out += exif.bytes(kExifAt);
  out.resize(6 + kGpsAt);
  return out + gps.bytes(kGpsAt);
}

std::string jpeg_segment(unsigned char code, const std::string& content) {
  const std::size_t size = content.size() + 2;
  return std::string("\xFF") + static_cast<char>(code) + static_cast<char>(size >> 8) + static_cast<char>(size & 255) +
         content;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string base64_decoded(const std::string& text) {
  std::string out;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    const std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t value = letters.find(c);
    if (value == std::string_view::npos) break;
    group = (group << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) out += static_cast<char>((group >> (bits -= 8)) & 255u);
  }
  return out;
}

/// The pictures that a page holds.
std::string pictures_of(const std::string& page) {
  const std::string mark = "base64,";
  std::string all;
  for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + 1))
    all += base64_decoded(page.substr(at + mark.size()));
  return all;
}

class Account {  // what the environment says of a person, while it lives
 public:
  explicit Account(const std::string& home) {
    for (const auto& [name, value] :
         {std::pair<const char*, std::string>("HOME", home), {"USER", kUser}, {"LOGNAME", kUser}}) {
      const char* old = std::getenv(name);
      old_.emplace_back(name, old == nullptr ? "" : old);
      setenv(name, value.c_str(), 1);
    }
  }
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account() {
    for (const auto& [name, value] : old_) setenv(name, value.c_str(), 1);
  }

 private:
  std::vector<std::pair<const char*, std::string>> old_;
};

/// Photo, as JPEG with all that in it, and scene in a folder with a telltale name.
std::string telltale_photo(const Folder& folder) {
  const std::string in = folder / kFolder;
  std::filesystem::create_directories(in);
  EXPECT_EQ(run_command({"phantom", "--size", "240x240", "--out", folder / "phantom"}).status, 0);
  const Photo photo = load_photo(folder / "phantom/photo.png").value();
  const auto bytes = encode_jpeg(photo.pixels.view(), 92).value();
  const std::string jpeg(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string xmp = std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x:xmpmeta>" + kOwner + "</x:xmpmeta>";
  write_text(in + "/head.jpg", jpeg.substr(0, 2) + jpeg_segment(0xE1, telltale_exif()) + jpeg_segment(0xE1, xmp) +
                                   jpeg_segment(0xFE, kComment) + jpeg.substr(2));
  std::filesystem::copy_file(folder / "phantom/photo.scene.json", in + "/head.scene.json");
  return in + "/head.jpg";
}

/// What a file tells of the photo's metadata, folder and person.
std::string told_by(const std::string& file, const Folder& folder) {
  const std::string text = read_text(file), pictures = pictures_of(text);
  const std::string low = lower(text + pictures);
  std::string told;
  for (const std::string& word : {std::string("telltale"), std::string(kTaken), std::string(kGpsDate), folder.path(),
                                  std::string("/tmp/"), std::string("xmpmeta"), std::string("exif\0\0", 6)})
    if (low.find(lower(word)) != std::string::npos) told += " " + word;
  if (text.find(std::string("\0\0eXIf", 6)) != std::string::npos) told += " a PNG's EXIF";
  // A JPEG's APP1 and comment: coded pixels never hold these bytes (T.81, B.1.1.5).
  const std::string& jpeg = file.ends_with(".jpg") ? text : pictures;
  if (jpeg.find("\xFF\xE1") != std::string::npos) told += " APP1";
  if (jpeg.find("\xFF\xFE") != std::string::npos) told += " COM";
  return told;
}

/// Nothing of it in any file below `out`, nor in `said`.
void expect_private(const Folder& folder, const std::string& out, const std::string& said, std::size_t least_files) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(out)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const std::string file = entry.path().string();
    EXPECT_EQ(told_by(file, folder), "") << file;
    if (file.ends_with(".html")) {
      EXPECT_GT(pictures_of(read_text(file)).size(), 1000u) << file;
    }
  }
  EXPECT_GE(files, least_files);
  EXPECT_EQ(lower(said).find("telltale"), std::string::npos) << said;
}

TEST(Privacy, NoOutputNamesPlaceDeviceFolderOrPerson) {
  const Folder folder;
  const std::string photo = telltale_photo(folder);
  const auto read = load_photo(photo);
  ASSERT_TRUE(read.ok()) << read.error().message();
  const std::string told = told_by(photo, folder);
  for (const char* of : {" telltale", kTaken, kGpsDate, " xmpmeta", " exif", " APP1", " COM"})
    EXPECT_NE(told.find(of), std::string::npos) << of << " would not be found";
  const Account account(folder / kHome);
  const std::string out = folder / "out";
  const Finished preview = run_command({"preview", photo, "--out", out, "--json"});
  ASSERT_EQ(preview.status, 0) << preview.err;
  expect_private(folder, out, preview.out, 6);
  const std::string planned = folder / "plan";
  const Finished plan =
      run_command({"plan", "--scene", photo.substr(0, photo.size() - 4) + ".scene.json", "--out", planned, "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  expect_private(folder, planned, plan.out, 2);
  const std::string proposed = folder / "proposal";
  const Finished inspect = run_command({"inspect", photo, "--out", proposed, "--json"});
  ASSERT_EQ(inspect.status, 0) << inspect.err;
  expect_private(folder, proposed, "", 2);
}

}  // namespace
}  // namespace tonsure::testing
