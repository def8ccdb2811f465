// Draws the figure of docs/model/anatomy.md from the library's own field of hair, as SVG:
//   cmake --build build/release --target anatomy_figure && build/release/docs/figures/anatomy_figure docs/pictures
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

#include <tonsure/scalp/view.h>
#include "scalp/anatomy.h"

namespace {

using namespace tonsure;
using Head = Vec3<HeadMm>;

constexpr double kSpacingMm = 7, kStrokeMm = 7;          // of hairs drawn
constexpr double kPanelWidth = 236, kPanelHeight = 236;  // units of the picture are mm
constexpr double kLowestMm = -88;                        // below, the surface is neither head nor neck

struct Area {
  ScalpArea area;
  const char* name;
  const char* colour;
};
constexpr std::array<Area, 6> kAreas = {{{ScalpArea::kFrontal, "frontal", "#d62"},
                                         {ScalpArea::kMidScalp, "mid-scalp", "#26c"},
                                         {ScalpArea::kCrown, "crown", "#a2a"},
                                         {ScalpArea::kTemple, "temple", "#b80"},
                                         {ScalpArea::kSide, "side", "#284"},
                                         {ScalpArea::kNape, "nape", "#555"}}};

/// One side of the head, seen from far away. Rows: image right, image down, towards the eye.
struct Panel {
  const char* label;
  std::array<std::array<double, 3>, 3> rotation;
  double lines;  ///< 1 where coronal planes are upright lines, 2 where they are level ones, 0 where they are seen flat
};
constexpr std::array<Panel, 4> kPanels = {{{"from above, face up", {{{-1, 0, 0}, {0, 0, -1}, {0, 1, 0}}}, 2},
                                           {"left side", {{{0, 0, -1}, {0, -1, 0}, {1, 0, 0}}}, 1},
                                           {"front", {{{1, 0, 0}, {0, -1, 0}, {0, 0, 1}}}, 0},
                                           {"back", {{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}}, 0}}};

std::string number(double v) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.1f", v);
  return buffer.data();
}

/// A point of a path: M or L, then its place.
std::string step(char command, Vec2<PhotoPx> p) {
  return command + number(p.x) + ' ' + number(p.y);
}

/// A stroke of hair from a point on, as a path; empty where the far side hides it.
std::string stroke(const ScalpAnatomy& anatomy, const HeadView& view, Head at) {
  constexpr int kPieces = 2;
  std::string path;
  for (int i = 0; i <= kPieces; ++i) {
    const Projection seen = project(anatomy.surface, view, at);
    if (seen.cos_view < 0.1) return {};
    path += step(i == 0 ? 'M' : 'L', seen.position);
    const Head hair = hair_direction(anatomy, at, surface_normal(anatomy.surface, at));
    const Head d = normalized(at + (kStrokeMm / kPieces) * hair);
    at = radius_mm(anatomy.surface, d) * d;
  }
  return path;
}

std::string draw_panel(const ScalpAnatomy& anatomy, const Panel& panel, Vec2<PhotoPx> corner) {
  HeadCamera camera;
  camera.rotation = panel.rotation;
  camera.center =
      camera.principal = {corner.x + kPanelWidth / 2, corner.y + (panel.lines == 2 ? kPanelHeight / 2 : 106)};
  const HeadView view = see_head(anatomy.surface, camera);
  std::string text = "<text x='" + number(corner.x + 4) + "' y='" + number(corner.y + kPanelHeight - 4) + "'>" +
                     panel.label + "</text>\n";

  std::string rim;
  const std::size_t n = view.rim_mm.size();
  bool drawing = false;
  // From straight down on, so that what is left out lies at the ends.
  for (std::size_t i = 0; i <= n; ++i) {
    const std::size_t k = (i + n / 4) % n;
    const double angle = 6.283185307179586 * static_cast<double>(k) / static_cast<double>(n);
    const Vec2<PhotoPx> off{view.rim_mm[k] * std::cos(angle), view.rim_mm[k] * std::sin(angle)};
    if (panel.lines != 2 && -off.y < kLowestMm) continue;
    rim += step(drawing ? 'L' : 'M', camera.center + off);
    drawing = true;
  }
  text += "<path fill='none' stroke='#999' stroke-width='0.8' d='" + rim + "'/>\n";

  const ScalpLandmarks& l = anatomy.landmarks;
  if (panel.lines > 0) {
    std::string planes;
    for (const double z : {l.bimeatal_z_mm, l.norwood_z_mm}) {
      const Vec2<PhotoPx> c = camera.center;
      planes += panel.lines == 2 ? step('M', {c.x - 92, c.y - z}) + step('L', {c.x + 92, c.y - z})
                                 : step('M', {c.x - z, c.y - 102}) + step('L', {c.x - z, c.y + 60});
    }
    text += "<path fill='none' stroke='#999' stroke-width='0.6' stroke-dasharray='3 2' d='" + planes + "'/>\n";
  }

  Points<ScalpMm> border;
  for (const Head& p : scalp_outline(anatomy.surface)) border.push_back(to_chart(anatomy.surface, p));
  std::array<std::string, kAreas.size()> hairs;
  // On Lambert's equal-area map of directions, so that the hairs lie about equally dense on the skin.
  constexpr double kStep = kSpacingMm / 90;
  for (double z = -2; z < 2; z += kStep) {
    for (double x = -2; x < 2; x += kStep) {
      const double square = x * x + z * z;
      if (square > 3.6) continue;
      const double side = std::sqrt(1 - square / 4);
      const Head d{x * side, 1 - square / 2, z * side};
      const Head p = radius_mm(anatomy.surface, d) * d;
      if (!contains<ScalpMm>(border, to_chart(anatomy.surface, p))) continue;
      for (std::size_t a = 0; a < kAreas.size(); ++a)
        if (scalp_area(anatomy, p) == kAreas[a].area) hairs[a] += stroke(anatomy, view, p);
    }
  }
  for (std::size_t a = 0; a < kAreas.size(); ++a)
    text +=
        std::string("<path fill='none' stroke-width='0.9' stroke='") + kAreas[a].colour + "' d='" + hairs[a] + "'/>\n";

  struct Named {
    Head point;
    const char* name = "";
  };
  const std::array<Named, 12> named = {{{l.glabella, "glabella"},
                                        {l.trichion, "trichion"},
                                        {l.vertex, "vertex"},
                                        {l.opisthocranion, "opisthocranion"},
                                        {l.inion, "inion"},
                                        {l.nape, "nape"},
                                        {l.frontotemporal.left, "corner"},
                                        {l.temple_point.left, "temple point"},
                                        {l.sideburn.left, "sideburn"},
                                        {l.tragion.left, "tragion"},
                                        {l.ear_top.left, "ear top"},
                                        {anatomy.whorls[0].centre, "whorl"}}};
  for (const Named& mark : named) {
    const Projection seen = project(anatomy.surface, view, mark.point);
    if (seen.cos_view < -0.01) continue;
    text += "<circle cx='" + number(seen.position.x) + "' cy='" + number(seen.position.y) + "' r='1.8'/>\n";
    if (panel.lines != 1) continue;  // there they can be told apart
    const bool at_the_right = seen.position.x > camera.center.x + 60;
    text += "<text font-size='8' stroke='white' stroke-width='2' paint-order='stroke' text-anchor='" +
            std::string(at_the_right ? "end" : "start") + "' x='" + number(seen.position.x + (at_the_right ? -4 : 4)) +
            "' y='" + number(seen.position.y - 2) + "'>" + mark.name + "</text>\n";
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: anatomy_figure FOLDER\n");
    return 2;
  }
  const ScalpAnatomy anatomy = make_anatomy(ScalpSurface());
  const double width = kPanelWidth * 2, height = kPanelHeight * 2 + 16;
  std::string text = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + number(width) + " " + number(height) +
                     "' font-family='sans-serif' font-size='10'>\n<title>Areas of the scalp and the direction of "
                     "hair</title>\n<rect width='100%' height='100%' fill='white'/>\n";
  for (std::size_t i = 0; i < kPanels.size(); ++i)
    text += draw_panel(anatomy, kPanels[i], {i % 2 == 0 ? 0 : kPanelWidth, i < 2 ? 0 : kPanelHeight});
  for (std::size_t i = 0; i < kAreas.size(); ++i)
    text += "<text x='" + number(12 + 76 * static_cast<double>(i)) + "' y='" + number(height - 4) + "' fill='" +
            kAreas[i].colour + "'>" + kAreas[i].name + "</text>\n";
  std::ofstream file(std::string(argv[1]) + "/anatomy.svg");
  file << text << "</svg>\n";
  return file.flush() ? 0 : 1;
}
