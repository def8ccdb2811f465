// Writes small valid inputs for every fuzzer, a folder each, from the phantom and from encoders:
//     make_fuzz_seeds FOLDER
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "io/photo_files.h"

namespace {

using namespace tonsure;
using test::Bytes;
namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

void write(const fs::path& path, const Bytes& bytes) {
  write(path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

cv::Mat ramp(int type) {
  cv::Mat pixels(11, 14, type);
  for (int y = 0; y < pixels.rows; ++y)
    for (int i = 0; i < pixels.cols * pixels.channels(); ++i) {
      const int value = 15 * i + 7 * y * y;
      if (pixels.depth() == CV_16U) pixels.ptr<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(257 * value);
      if (pixels.depth() == CV_8U) pixels.ptr(y)[i] = static_cast<unsigned char>(value);
    }
  return pixels;
}

/// A PNG of any kind whose rows are all alike.
Bytes flat_png(const test::PngKind& kind, std::size_t row_bytes, const Bytes& chunks) {
  Bytes rows;
  for (unsigned y = 0; y < kind.height; ++y) {
    rows.push_back(static_cast<unsigned char>(y % 5));  // each way of filtering
    for (std::size_t i = 0; i < row_bytes; ++i) rows.push_back(static_cast<unsigned char>(31 * i));
  }
  return test::make_png(kind, rows, chunks);
}

Bytes number_chunk(const char* type, const std::vector<std::uint32_t>& values) {
  Bytes content;
  for (const std::uint32_t value : values) test::append_be(content, value, 4);
  return test::png_chunk(type, content);
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) test::append(all, part);
  return all;
}

std::vector<std::pair<std::string, Bytes>> jpegs() {
  const Bytes plain = test::encode(ramp(CV_8UC3), ".jpg");
  const Bytes progressive = test::encode(ramp(CV_8UC3), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  return {{"plain.jpg", plain},
          {"grey.jpg", test::encode(ramp(CV_8UC1), ".jpg")},
          {"progressive.jpg", progressive},
          {"restarts.jpg", test::encode(ramp(CV_8UC3), ".jpg", {cv::IMWRITE_JPEG_RST_INTERVAL, 1})},
          {"turned.jpg", test::with_segments(plain, test::jpeg_exif(6))},
          {"turned-be.jpg", test::with_segments(progressive, test::jpeg_exif(3, false))},
          {"profile.jpg", test::with_segments(plain, test::jpeg_profile(test::wide_profile(2.2), 200))},
          {"comment.jpg", test::with_segments(plain, test::jpeg_segment(0xFE, "a comment", {}))}};
}

std::vector<std::pair<std::string, Bytes>> pngs() {
  const Bytes exif = test::png_chunk("eXIf", test::make_exif(8, true));
  const Bytes gamma = number_chunk("gAMA", {45455});
  const Bytes chroma = number_chunk("cHRM", {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000});
  const Bytes palette = test::png_chunk("PLTE", {0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255});
  return {{"rgb.png", test::encode(ramp(CV_8UC3), ".png")},
          {"rgba16.png", test::encode(ramp(CV_16UC4), ".png")},
          {"turned.png", test::with_chunks(test::encode(ramp(CV_8UC4), ".png"), exif)},
          {"profile.png", flat_png({8, 6, 8, 2, false}, 24, test::png_profile(test::srgb_profile()))},
          {"grey-profile.png", flat_png({8, 6, 8, 0, false}, 8, test::png_profile(test::grey_profile(1.8)))},
          {"gamma.png", flat_png({8, 6, 8, 2, false}, 24, joined({gamma, chroma}))},
          {"srgb.png", flat_png({8, 6, 8, 2, false}, 24, test::png_chunk("sRGB", {0}))},
          {"cicp.png", flat_png({8, 6, 16, 2, false}, 48, test::png_chunk("cICP", {9, 16, 0, 1}))},
          {"grey1.png", flat_png({9, 5, 1, 0, false}, 2, {})},
          {"grey16.png", flat_png({9, 5, 16, 0, false}, 18, {})},
          {"grey-alpha.png", flat_png({7, 5, 8, 4, false}, 14, {})},
          {"palette.png", flat_png({8, 6, 2, 3, false}, 2, joined({palette, test::png_chunk("tRNS", {0, 128})}))},
          {"rows-of-passes.png", flat_png({1, 1, 8, 2, true}, 3, {})},
          {"text.png", flat_png({4, 4, 8, 2, false}, 12, test::png_chunk("tEXt", test::bytes_of("Software\0a")))}};
}

std::vector<std::pair<std::string, Bytes>> tiffs() {
  const cv::Mat color = ramp(CV_8UC3);
  return {{"rgb.tif", test::make_tiff(true, color)},
          {"rgb-be.tif", test::make_tiff(false, color, {{274, 3, {6}}})},
          {"rgb16.tif", test::make_tiff(true, ramp(CV_16UC3))},
          {"grey-white0.tif", test::make_tiff(true, ramp(CV_8UC1), {}, 0)},
          {"alpha.tif", test::make_tiff(true, ramp(CV_8UC4), {{338, 3, {1}}}, 2)},
          {"profile.tif", test::make_tiff(true, color, {test::profile_tag(test::wide_profile(2.2))})},
          {"tiles.tif", test::make_tiled_tiff(color, false)},
          {"planes.tif", test::make_tiled_tiff(color, true)},
          {"lzw.tif", test::encode(color, ".tif", {cv::IMWRITE_TIFF_COMPRESSION, 5})},
          {"deflate.tif", test::encode(color, ".tif", {cv::IMWRITE_TIFF_COMPRESSION, 8})},
          {"jpeg.tif", test::encode(color, ".tif", {cv::IMWRITE_TIFF_COMPRESSION, 7})},
          {"packbits.tif", test::encode(ramp(CV_8UC1), ".tif", {cv::IMWRITE_TIFF_COMPRESSION, 32773})}};
}

std::vector<std::pair<std::string, Bytes>> webps() {
  const Bytes lossy = test::encode(ramp(CV_8UC3), ".webp", {cv::IMWRITE_WEBP_QUALITY, 60});
  const Bytes lossless = test::encode(ramp(CV_8UC4), ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
  constexpr unsigned kProfile = 0x20, kExif = 0x08;
  const Bytes profile = test::riff_chunk("ICCP", test::wide_profile(2.2));
  const Bytes exif = test::riff_chunk("EXIF", test::make_exif(5, true));
  return {{"lossy.webp", lossy},
          {"lossless.webp", lossless},
          {"extended.webp", test::extend_webp(lossy, 14, 11, kProfile | kExif, profile, exif)}};
}

void write_pictures(const fs::path& folder) {
  for (const auto& files : {jpegs(), pngs(), tiffs(), webps()}) {
    for (const auto& [name, bytes] : files) {
      write(folder / "photo" / name, bytes);
      write(folder / "grey_image" / name, bytes);
    }
  }
}

/// A whole one of the phantom, its lists shortened: what is read is the same, in fewer bytes.
Scene short_scene(View view) {
  PhantomOptions options{.width_px = 200, .height_px = 200, .view = view};
  options.loss = parse_loss_pattern("norwood-4").value();
  options.scars = {PhantomScar::kBurn, PhantomScar::kSurgical};
  Scene scene = draw_phantom(options).value().scene;
  const auto round = [](double v) { return static_cast<double>(static_cast<int>(v * 10)) / 10; };
  const auto shorten = [&](Points<PhotoPx>& points) {
    Points<PhotoPx> kept;
    const std::size_t step = points.size() / 12 + 1;
    for (std::size_t i = 0; i < points.size(); i += step) kept.push_back({round(points[i].x), round(points[i].y)});
    points = kept;
  };
  shorten(scene.head_outline);
  shorten(scene.scalp_region);
  if (scene.hairline) shorten(*scene.hairline);
  for (auto& area : scene.existing_hair) shorten(area);
  for (Scar& scar : scene.scars) shorten(scar.outline.empty() ? scar.line : scar.outline);
  return scene;
}

void write_scenes(const fs::path& folder) {
  for (const View view : kAllViews) {
    if (view == View::kCloseup) continue;
    Scene scene = short_scene(view);
    const auto both = [&](const std::string& name) {
      const std::string text = scene_to_json(scene);
      write(folder / "scene" / (name + view_name(view) + ".json"), text);
      write(folder / "partial_scene" / (name + view_name(view) + ".json"), text);
    };
    both("");
    scene.camera.reset();
    scene.mm_per_px = 0.9;
    scene.marker = Marker{"segment", 30, {{90, 60}, {120, 60}}};
    scene.exclude = {{{10, 10}, {40, 10}, {40, 40}}};
    scene.notes = "a \"note\" \u00e9";
    scene.unknown_keys = {{"app", "{\"a\":[1,2.5e-3,null]}"}};
    both("more-");
  }
  constexpr std::string_view kLeast =
      R"({"image":"a.png","size":[90,90],"view":"top","head_outline":[[5,5],[80,5],[80,80],[5,80]],)"
      R"("scalp_region":[[20,20],[60,20],[60,60]]})";
  write(folder / "scene" / "least.json", kLeast);
  write(folder / "partial_scene" / "least.json", kLeast);
  write(folder / "partial_scene" / "hairline.json", R"({"view":"front","hairline":[[10,20],[30,18],[50,20]]})");
}

void write_treatments(const fs::path& folder) {
  for (const std::string& style : treatment_style_names())
    write(folder / "treatment" / (style + ".json"), treatment_to_json(treatment_style(style).value()));
  const std::array kShort = {R"({"seed":18446744073709551615,"placement":{"regularity":"strict"}})",
                             R"({"pigment":{"shade":"carbon dark"},"needle":{"technique":{"pins":1}}})",
                             R"({"hairline":{"shape":"m","controls":[{"at":0,"forward_mm":5}]}})",
                             R"({"ageing":{"touch_ups":[{"age_days":400}],"laser_sessions":[{"age_days":9}]}})"};
  for (std::size_t i = 0; i < kShort.size(); ++i)
    write(folder / "treatment" / ("short-" + std::to_string(i) + ".json"), kShort.at(i));
  PigmentLibrary few = built_in_pigments();
  few.components.resize(2);
  few.shades.resize(1);
  write(folder / "pigments" / "few.json", pigments_to_json(few));
  write(folder / "pigments" / "own.json",
        R"({"components":[{"name":"ash","strength_per_mm":30}],"shades":[{"name":"mine","components":["ash"]}]})");
}

void write_plans(const fs::path& folder) {
  Treatment treatment;
  treatment.density.peak_per_cm2 = 1;
  treatment.hairline.sentinels_per_cm = 0;
  for (const View view : {View::kFront, View::kBack}) {
    const auto plan = make_plan(short_scene(view), treatment);
    if (!plan) continue;
    write(folder / "plan" / (std::string(view_name(view)) + ".json"), plan_to_json(*plan));
    write(folder / "csv" / (std::string(view_name(view)) + ".csv"), plan_dots_to_csv(*plan).substr(0, 1500));
  }
  write(folder / "csv" / "flat.csv", "id,session,order,x_mm,y_mm\n0,1,0,1.5,2\n1,1,1,-3e-2,4\n");
  write(folder / "csv" / "quoted.csv", "\xEF\xBB\xBF\"x_mm\", y_mm ,\"a,\"\"b\"\r\n1,2,\"\n\"\r\n\r\n3,4,\r\n");
}

void write_meshes(const fs::path& folder) {
  constexpr std::string_view kObj =
      "# a box\nmtllib a.mtl\no head\nv 0 0 0\nv 20 0 0 1\nv 20 20 0\nv 0 20 0 0.1 0.2 0.3\nv 10 10 20\nvt 0 1\n"
      "vn 0 0 1\ng top\nusemtl skin\ns off\nf 1/1/1 2/1/1 3/1/1 4/1/1\nf 1//1 2//1 5//1\nf -3 -2 -1\nf 3 \\\n 4 5\nl 1 "
      "2\np 1\n";
  write(folder / "obj" / "box.obj", kObj);
  constexpr std::string_view kBody =
      "element vertex 4\nproperty float x\nproperty double y\nproperty int z\nproperty uchar red\nelement face 2\n"
      "property list uchar int vertex_indices\nend_header\n";
  const std::string head(kBody);
  write(folder / "ply" / "text.ply", "ply\nformat ascii 1.0\ncomment a\nobj_info b\n" + head +
                                         "0 0 0 9\n20 0 0 9\n0 20 0 9\n0 0 20 9\n3 0 1 2\n4 0 1 2 3\n");
  for (const bool little : {true, false}) {
    Bytes data =
        test::bytes_of("ply\nformat binary_" + std::string(little ? "little" : "big") + "_endian 1.0\n" + head);
    for (const unsigned x : {0U, 0x41A00000U, 0x41200000U, 0U}) {
      test::append_number(data, x, 4, little);
      test::append_number(data, x == 0 ? 0x4034000000000000U : 0, 8, little);
      test::append_number(data, x / 0x2000000U, 4, little);
      data.push_back(200);
    }
    for (const unsigned corners : {3U, 4U}) {
      data.push_back(static_cast<unsigned char>(corners));
      for (unsigned i = 0; i < corners; ++i) test::append_number(data, i, 4, little);
    }
    write(folder / "ply" / (little ? "little.ply" : "big.ply"), data);
  }
}

/// Decisions of fuzz_preview: every start with and without its photo, and a few changes.
void write_previews(const fs::path& folder) {
  for (unsigned kind = 0; kind < 16; ++kind) {
    Bytes bytes = {static_cast<unsigned char>(kind), static_cast<unsigned char>(kind)};
    write(folder / "preview" / ("start-" + std::to_string(kind)), bytes);
    for (unsigned i = 0; i < 40; ++i) bytes.push_back(static_cast<unsigned char>(37 * i * (kind + 3) + i / 7));
    write(folder / "preview" / ("changed-" + std::to_string(kind)), bytes);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const fs::path folder = argv[1];
  write_pictures(folder);
  write_scenes(folder);
  write_treatments(folder);
  write_plans(folder);
  write_meshes(folder);
  write_previews(folder);
}
