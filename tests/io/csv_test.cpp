#include <algorithm>
#include <charconv>
#include <ctime>
#include <sstream>

#include <gtest/gtest.h>
#include <tonsure/io/csv.h>
#include "core/rng.h"

namespace tonsure {
namespace {

DotSet<PlaneMm> random_dots(std::size_t count) {
  DotSet<PlaneMm> dots;
  Rng rng(3, RngStage::kTest);
  for (std::size_t i = 0; i < count; ++i) {
    dots.positions.push_back({rng.uniform(-100, 100), rng.uniform(0, 1e-5)});
    dots.session.push_back(static_cast<std::uint8_t>(1 + i % 3));
    dots.id.push_back(static_cast<std::uint32_t>(1000 + 7 * i));
  }
  return dots;
}

Plan small_plan() {
  Plan plan;
  plan.pigments = {"grey, 6:1", "say \"brown\""};
  plan.dots.head = {{1.5, 95, 1.0 / 3}, {0, -95, 0}};
  plan.dots.chart = {{0.1, -2}, {1e-7, 3}};
  plan.dots.id = {70, 4294967295U};
  plan.dots.session = {1, 2};
  plan.dots.order = {1, 0};
  plan.dots.diameter_mm = {0.28F, 0.3F};
  plan.dots.depth_mm = {0.1F, 0.12F};
  plan.dots.angle_deg = {-90, 45.5F};
  plan.dots.strength = {1, 1};
  plan.dots.pigment = {0, 1};
  plan.dots.zone = {Zone::kLeadingEdge, Zone::kMidScalp};
  return plan;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string message_for(const std::string& text) {
  const auto dots = flat_dots_from_csv(text, "a.csv");
  return dots.ok() ? "accepted " + std::to_string(dots->size()) : dots.error().message();
}

TEST(FlatCsv, WritingAndReadingIsTheIdentity) {
  const DotSet<PlaneMm> dots = random_dots(5000);
  const std::string text = flat_dots_to_csv(dots, dots.id);
  EXPECT_EQ(text.substr(0, text.find('\n')), "id,session,order,x_mm,y_mm");
  const auto again = flat_dots_from_csv(text, "a.csv");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(*again, dots.positions);
}

TEST(FlatCsv, WritesIdSessionOrder) {
  DotSet<PlaneMm> dots = random_dots(2);
  dots.positions = {{1.25, -3}, {0.1, 1e-7}};
  EXPECT_EQ(flat_dots_to_csv(dots, {1, 0}), "id,session,order,x_mm,y_mm\n1000,1,1,1.25,-3\n1007,2,0,0.1,1e-07\n");
  EXPECT_EQ(flat_dots_to_csv({}, {}), "id,session,order,x_mm,y_mm\n");
}

TEST(FlatCsv, FindsColumnsByName) {
  const auto read = [](const std::string& text) {
    const auto dots = flat_dots_from_csv(text, "a.csv");
    EXPECT_TRUE(dots.ok()) << dots.error().message();
    return dots.ok() ? *dots : std::vector<Vec2<PlaneMm>>();
  };
  const std::vector<Vec2<PlaneMm>> wanted = {{1, 2}, {3.5, -4e1}};
  EXPECT_EQ(read("x_mm,y_mm\n1,2\n3.5,-4e1\n"), wanted);
  EXPECT_EQ(read("y_mm,note,x_mm\n2,a,1\n-4e1,\"b,\"\"c\"\"\",3.5"), wanted);  // no line break at the end
  EXPECT_EQ(read("x_mm,y_mm\r\n1,2\r\n3.5,-4e1\r\n"), wanted);
  EXPECT_EQ(read("x_mm,y_mm\r1,2\r3.5,-4e1"), wanted);  // as old Macs wrote it, and some spreadsheets still do
  EXPECT_EQ(read("\xEF\xBB\xBF x_mm , y_mm \n 1 ,\t2\n\n3.5,-4e1\n\n"), wanted);
  EXPECT_EQ(read("x_mm,y_mm,z_mm,u_mm,v_mm\n7,7,7,1,2\n7,7,7,3.5,-4e1\n"), wanted);  // a plan: its chart
}

TEST(FlatCsv, HeaderAloneIsAnEmptySet) {
  EXPECT_EQ(message_for("x_mm,y_mm"), "accepted 0");
  EXPECT_EQ(message_for("x_mm,y_mm\r\n\r\n"), "accepted 0");
}

TEST(FlatCsv, NamesLineAndColumnOfWhatDoesNotFit) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"", "a.csv: is empty; the first line must name the columns"},
      {"\n\n", "a.csv: is empty;"},
      {"1,2\n3,4\n", "a.csv: line 1: the header names no column x_mm; the first line must name"},
      {"x_mm;y_mm\n3;4\n", "a.csv: line 1: the header names no column x_mm;"},
      {"id,x_mm\n0,1\n", "a.csv: line 1: the header names no column y_mm;"},
      {"x_mm,y_mm,x_mm\n", "a.csv: line 1: found \"x_mm\" twice;"},
      {"x_mm,y_mm,z_mm\n1,2,3\n", "a.csv: line 1: the dots are in space (z_mm), without u_mm and v_mm;"},
      {"x_mm,y_mm\n1,2\n3\n", "a.csv: line 3: found 1 columns; the header has 2"},
      {"x_mm,y_mm\n1,2,3\n", "a.csv: line 2: found 3 columns; the header has 2"},
      {"x_mm,y_mm\n1,2\n\n3,four\n", "a.csv: line 4, column y_mm: found \"four\"; it must be a number"},
      {"y_mm,x_mm\r\n1,\r\n", "a.csv: line 2, column x_mm: found \"\"; it must be a number"},
      {"x_mm,y_mm\n1,nan\n", "a.csv: line 2, column y_mm: found \"nan\";"},
      {"x_mm,y_mm\ninf,1\n", "a.csv: line 2, column x_mm: found \"inf\";"},
      {"x_mm,y_mm\n1e999,1\n", "a.csv: line 2, column x_mm: found \"1e999\";"},
      {"x_mm,y_mm\n1e7,1\n", "a.csv: line 2, column x_mm: found \"1e7\";"},
      {"x_mm,y_mm\n1.5mm,1\n", "a.csv: line 2, column x_mm: found \"1.5mm\";"},
      {"x_mm,y_mm\n0x10,1\n", "a.csv: line 2, column x_mm: found \"0x10\";"},
      {"x_mm,y_mm\n1,\"2\n3\"\n", "a.csv: line 2, column y_mm: found \"2?3\";"},
      {"x_mm,y_mm\n1,\"2\n", "a.csv: line 2: a quoted field does not end;"},
      {"x_mm,y_mm,note\n1,2,\"a\n3,4,b\n5,6,c\n", "a.csv: line 2: a quoted field does not end;"},
      {"x_mm,y_mm,\"note\n1,2,a\n", "a.csv: line 1: a quoted field does not end;"},
      {"x_mm,y_mm\r1,2\r\r3,four\r", "a.csv: line 4, column y_mm: found \"four\"; it must be a number"},
  };
  for (const auto& [text, wanted] : cases) {
    const std::string message = message_for(text);
    EXPECT_EQ(message.substr(0, std::string(wanted).size()), wanted) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(FlatCsv, ManyColumnsTakeNoMoreThanTheirBytes) {
  std::string header, row;
  for (int i = 0; i < 50'000; ++i) {
    header += "c" + std::to_string(i) + ",";
    row += "0,";
  }
  const std::string text = header + "x_mm,y_mm\n" + row + "1,2\n";
  const auto start = std::clock();
  EXPECT_EQ(message_for(text), "accepted 1");
  EXPECT_EQ(message_for(header + "c7,x_mm,y_mm\n").substr(0, 32), "a.csv: line 1: found \"c7\" twice;");
  // Some 0.02 s; each with each takes 5 s. The sanitizers slow it by ten.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 1.0);
}

TEST(PlanCsv, WritesTheColumnsOfTheContract) {
  EXPECT_EQ(plan_dots_to_csv(small_plan()),
            "id,session,order,x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,angle_deg,pigment,zone\n"
            "70,1,1,1.5,95,0.3333333333333333,0.1,-2,0.28,0.1,-90,\"grey, 6:1\",leading-edge\n"
            "4294967295,2,0,0,-95,0,1e-07,3,0.3,0.12,45.5,\"say \"\"brown\"\"\",mid-scalp\n");
}

/// The pigment's cell of the first dot, as it is written.
std::string pigment_cell(const std::string& name) {
  Plan plan = small_plan();
  plan.pigments[plan.dots.pigment[0]] = name;
  const std::string csv = plan_dots_to_csv(plan), before = ",-90,", behind = ",leading-edge\n";
  const std::size_t begin = csv.find(before) + before.size();
  return csv.substr(begin, csv.find(behind) - begin);
}

/// What the cell's text was, by the rule of csv.cpp.
std::string name_in(std::string cell) {
  if (cell.starts_with('"')) cell = cell.substr(1, cell.size() - 2);
  std::string name;
  bool begins = true;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (begins && cell[i] == '\'') ++i;  // what it protects is taken as it is
    if (cell[i] == '"') ++i;
    name += cell[i];
    begins = std::string(",\"\r\n;\t|").find(cell[i]) != std::string::npos || (begins && cell[i] == ' ');
  }
  return name;
}

TEST(PlanCsv, NamesAreNoFormulas) {
  EXPECT_EQ(pigment_cell("carbon medium"), "carbon medium");
  EXPECT_EQ(pigment_cell("it's 6:1 - dark"), "it's 6:1 - dark");
  EXPECT_EQ(pigment_cell("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "'", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "  ="}) {
    const std::string cell = pigment_cell(start + "1+1");
    const std::size_t first = start.starts_with(' ') ? 3 : 1;
    EXPECT_EQ(cell[first], '\'') << cell;
    EXPECT_EQ(cell.front(), '"') << cell;
  }
  // Where another country's spreadsheet ends a cell, the rest would begin one.
  for (const std::string separator : {";", "\t", "|", "\n", "; ", ",", "\""})
    EXPECT_NE(pigment_cell("x" + separator + "=1+1").find("'=1+1"), std::string::npos) << separator;
}

TEST(PlanCsv, NamesAreReadBack) {
  for (const std::string& name : std::vector<std::string>{"grey, 6:1", "=1+1", "'=1", "''", "x;=1;'y", "+", "a\"=\"b",
                                                          "\t'\t", "- -", "; ; @x", ""})
    EXPECT_EQ(name_in(pigment_cell(name)), name) << pigment_cell(name);
}

// A negative number is no formula, and stays a number.
TEST(PlanCsv, NumbersStayNumbers) {
  const std::string csv = plan_dots_to_csv(small_plan());
  EXPECT_NE(csv.find(",-2,"), std::string::npos);
  EXPECT_NE(csv.find(",-90,"), std::string::npos);
  EXPECT_EQ(csv.find('\''), std::string::npos);
}

TEST(PlanCsv, ChartReadsBackAsAFlatSet) {
  const auto dots = flat_dots_from_csv(plan_dots_to_csv(small_plan()), "plan.csv");
  ASSERT_TRUE(dots.ok()) << dots.error().message();
  EXPECT_EQ(*dots, (std::vector<Vec2<PlaneMm>>{{0.1, -2}, {1e-7, 3}}));
}

TEST(PlanCsv, WithAViewGivesPixelsAndVisibility) {
  // Seen from above, 1 px per mm: image right is the head's left, image down is forward, towards the viewer is up.
  Plan plan = small_plan();
  HeadCamera camera;
  camera.rotation = {{{1, 0, 0}, {0, 0, 1}, {0, 1, 0}}};
  camera.center = {50, 60};
  const HeadView view = see_head(plan.surface, camera);
  plan.dots.head = {{0, 95, 0}, {0, -95, 0}};  // the top, which faces the viewer, and the point opposite
  Scene scene;
  scene.width_px = scene.height_px = 100;
  const auto lines = lines_of(plan_dots_to_csv(plan, view, scene));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[0].ends_with(",zone,x_px,y_px,visible"));
  EXPECT_TRUE(lines[1].ends_with(",50,60,1")) << lines[1];
  EXPECT_TRUE(lines[2].ends_with(",0")) << lines[2];
  // The same dot in a photo that ends before it is not visible, though it faces the viewer.
  scene.width_px = 50;
  EXPECT_TRUE(lines_of(plan_dots_to_csv(plan, view, scene))[1].ends_with(",50,60,0"));
  scene.width_px = 100;
  scene.head_outline = {{10, 10}, {90, 10}, {90, 90}, {10, 90}};
  EXPECT_TRUE(lines_of(plan_dots_to_csv(plan, view, scene))[1].ends_with(",50,60,1"));
  scene.exclude = {{{40, 50}, {60, 50}, {60, 70}, {40, 70}}};
  EXPECT_TRUE(lines_of(plan_dots_to_csv(plan, view, scene))[1].ends_with(",50,60,0")) << "under something";
  scene.exclude.clear();
  scene.head_outline = {{10, 10}, {90, 10}, {90, 56}, {10, 56}};
  EXPECT_TRUE(lines_of(plan_dots_to_csv(plan, view, scene))[1].ends_with(",50,60,0")) << "4 mm outside the outline";
  const Projection seen = project(plan.surface, view, plan.dots.head[0]);
  EXPECT_GT(seen.cos_view, 0);
}

}  // namespace
}  // namespace tonsure
