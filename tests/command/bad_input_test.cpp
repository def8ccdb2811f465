// Every way an input can be unusable, through the command: exit status 3 (4 for outputs), one line on stderr that says
// where and what is allowed, no output file, and nothing lost that was there.
#include <sys/stat.h>

#include <array>
#include <functional>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <tonsure/io/photo.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

void expect_refused(const std::vector<std::string>& arguments, const Folder& out, const std::string& says,
                    const std::string& what) {
  write_text(out / "after.png", "precious");
  const Finished run = run_command(arguments);
  EXPECT_EQ(run.status, 3) << what;
  EXPECT_EQ(count_lines(run.err), 1U) << what << ":\n" << run.err;
  EXPECT_NE(run.err.find(says), std::string::npos) << what << " says: " << run.err;
  EXPECT_TRUE(run.out.empty()) << what;
  EXPECT_EQ(out.files(), std::vector<std::string>{"after.png"}) << what;
  EXPECT_EQ(read_text(out / "after.png"), "precious") << what;
}

/// A PNG header that claims a size, and nothing behind it.
std::string png_header(unsigned width, unsigned height) {
  std::string s("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  for (const unsigned v : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8) s += static_cast<char>((v >> shift) & 255U);
  return s + std::string("\x08\x02\0\0\0\0\0\0\0", 9);
}

TEST(BadValue, IsWrongUsageThatNamesItsFlag) {
  const Folder out;
  const std::string photo = small_phantom() / "photo.png", scene = small_phantom() / "photo.scene.json";
  struct Case {
    std::vector<std::string> arguments;
    const char* says;
  };
  const std::vector<Case> cases = {
      {{"preview", photo, "--out", out.path(), "--seed", "18446744073709551616"}, "--seed"},
      {{"preview", photo, "--out", out.path(), "--seed", "-1"}, "--seed"},
      {{"plan", "--scene", scene, "--out", out.path(), "--seed", "99999999999999999999999"}, "--seed"},
      {{"plan", "--scene", scene, "--out", ""}, "--out"},
      {{"preview", photo, "--out", ""}, "--out"},
      {{"preview", "", "--out", out.path()}, "PHOTO"},
      {{"inspect", ""}, "PHOTO"},
      {{"plan", "--scene", "", "--out", out.path()}, "--scene"},
      {{"preview", photo, "--out", out.path(), "--threads", "0"}, "--threads"},
      {{"preview", photo, "--out", out.path(), "--threads", "99999999999"}, "--threads"},
      {{"preview", photo, "--out", out.path(), "--age", "-1d"}, "--age"},
      {{"preview", photo, "--out", out.path(), "--age", "nan"}, "--age"},
      {{"preview", photo, "--out", out.path(), "--age", "99999y"}, "--age"}};
  for (const Case& c : cases) {
    const Finished run = run_command(c.arguments);
    EXPECT_EQ(run.status, 2) << run.err;
    EXPECT_NE(run.err.find(c.says), std::string::npos) << run.err;
    EXPECT_TRUE(out.files().empty());
  }
}

TEST(BadPhoto, IsRefusedWithItsReason) {
  const std::string png = read_text(small_phantom() / "photo.png");
  Image<unsigned char> grey(64, 64, 3, 128);
  const auto jpeg_bytes = encode_jpeg(grey.view(), 90).value();
  const std::string jpeg(reinterpret_cast<const char*>(jpeg_bytes.data()), jpeg_bytes.size());
  struct Case {
    const char* name;
    std::string bytes;
    const char* says;
  };
  const std::vector<Case> cases = {{"empty", "", "photo"},
                                   {"text", "this is no photo at all, only words", "photo"},
                                   {"cut PNG", png.substr(0, png.size() / 2), "ends after"},
                                   {"cut JPEG", jpeg.substr(0, jpeg.size() - 40), "ends after"},
                                   {"too large", png_header(20000, 20000), "100"},
                                   {"gif", std::string("GIF89a\1\0\1\0\0\0\0;", 14), "GIF"}};
  for (const Case& c : cases) {
    const Folder in, out;
    write_text(in / "photo.png", c.bytes);
    expect_refused({"preview", in / "photo.png", "--scene", small_phantom() / "photo.scene.json", "--out", out.path()},
                   out, in / "photo.png", c.name);
    const Finished run = run_command(
        {"preview", in / "photo.png", "--scene", small_phantom() / "photo.scene.json", "--out", out.path()});
    EXPECT_NE(run.err.find(c.says), std::string::npos) << c.name << " says: " << run.err;
  }
  const Folder out;
  expect_refused({"preview", "/nowhere/photo.jpg", "--out", out.path()}, out, "/nowhere/photo.jpg", "missing photo");
}

TEST(BadScene, EachFaultNamesItsPlace) {
  const json good = json::parse(read_text(small_phantom() / "photo.scene.json"));
  struct Case {
    const char* name;
    std::function<void(json&)> spoil;
    const char* says;
  };
  const json bow_tie = {{60, 60}, {120, 120}, {120, 60}, {60, 120}};
  const std::vector<Case> cases = {
      {"no size", [](json& s) { s.erase("size"); }, "size"},
      {"size of words", [](json& s) { s["size"] = "large"; }, "size"},
      {"size zero",
       [](json& s) {
         s["size"] = {0, 240};
       },
       "size"},
      {"another photo's size",
       [](json& s) {
         s["size"] = {480, 480};
       },
       "size"},
      {"unknown view", [](json& s) { s["view"] = "below"; }, "view"},
      {"scale zero", [](json& s) { s["mm_per_px"] = 0; }, "mm_per_px"},
      {"scale absurd", [](json& s) { s["mm_per_px"] = 500; }, "mm_per_px"},
      {"scale that makes no head", [](json& s) { s["mm_per_px"] = 0.05; }, "mm_per_px"},
      {"two points",
       [](json& s) {
         s["scalp_region"] = {{1, 1}, {2, 2}};
       },
       "scalp_region"},
      {"no region", [](json& s) { s["scalp_region"] = json::array(); }, "scalp_region"},
      {"region without area",
       [](json& s) {
         s["scalp_region"] = {{10, 10}, {50, 50}, {90, 90}};
       },
       "scalp_region"},
      {"region crossing itself", [&](json& s) { s["scalp_region"] = bow_tie; }, "scalp_region"},
      {"outline crossing itself", [&](json& s) { s["head_outline"] = bow_tie; }, "head_outline"},
      {"point outside",
       [](json& s) {
         s["scalp_region"][2] = {900, 20};
       },
       "scalp_region[2]"},
      {"point of one number", [](json& s) { s["scalp_region"][1] = {20}; }, "scalp_region[1]"},
      {"point of words",
       [](json& s) {
         s["hairline"][0] = {"a", "b"};
       },
       "hairline[0]"},
      {"region off the head",
       [](json& s) {
         s["scalp_region"] = {{5, 200}, {15, 200}, {15, 215}};
       },
       "scalp_region"},
      {"unknown scar",
       [](json& s) {
         s["scars"] = {{{"kind", "tattoo"}, {"polygon", {{60, 60}, {120, 60}, {120, 120}}}}};
       },
       "scars[0]"},
  };
  for (const Case& c : cases) {
    const Folder in, out;
    json scene = good;
    c.spoil(scene);
    write_text(in / "bad.scene.json", scene.dump());
    expect_refused({"preview", small_phantom() / "photo.png", "--scene", in / "bad.scene.json", "--out", out.path()},
                   out, c.says, c.name);
  }
  const std::vector<std::pair<const char*, std::string>> texts = {
      {"empty", ""},        {"not JSON", "{\"size\": ["},           {"NaN", "{\"size\": [NaN, 1]}"},
      {"a list", "[1, 2]"}, {"infinite", "{\"size\": [1e999, 1]}"}, {"deep", std::string(20000, '[')}};
  for (const auto& [name, text] : texts) {
    const Folder in, out;
    write_text(in / "bad.scene.json", text);
    expect_refused({"preview", small_phantom() / "photo.png", "--scene", in / "bad.scene.json", "--out", out.path()},
                   out, in / "bad.scene.json", name);
  }
}

TEST(BadScene, MissingOneSaysHowToGetIt) {
  const Folder in, out;
  write_text(in / "alone.png", read_text(small_phantom() / "photo.png"));
  expect_refused({"preview", in / "alone.png", "--out", out.path()}, out, "annotate", "no scene beside the photo");
}

TEST(BadTreatment, NamesTheField) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"density": {"peak_per_cm2": -5}})", "density.peak_per_cm2"},
      {R"({"density": {"peak_per_cm2": "many"}})", "density.peak_per_cm2"},
      {R"({"density": {"peek": 5}})", "peek"},
      {R"({"placement": {"session_shares": [0.5, 0.4, 1]}})", "placement.session_shares"},
      {R"({"needle": {"diameter_mm": 3}})", "needle.diameter_mm"},
      {R"({"needle": {"layers": 5}})", "needle.layers"},
      {R"({"hairline": {"shape": "zigzag"}})", "hairline.shape"},
      {R"({"hairline": {"shape": "m", "corner_rise_mm": 60}})", "hairline.corner_rise_mm"},
      {R"({"hairline": {"temple": "forward"}})", "hairline.temple"},
      {R"({"hairline": {"controls": [{"at": 0.5, "forward_mm": 2}, {"at": 0.1}]}})", "hairline.controls[1].at"},
      {R"({"hairline": {"controls": [{"forward_mm": 2}]}})", "hairline.controls[0]"},
      {R"({"client": {"age_years": 5}})", "client.age_years"},
      {R"({"client": {"sex": "unknown"}})", "client.sex"},
      {R"({"client": {"loss": "norwood-9"}})", "client.loss"},
      {R"({"client": {"contraindications": ["hay fever"]}})", "client.contraindications[0]"},
      {R"({"scars": {"uptake": 0}})", "scars.uptake"},
      {R"({"density": {"crown_share": 3}})", "density.crown_share"},
      {R"({"seed": -1})", "seed"},
      {R"({"schema": "tonsure.treatment/9"})", "schema"}};
  for (const auto& [text, says] : cases) {
    const Folder in, out;
    write_text(in / "bad.treatment.json", text);
    expect_refused(
        {"preview", small_phantom() / "photo.png", "--treatment", in / "bad.treatment.json", "--out", out.path()}, out,
        says, text);
  }
}

TEST(BadFlag, OfAnUnknownStyleOrShadeIsWrongUsage) {
  for (const char* command : {"preview", "plan"}) {
    for (const auto& [flag, value, allowed] :
         {std::array{"--style", "baroque", "natural"}, std::array{"--shade", "midnight", "soft black"}}) {
      const Folder out;
      std::vector<std::string> arguments = {command};
      if (std::string(command) == "preview") arguments.push_back(small_phantom() / "photo.png");
      for (const auto& more : {std::string("--scene"), small_phantom() / "photo.scene.json", std::string(flag),
                               std::string(value), std::string("--out"), out / "result"})
        arguments.push_back(more);
      const Finished run = run_command(arguments);
      EXPECT_EQ(run.status, 2) << command << " " << flag;
      EXPECT_EQ(count_lines(run.err), 1U) << run.err;
      EXPECT_TRUE(run.err.starts_with(std::string("tonsure: ") + flag + ": ")) << run.err;
      EXPECT_NE(run.err.find(allowed), std::string::npos) << run.err;
      EXPECT_TRUE(out.files().empty());
    }
  }
}

TEST(BadFlag, OfADensityImageNamesIt) {
  const Folder in;
  write_text(in / "dots.csv", "x_mm,y_mm\n1,2\n2,3\n");
  const Image<unsigned char> grey(8, 8, 1, 200);
  const auto png = encode_png(grey.view(), {}).value();
  write_text(in / "grey.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  const std::string grey_png = in / "grey.png";
  const auto refused = [&](std::vector<std::string> arguments, const std::string& flag) {
    arguments.insert(arguments.begin(), {"measure", in / "dots.csv"});
    const Finished run = run_command(arguments);
    EXPECT_EQ(run.status, 2) << flag;
    EXPECT_TRUE(run.err.starts_with("tonsure: " + flag + ": ")) << run.err;
  };
  refused({"--density", grey_png, "--mm-per-px", "1", "--peak", "10", "--floor", "20"}, "--floor");
  refused({"--density", grey_png, "--peak", "10"}, "--density");
  refused({"--mm-per-px", "1"}, "--mm-per-px");
  refused({"--peak", "10"}, "--peak");
  refused({"--floor", "0"}, "--floor");
}

TEST(BadPigment, NamesTheFileOrTheShade) {
  const Folder in, out;
  const auto refused = [&](const std::vector<std::string>& more, const std::string& says, const std::string& what) {
    std::vector<std::string> arguments = {"preview", small_phantom() / "photo.png", "--out", out.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    expect_refused(arguments, out, says, what);
  };
  write_text(in / "shade.json", R"({"pigment": {"shade": "midnight"}})");
  refused({"--treatment", in / "shade.json"}, "soft black", "unknown shade");
  refused({"--pigments", in / "none.json"}, "none.json", "missing file");
  write_text(in / "bad.json", "{\"shades\": [");
  refused({"--pigments", in / "bad.json"}, "bad.json", "torn file");
  write_text(in / "strong.json", R"({"components": [{"name": "soot", "strength_per_mm": 4000}]})");
  refused({"--pigments", in / "strong.json"}, "components[0].strength_per_mm", "out of range");
}

TEST(BadMask, SaysWhichAndHowLargeItShouldBe) {
  const Folder in, out;
  const Image<unsigned char> small(24, 24, 1, 200);
  const auto png = encode_png(small.view(), {}).value();
  write_text(in / "small.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  write_text(in / "text.png", "not a picture");
  for (const char* flag : {"--mask", "--hair-mask"}) {
    const auto refused = [&](const std::string& file, const std::string& says, const std::string& what) {
      expect_refused({"preview", small_phantom() / "photo.png", flag, file, "--out", out.path()}, out, says, what);
    };
    refused(in / "small.png", "240 x 240", "wrong size");
    refused(in / "text.png", "text.png", "not an image");
    refused(in / "none.png", "none.png", "missing");
  }
}

TEST(BadMask, OneThatLeavesNoDotIsNamed) {
  const Folder in, out;
  const Image<unsigned char> black(240, 240, 1, 0);
  const auto png = encode_png(black.view(), {}).value();
  write_text(in / "black.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  expect_refused({"preview", small_phantom() / "photo.png", "--mask", in / "black.png", "--out", out.path()}, out,
                 in / "black.png", "all black");
}

TEST(BadPhoto, DevicesPipesAndFoldersAreNotWaitedFor) {
  const Folder in, out;
  ASSERT_EQ(mkfifo((in / "pipe").c_str(), 0600), 0);
  for (const std::string& path : {in / "pipe", std::string("/dev/zero"), in.path()}) {
    expect_refused({"inspect", path}, out, path, path);
    expect_refused({"inspect", small_phantom() / "photo.png", "--scene", path}, out, path, path);
    expect_refused({"preview", small_phantom() / "photo.png", "--mask", path, "--out", out.path()}, out, path, path);
    expect_refused({"place", "--density", path, "--mm-per-px", "1", "--peak", "9", "--out", out / "dots.csv"}, out,
                   path, path);
    expect_refused({"measure", path}, out, path, path);
  }
}

TEST(BadPhoto, DecodersSayNothingThemselves) {
  const Folder in, out;
  std::string avif = read_text(TONSURE_TEST_DATA "/ramp-alpha.avif");
  avif[444] = static_cast<char>(~avif[444]);  // in the data of alpha: "Unknown OBU type 13", says dav1d
  write_text(in / "alpha.avif", avif);
  expect_refused({"inspect", in / "alpha.avif"}, out, "alpha.avif: the picture data are damaged", "damaged alpha");
}

TEST(BadPhoto, WhatCannotBeHonouredIsPrintedAndListed) {
  const Folder in, out;
  std::string png = read_text(small_phantom() / "photo.png");
  png.insert(33, std::string("\0\0\0\4gAMA\0\0\0\0\1\2\3\4", 16));  // after the header chunk: a wrong checksum
  write_text(in / "photo.png", png);
  write_text(in / "photo.scene.json", read_text(small_phantom() / "photo.scene.json"));
  const auto ran = run_command({"preview", in / "photo.png", "--out", out.path(), "--json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("photo: chunks of the file are damaged and were passed over: gAMA"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.err.find("warning: photo: chunks of the file"), std::string::npos) << ran.err;
}

TEST(BadPlan, DamagedOnesAreRefused) {
  const Folder in, out;
  ASSERT_EQ(run_command({"plan", "--scene", small_phantom() / "photo.scene.json", "--out", in.path()}).status, 0);
  std::string plan = read_text(in / "plan.json");
  const auto at = plan.find("\"u_mm\"");
  ASSERT_NE(at, std::string::npos);
  const auto digit = plan.find_first_of("123456789", at + 8);
  plan[digit] = plan[digit] == '9' ? '1' : static_cast<char>(plan[digit] + 1);
  write_text(in / "edited.json", plan);
  expect_refused({"preview", small_phantom() / "photo.png", "--plan", in / "edited.json", "--out", out.path()}, out,
                 "edited", "a plan with a changed digit");
}

TEST(BadDots, AreRefused) {
  const Folder in;
  for (const char* text : {"", "a,b\n1,2\n", "x_mm,y_mm\n1,two\n", "x_mm,y_mm\n1\n", "x_mm,y_mm\n1,nan\n"}) {
    write_text(in / "dots.csv", text);
    const Finished run = run_command({"measure", in / "dots.csv"});
    EXPECT_EQ(run.status, 3) << text;
    EXPECT_EQ(count_lines(run.err), 1U) << run.err;
  }
}

TEST(BadOutput, IsFourAndLosesNothing) {
  const Folder out;
  write_text(out / "taken", "a file where a folder should be");
  const Finished run = run_command({"preview", small_phantom() / "photo.png", "--out", out / "taken"});
  EXPECT_EQ(run.status, 4) << run.err;
  EXPECT_EQ(count_lines(run.err), 1U) << run.err;
  EXPECT_EQ(read_text(out / "taken"), "a file where a folder should be");

  std::filesystem::create_directory(out / "result");
  std::filesystem::create_directory(out / "result/split.png");  // a folder where a file should be
  write_text(out / "result/after.png", "precious");
  const Finished second = run_command({"preview", small_phantom() / "photo.png", "--out", out / "result"});
  EXPECT_EQ(second.status, 4) << second.err;
  EXPECT_EQ(read_text(out / "result/after.png"), "precious");
  EXPECT_EQ(out.files(), (std::vector<std::string>{"result/after.png", "taken"})) << "nothing half-written stays";
}

}  // namespace
}  // namespace tonsure::testing
