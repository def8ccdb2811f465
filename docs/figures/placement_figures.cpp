// Draws the figures of docs/model/placement.md from the library's own tile and lattice, as SVG:
//   cmake --build build/release --target placement_figures && build/release/docs/figures/placement_figures
//   docs/pictures
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

#include "placement/block_frame.h"
#include "placement/lattice.h"
#include "placement/tile.h"

namespace {

using namespace tonsure::placement;

constexpr double kUnitsPerSpacing = static_cast<double>(kBlockUnits) / kBlockSpacings;

struct Point {
  double x, y;
};

/// A picture of panels side by side, each of the same size in its own units.
class Svg {
 public:
  Svg(int panels, double size, std::string caption) : scale_(kPanel / size) {
    text_ = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + number(panels * (kPanel + kGap) - kGap) + " " +
            number(kPanel + 20) + "' font-family='sans-serif' font-size='12'>\n<title>" + caption +
            "</title>\n<rect width='100%' height='100%' fill='white'/>\n";
  }
  void panel(int index, const std::string& label) {
    if (index > 0) text_ += "</svg>\n";
    left_ = index * (kPanel + kGap);
    text_ += "<text x='" + number(left_) + "' y='" + number(kPanel + 15) + "'>" + label + "</text>\n<svg x='" +
             number(left_) + "' width='" + number(kPanel) + "' height='" + number(kPanel) + "'>\n<rect width='" +
             number(kPanel) + "' height='" + number(kPanel) + "' fill='none' stroke='#bbb'/>\n";
  }
  void dot(Point p, double radius, const char* fill) {
    if (p.x * scale_ < -radius || p.y * scale_ < -radius || p.x * scale_ > kPanel + radius ||
        p.y * scale_ > kPanel + radius)
      return;
    text_ += "<circle cx='" + number(p.x * scale_) + "' cy='" + number(p.y * scale_) + "' r='" + number(radius) +
             "' fill='" + fill + "'/>\n";
  }
  void line(const std::vector<Point>& points, const char* stroke, double width) {
    text_ += "<polyline fill='none' stroke='" + std::string(stroke) + "' stroke-width='" + number(width) + "' points='";
    for (const Point& p : points) text_ += number(p.x * scale_) + "," + number(p.y * scale_) + " ";
    text_ += "'/>\n";
  }
  bool write(const std::string& path) {
    std::ofstream file(path);
    file << text_ << "</svg>\n</svg>\n";
    return static_cast<bool>(file.flush());
  }

 private:
  static constexpr double kPanel = 240, kGap = 12;
  static std::string number(double v) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.1f", v);
    return buffer.data();
  }
  double scale_, left_ = 0;
  std::string text_;
};

/// Where dot i of block b lies at a density of `count` dots per tile, in spacings of the full tile from the tile's
/// corner.
Point place_of(const Tile& tile, std::size_t b, std::size_t i, double count) {
  const auto density = static_cast<std::int32_t>(count * kRankScale);
  const std::size_t k = level_of(tile, density);
  const double share = std::fmax(0, (tile.level_rank[k] - density) * static_cast<double>(tile.per_rank[k]));
  const auto at = [&](std::size_t level) {
    const std::int32_t first = tile.first_point[b * tile.levels() + level];
    return unpacked(tile.point[static_cast<std::size_t>(first) + i]);
  };
  const TilePoint p = at(k), q = at(k + 1);
  const double x = p.x + share * (q.x - p.x), y = p.y + share * (q.y - p.y);
  const auto column = static_cast<double>(b % tile.blocks), row = static_cast<double>(b / tile.blocks);
  return {(column + 0.5) * kBlockSpacings + x / kUnitsPerSpacing, (row + 0.5) * kBlockSpacings + y / kUnitsPerSpacing};
}

template <class Visit>
void each_dot(const Tile& tile, double count, const Visit& visit) {
  for (std::size_t b = 0; b < tile.size.size(); ++b) {
    for (std::size_t i = 0; i < tile.size[b] && tile.rank[tile.first[b] + i] < count * kRankScale; ++i) visit(b, i);
  }
}

/// The same corner of the tile at three densities: the dots of the sparser set in black.
bool draw_ranks(const Tile& tile, const std::string& path) {
  constexpr double kSize = 24;
  Svg svg(3, kSize, "Beginnings of the ranking");
  const std::array<const char*, 3> labels = {"a quarter of the dots", "half of them", "all"};
  for (int panel = 0; panel < 3; ++panel) {
    const double count = tile.dots * std::ldexp(1.0, panel - 2);
    svg.panel(panel, labels[static_cast<std::size_t>(panel)]);
    each_dot(tile, count, [&](std::size_t b, std::size_t i) {
      const bool first = tile.rank[tile.first[b] + i] < tile.dots / 4.0 * kRankScale;
      const Point p = place_of(tile, b, i, count);
      if (p.x < kSize + 1 && p.y < kSize + 1) svg.dot(p, 2.2, first ? "#000" : "#d62");
    });
  }
  return svg.write(path);
}

/// Paths of dots while the density falls to a quarter.
bool draw_levels(const Tile& tile, const std::string& path) {
  constexpr double kSize = 12;
  Svg svg(2, kSize, "Positions by density");
  for (int panel = 0; panel < 2; ++panel) {
    svg.panel(panel, panel == 0 ? "from the full density to half" : "from half to a quarter");
    const double dense = tile.dots / (panel + 1.0);
    each_dot(tile, dense, [&](std::size_t b, std::size_t i) {
      std::vector<Point> line;
      const double gone = std::fmax(dense / 2, static_cast<double>(tile.rank[tile.first[b] + i]) / kRankScale + 1);
      for (double count = dense; count > gone; count /= 1.02) line.push_back(place_of(tile, b, i, count));
      if (line.empty() || line[0].x > kSize + 1 || line[0].y > kSize + 1) return;
      const bool stays = gone <= dense / 2;
      svg.line(line, stays ? "#26c" : "#d62", 1);
      svg.dot(line.front(), 2.2, stays ? "#000" : "#d62");
    });
  }
  return svg.write(path);
}

/// Blocks of the lattice over a plane, displaced; one block's own dots.
bool draw_blocks(const Tile& tile, const std::string& path) {
  constexpr int kBlocks = 40, kOwner = 18;
  Svg svg(2, kBlocks, "Blocks and their dots");
  const Lattice lattice(kBlockSpacings * kBlockSpacings, 3);  // a block is 1 mm
  svg.panel(0, "blocks on the plane (tiles heavy)");
  const Corner from = lattice.displacement(0, 0);
  const auto at = [&](double column, double row) {
    const Corner d = lattice.displacement(column, row);
    return Point{column + d.x - from.x, row + d.y - from.y};
  };
  for (int i = -8; i <= kBlocks + 8; ++i) {
    std::vector<Point> across, down;
    for (int j = -8; j <= kBlocks + 8; ++j) {
      across.push_back(at(j, i));
      down.push_back(at(i, j));
    }
    const double width = i % 8 == 0 ? 1.6 : 0.4;
    svg.line(across, "#246", width);
    svg.line(down, "#246", width);
  }
  svg.panel(1, "a block's own dots, at half the density");
  constexpr double kZoom = static_cast<double>(kBlocks) / (2 * kBlockSpacings);
  const double left = (kOwner % 8) * kBlockSpacings - 8.0, top = (kOwner / 8) * kBlockSpacings - 8.0;
  each_dot(tile, tile.dots / 2.0, [&](std::size_t b, std::size_t i) {
    const Point p = place_of(tile, b, i, tile.dots / 2.0);
    svg.dot({(p.x - left) * kZoom, (p.y - top) * kZoom}, 2.2, b == kOwner ? "#d62" : "#aaa");
  });
  const double a = 8 * kZoom, c = 24 * kZoom;
  svg.line({{a, a}, {c, a}, {c, c}, {a, c}, {a, a}}, "#246", 1);
  return svg.write(path);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: placement_figures FOLDER\n");
    return 2;
  }
  const std::string folder = argv[1];
  const Tile& tile = built_in_tile();
  const bool done = draw_ranks(tile, folder + "/placement-ranks.svg") &&
                    draw_levels(tile, folder + "/placement-levels.svg") &&
                    draw_blocks(tile, folder + "/placement-blocks.svg");
  if (!done) std::fprintf(stderr, "%s: could not be written\n", folder.c_str());
  return done ? 0 : 4;
}
