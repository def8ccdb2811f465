// OBJ and PLY files, good and bad.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/io/mesh_file.h>

namespace tonsure {
namespace {

using Triangles = std::vector<std::array<std::uint32_t, 3>>;

constexpr const char* kSquare = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n";

Result<TriangleMesh> obj(const std::string& text) {
  return decode_mesh(text, "head.obj", 1);
}
Result<TriangleMesh> ply(const std::string& bytes) {
  return decode_mesh(bytes, "head.ply", 1);
}

TEST(ObjFile, FansPolygonsAndTakesEveryKindOfCorner) {
  for (const char* face : {"f 1 2 3 4", "f 1/1 2/2 3/3 4/4", "f 1//1 2//1 3//1 4//1", "f 1/1/1 2/2/1 3/3/1 4/4/1",
                           "f -4 -3 -2 -1", "f\t1  2 3 \t4  ", "f 1 2 \\\n3 4", "f 1 2 3 4 # a face"}) {
    const auto mesh = obj(std::string("# head\nmtllib a.mtl\no head\n") + kSquare + "vt 0 0\nvn 0 0 1\nusemtl a\n" +
                          face);  // no line break at the end
    ASSERT_TRUE(mesh.ok()) << face << ": " << mesh.error().message();
    EXPECT_EQ(mesh->vertices.size(), 4U);
    EXPECT_EQ(mesh->triangles, (Triangles{{0, 1, 2}, {0, 2, 3}})) << face;
  }
}

TEST(ObjFile, ReadsNumbersAsTheyAreWritten) {
  const auto mesh =
      decode_mesh("v 1.5 -2e-1 +.25 0.5 0.5 0.5\r\nv 1 0 0\r\n\r\nv 0 1 0\r\nf 1 2 3\r\nl 1 2\r\np 1\r\n", "a.OBJ", 10);
  ASSERT_TRUE(mesh.ok()) << mesh.error().message();
  EXPECT_EQ(mesh->vertices[0], (Vec3<MeshMm>{15, -2, 2.5}));
  EXPECT_EQ(mesh->triangles.size(), 1U);
}

TEST(ObjFile, LinesMayEndInCarriageReturnsAlone) {
  std::string text = std::string("# head\\\n") + kSquare + "f 1 2 \\\n3 4\n";
  const auto expected = obj(text);
  std::replace(text.begin(), text.end(), '\n', '\r');
  const auto mesh = obj(text);
  ASSERT_TRUE(mesh.ok() && expected.ok()) << mesh.error().message();
  EXPECT_EQ(mesh->vertices, expected->vertices);
  EXPECT_EQ(mesh->triangles, expected->triangles);
  EXPECT_EQ(obj("v 0 0 0\rv 1 0\r").error().where, "line 2");
  EXPECT_EQ(obj("v 0 0 0\r\n\rv 1 0\n").error().where, "line 3");
}

TEST(ObjFile, NegativeCornersCountFromWhereTheyStand) {
  const auto mesh = obj("v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\nv 0 0 1\nf -4 -3 -1\n");
  ASSERT_TRUE(mesh.ok());
  EXPECT_EQ(mesh->triangles, (Triangles{{0, 1, 2}, {0, 1, 3}}));
}

TEST(ObjFile, FacesMayComeBeforeTheirVertices) {
  const auto mesh = obj("f 1 2 3\nv 0 0 0\nv 1 0 0\nv 0 1 0\n");
  ASSERT_TRUE(mesh.ok()) << mesh.error().message();
  EXPECT_EQ(mesh->triangles, (Triangles{{0, 1, 2}}));
}

TEST(ObjFile, SaysWhichLineIsWrong) {
  const std::string square = kSquare;
  for (const auto& [text, where] :
       std::vector<std::pair<std::string, std::string>>{{"v 0 0\n", "line 1"},
                                                        {"v 0 0 a\n", "line 1"},
                                                        {"v 0 nan 0\n", "line 1"},
                                                        {"v 0 1e400 0\n", "line 1"},
                                                        {"v 0 0,5 0\n", "line 1"},
                                                        {square + "f 1 2\n", "line 5"},
                                                        {square + "f 1 2 5\n", "line 5"},
                                                        {square + "f 1 2 -5\n", "line 5"},
                                                        {square + "f 0 1 2\n", "line 5"},
                                                        {square + "f 1 2 x\n", "line 5"},
                                                        {square + "f 1 2 3;4\n", "line 5"},
                                                        {square + "f 1 2 3/1/x\n", "line 5"},
                                                        {square + "f 1 2 99999999999999999999\n", "line 5"},
                                                        {square + "f 1 2 4294967299\n", "line 5"},  // 3 modulo 2^32
                                                        {square + "#\\\nf 1 \\\n\\\n2 3\n%\n", "line 9"},
                                                        {square + "f 1 2 3\n\x01\x02\n", "line 6"},
                                                        {square, ""},
                                                        {"", ""},
                                                        {std::string(100, '\0'), "line 1"}}) {
    const auto mesh = obj(text);
    ASSERT_FALSE(mesh.ok()) << text;
    EXPECT_EQ(mesh.error().file, "head.obj");
    EXPECT_EQ(mesh.error().where, where) << text << mesh.error().message();
    EXPECT_FALSE(mesh.error().why.empty() || mesh.error().fix.empty()) << text;
  }
}

TEST(ObjFile, FaceLinesOfAMillionCornersAreNoTrouble) {
  std::string text = kSquare;
  text += "f 1 2";
  for (int i = 0; i < 1'000'000; ++i) text += " 3";
  const auto mesh = obj(text);
  ASSERT_TRUE(mesh.ok());
  EXPECT_EQ(mesh->triangles.size(), 1'000'000U);
  std::string joined = kSquare;  // a backslash at the end of every line, and at the end of the file
  for (int i = 0; i < 100'000; ++i) joined += "\\\n";
  EXPECT_FALSE(obj(joined + "\\").ok());
}

/// A PLY file of a square and a triangle on it, in every format, with elements and properties that do not matter.
std::string make_ply(const std::string& format) {
  std::string out = "ply\nformat " + format +
                    " 1.0\ncomment made by hand\nobj_info none\nelement camera 1\nproperty list uchar double lens\n"
                    "element vertex 5\nproperty float x\nproperty uchar red\nproperty double y\nproperty short z\n"
                    "element face 2\nproperty uchar flag\nproperty list uchar int vertex_indices\n"
                    "property list ushort float texcoord\nend_header\n";
  if (format == "ascii") {
    return out + "2 0.5 0.25\n0 9 0 0\n1 9 0 0\n1 9 1 0\n0 9 1 0\n0.5 9 0.5 -7\n7 4 0 1 2 3 0\n7 3 0 1 4 2 0.5 nan\n";
  }
  const bool little = format == "binary_little_endian";
  const auto put = [&](auto value) {
    std::array<char, sizeof value> raw{};
    std::memcpy(raw.data(), &value, sizeof value);
    const bool native_little = std::endian::native == std::endian::little;
    if (little != native_little) std::reverse(raw.begin(), raw.end());
    out.append(raw.data(), raw.size());
  };
  put(std::uint8_t{2}), put(0.5), put(0.25);
  const double at[5][3] = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0.5, 0.5, -7}};
  for (const auto& p : at)
    put(static_cast<float>(p[0])), put(std::uint8_t{9}), put(p[1]), put(static_cast<std::int16_t>(p[2]));
  put(std::uint8_t{7}), put(std::uint8_t{4});
  for (const std::int32_t v : {0, 1, 2, 3}) put(v);
  put(std::uint16_t{0}), put(std::uint8_t{7}), put(std::uint8_t{3});
  for (const std::int32_t v : {0, 1, 4}) put(v);
  put(std::uint16_t{2}), put(0.5F), put(0.5F);
  return out;
}

constexpr std::array<const char*, 3> kFormats = {"ascii", "binary_little_endian", "binary_big_endian"};

TEST(PlyFile, ReadsAllFormatsAlike) {
  for (const std::string format : kFormats) {
    const std::string bytes = make_ply(format);
    const auto mesh = ply(bytes);
    ASSERT_TRUE(mesh.ok()) << format << ": " << mesh.error().message();
    EXPECT_EQ(mesh->triangles, (Triangles{{0, 1, 2}, {0, 2, 3}, {0, 1, 4}})) << format;
    ASSERT_EQ(mesh->vertices.size(), 5U);
    EXPECT_EQ(mesh->vertices[4], (Vec3<MeshMm>{0.5, 0.5, -7})) << format;
    EXPECT_TRUE(ply(bytes + "\n").ok());
    EXPECT_FALSE(ply(bytes + "0123456789").ok()) << "data beyond the last element";
  }
}

TEST(PlyFile, HeaderLinesMayEndInCrLf) {
  for (const std::string format : kFormats) {
    std::string bytes = make_ply(format);
    const std::size_t end = bytes.find("end_header\n") + 11;
    std::string header;
    for (const char c : bytes.substr(0, end)) header += c == '\n' ? "\r\n" : std::string(1, c);
    const auto mesh = ply(header + bytes.substr(end));
    ASSERT_TRUE(mesh.ok()) << format << ": " << mesh.error().message();
    EXPECT_EQ(mesh->triangles.size(), 3U);
  }
}

std::string small_ply(const std::string& vertices, const std::string& faces, const std::string& data) {
  return "ply\nformat ascii 1.0\nelement vertex " + vertices +
         "\nproperty float x\nproperty float y\nproperty float z\nelement face " + faces +
         "\nproperty list uchar int vertex_indices\nend_header\n" + data;
}

TEST(PlyFile, LinesMayEndInCarriageReturnsAlone) {
  for (const std::string format : kFormats) {
    std::string bytes = make_ply(format);
    const std::size_t end = format == "ascii" ? bytes.size() : bytes.find("end_header\n") + 11;
    std::replace(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(end), '\n', '\r');
    const auto mesh = ply(bytes);
    ASSERT_TRUE(mesh.ok()) << format << ": " << mesh.error().message();
    EXPECT_EQ(mesh->triangles, ply(make_ply(format))->triangles);
  }
  std::string wrong = small_ply("3", "1", "0 0 0\n1 0 x\n");
  std::replace(wrong.begin(), wrong.end(), '\n', '\r');
  EXPECT_EQ(ply(wrong).error().where, "line 11");
}

TEST(PlyFile, HeadersAreBounded) {
  const auto start = std::clock();
  std::string properties = "ply\nformat ascii 1.0\nelement vertex 3\n", elements = "ply\nformat ascii 1.0\n";
  for (int i = 0; i < 100'000; ++i) {
    properties += "property float p" + std::to_string(i) + "\n";
    elements += "element e" + std::to_string(i) + " 0\n";
  }
  EXPECT_EQ(ply(properties).error().code, ErrorCode::kResourceLimit);
  EXPECT_EQ(ply(properties).error().where, "line 516");
  EXPECT_EQ(ply(elements).error().code, ErrorCode::kResourceLimit);
  EXPECT_EQ(ply(elements).error().where, "line 67");
  // Some 0.01 s; each with each takes 10 s and more.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 1.0);
}

TEST(PlyFile, EveryCutIsAnErrorWithAPlace) {
  for (const std::string format : kFormats) {
    std::string bytes = make_ply(format);
    while (bytes.back() == '\n' || (format == "ascii" && bytes.back() != ' ')) bytes.pop_back();  // "nan", cut, is "n"
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto mesh = ply(bytes.substr(0, size));
      ASSERT_FALSE(mesh.ok()) << format << " cut to " << size << " bytes";
      EXPECT_EQ(mesh.error().file, "head.ply") << mesh.error().message();
      EXPECT_FALSE(mesh.error().why.empty());
    }
  }
}

TEST(PlyFile, NoByteThatChangesCrashesIt) {
  for (const std::string format : kFormats) {
    const std::string good = make_ply(format);
    for (std::size_t i = 0; i < good.size(); ++i)
      for (const int change : {0x01, 0x20, 0x80, 0xff}) {
        std::string bytes = good;
        bytes[i] = static_cast<char>(bytes[i] ^ change);
        const auto mesh = ply(bytes);
        if (!mesh.ok()) continue;
        for (const auto& t : mesh->triangles)
          for (const std::uint32_t v : t) ASSERT_LT(v, mesh->vertices.size()) << format << ", byte " << i;
      }
  }
}

TEST(PlyFile, ForgedCountsTakeNoMemory) {
  const std::string corners = "0 0 0\n1 0 0\n0 1 0\n";
  ASSERT_TRUE(ply(small_ply("3", "1", corners + "3 0 1 2\n")).ok());
  for (const std::string count : {"4", "4000000000", "18446744073709551615", "29999999"}) {
    EXPECT_FALSE(ply(small_ply(count, "1", corners + "3 0 1 2\n")).ok()) << count;
    EXPECT_FALSE(ply(small_ply("3", count, corners + "3 0 1 2\n")).ok()) << count;
    EXPECT_FALSE(ply(small_ply("3", "1", corners + count + " 0 1 2\n")).ok()) << count;
    EXPECT_FALSE(ply("ply\nformat ascii 1.0\nelement junk " + count +
                     "\nelement vertex 3\nproperty float x\n"
                     "property float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\n"
                     "end_header\n" +
                     corners + "3 0 1 2\n")
                     .ok())
        << "an element without properties would be read for ever";
  }
  // Found in the header, before anything is allocated.
  EXPECT_EQ(ply(small_ply("29999999", "1", corners + "3 0 1 2\n")).error().where, "line 3");
  EXPECT_EQ(ply(small_ply("3", "29999999", corners + "3 0 1 2\n")).error().where, "line 7");
  for (const std::string count : {"-1", "3.5", "x", "", "18446744073709551616"})
    EXPECT_EQ(ply(small_ply(count, "1", corners + "3 0 1 2\n")).error().where, "line 3") << count;
}

TEST(PlyFile, SaysWhichLineIsWrong) {
  const std::string corners = "0 0 0\n1 0 0\n0 1 0\n";
  for (const auto& [text, where] : std::vector<std::pair<std::string, std::string>>{
           {small_ply("3", "1", "0 0 0\n1 0 x\n0 1 0\n3 0 1 2\n"), "line 11"},
           {small_ply("3", "1", "0 0 0\n1 0 inf\n0 1 0\n3 0 1 2\n"), "line 11"},
           {small_ply("3", "1", corners + "3 0 1 3\n"), "line 13"},
           {small_ply("3", "1", corners + "3 0 1 -1\n"), "line 13"},
           {small_ply("3", "1", corners + "3 0 1 1.5\n"), "line 13"},
           {small_ply("3", "1", corners + "2 0 1\n"), "line 13"},
           {small_ply("3", "1", corners + "-3 0 1\n"), "line 13"},
           {small_ply("3", "1", corners + "1e300 0 1 2\n"), "line 13"},
           {small_ply("3", "1", corners + "inf 0 1 2\n"), "line 13"},
           {small_ply("3", "1", corners + "nan 0 1 2\n"), "line 13"},
           {small_ply("3", "1", corners + "259 0 1 2\n"), "line 13"},  // 3 modulo 2^8
           {small_ply("3", "1", corners + "3 0 1 inf\n"), "line 13"},
           {small_ply("3", "1", corners + "3 0 1 1e300\n"), "line 13"},
           {small_ply("3", "1", corners + "3 0 1 2\n3 0 1 2\n"), "line 14"},
           {"ply\nformat ascii 2.0\n", "line 2"},
           {"ply\nformat text 1.0\n", "line 2"},
           {"ply\nformat ascii 1.0\nproperty float x\n", "line 3"},
           {"ply\nformat ascii 1.0\nelement vertex 3\nproperty quad x\n", "line 4"},
           {"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float x\n", "line 5"},
           {"ply\nformat ascii 1.0\nelement vertex 3\nelement vertex 3\n", "line 4"},
           {"ply\nformat ascii 1.0\nelement tristrips 3\n", "line 3"},
           {"ply\nformat ascii 1.0\nelement face 1\nproperty list float int vertex_indices\n", "line 4"},
           {"ply\nwhatever\n", "line 2"},
           {"ply\nelement vertex 3\nend_header\n", ""},
           {"ply\nformat ascii 1.0\nelement vertex 0\nproperty float x\nproperty float y\nend_header\n", "line 3"},
           {"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
            "end_header\n" +
                corners,
            ""}}) {
    const auto mesh = ply(text);
    ASSERT_FALSE(mesh.ok()) << text;
    EXPECT_EQ(mesh.error().file, "head.ply");
    EXPECT_EQ(mesh.error().where, where) << text << mesh.error().message();
  }
}

TEST(MeshFile, RefusesOtherFormatsAndScales) {
  EXPECT_EQ(decode_mesh("solid head\n", "head.stl", 1).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(decode_mesh("glTF", "head.ply", 1).error().code, ErrorCode::kUnsupported);
  for (const double scale :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    EXPECT_EQ(decode_mesh("", "head.obj", scale).error().where, "mm_per_unit");
  EXPECT_FALSE(decode_mesh("v 1e300 0 0\nv 0 0 0\nv 1 1 1\nf 1 2 3\n", "head.obj", 1e300).ok());
  EXPECT_FALSE(load_mesh("no/such/file.obj", 1).ok());
}

TEST(MeshFile, ReadsFromDisk) {
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "tonsure-mesh-file-test.ply";
  std::ofstream(path, std::ios::binary) << make_ply("binary_big_endian");
  const auto mesh = load_mesh(path.string(), 25.4);
  std::filesystem::remove(path);
  ASSERT_TRUE(mesh.ok()) << mesh.error().message();
  EXPECT_EQ(mesh->vertices[1].x, 25.4);
}

}  // namespace
}  // namespace tonsure
