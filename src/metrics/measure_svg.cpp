#include <tonsure/metrics/measure_svg.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

namespace tonsure {
namespace {

constexpr double kWidth = 1100, kHeight = 520;
constexpr double kMostFrequency = 4;  // cycles per spacing; beyond, there is little to see

/// With `digits` behind the point, whatever the locale.
std::string number(double value, int digits) {
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, digits);
  return std::string(buffer.data(), end.ptr);
}

std::string point(double x, double y) {
  return number(x, 2) + ',' + number(y, 2);
}

std::string line(double x1, double y1, double x2, double y2, const std::string& kind) {
  return "<line class=\"" + kind + "\" x1=\"" + number(x1, 2) + "\" y1=\"" + number(y1, 2) + "\" x2=\"" +
         number(x2, 2) + "\" y2=\"" + number(y2, 2) + "\"/>\n";
}

std::string label(double x, double y, const std::string& text, const std::string& kind = "start") {
  return "<text class=\"" + kind + "\" x=\"" + number(x, 2) + "\" y=\"" + number(y, 2) + "\">" + text + "</text>\n";
}

struct Frame {
  double x, y, width, height;  ///< of the drawing
};

/// The least of 1, 2, 5 x 10^k that is no less than `value`.
double round_up(double value) {
  const double ten = std::pow(10.0, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (step * ten >= value) return step * ten;
  }
  return 10 * ten;
}

std::size_t shown_bins(const RadialSpectrum& s) {
  return std::min(s.power.size(), static_cast<std::size_t>(std::lround(kMostFrequency / s.step)));
}

std::string curve(const RadialSpectrum& s, const Frame& f, double top, const std::string& kind) {
  std::string out = "<polyline class=\"" + kind + "\" points=\"";
  for (std::size_t i = 0; i < shown_bins(s); ++i) {
    const double frequency = (static_cast<double>(i) + 0.5) * s.step;
    const double power = std::max(0.0, std::min(s.power[i], top));
    if (i > 0) out += ' ';
    out += point(f.x + f.width * frequency / kMostFrequency, f.y + f.height * (1 - power / top));
  }
  return out + "\"/>\n";
}

std::string legend(const Frame& f, int row, const std::string& kind, const std::string& name,
                   const std::optional<RadialSpectrum>& s) {
  const double y = f.y + 18 + 18 * row, x = f.x + f.width - 392;
  std::string text = name + ": ";
  text += s ? "effective Nyquist " + number(s->effective_nyquist, 3) + ", oscillation " + number(s->oscillation, 3)
            : "too few dots";
  return line(x, y - 4, x + 24, y - 4, kind) + label(x + 30, y, text);
}

std::string spectra(const MeasurePicture& picture, const Frame& f) {
  double highest = 1.5;
  for (const auto* s : {&picture.spectrum, &picture.local_spectrum}) {
    if (!s->has_value()) continue;
    for (std::size_t i = 0; i < shown_bins(**s); ++i) highest = std::max(highest, (**s).power[i]);
  }
  const double step = round_up(highest / 8);
  const auto ticks = static_cast<int>(std::ceil(1.15 * highest / step));  // room for the legend
  const double top = step * ticks;
  std::string out = label(f.x, f.y - 14, "Radial power spectrum (random dots: 1)", "title");
  for (int i = 0; i <= ticks; ++i) {
    const double y = f.y + f.height * (1 - static_cast<double>(i) / ticks);
    out += line(f.x, y, f.x + f.width, y, "grid") + label(f.x - 8, y + 4, number(step * i, step < 1 ? 1 : 0), "end");
  }
  for (int i = 0; i <= 8; ++i) {
    const double x = f.x + f.width * i / 8;
    out += line(x, f.y, x, f.y + f.height, "grid") +
           label(x, f.y + f.height + 18, number(kMostFrequency * i / 8, 1), "middle");
  }
  const double one = f.y + f.height * (1 - 1 / top);
  out += line(f.x, one, f.x + f.width, one, "one");
  out += label(f.x + f.width / 2, f.y + f.height + 40, "frequency, cycles per spacing (1 / &#8730;density)", "middle");
  out += "<text class=\"middle\" transform=\"translate(" + point(f.x - 44, f.y + f.height / 2) +
         ") rotate(-90)\">power / power of random dots</text>\n";
  if (picture.spectrum) out += curve(*picture.spectrum, f, top, "plane");
  if (picture.local_spectrum) out += curve(*picture.local_spectrum, f, top, "local");
  return out + legend(f, 0, "plane", "on the plane", picture.spectrum) +
         legend(f, 1, "local", "local metric", picture.local_spectrum);
}

/// The dots around the middle, and half the side of the square they fill.
struct Crop {
  Vec2<PlaneMm> middle;
  double half = 0;
  std::vector<Vec2<PlaneMm>> dots;
};

Crop crop_of(std::span<const Vec2<PlaneMm>> all) {
  std::vector<Vec2<PlaneMm>> dots;
  for (const auto& d : all) {
    if (std::isfinite(d.x) && std::isfinite(d.y)) dots.push_back(d);
  }
  if (dots.empty()) return {};
  Vec2<PlaneMm> low = dots.front(), high = low;
  for (const auto& d : dots) {
    low = {std::min(low.x, d.x), std::min(low.y, d.y)};
    high = {std::max(high.x, d.x), std::max(high.y, d.y)};
  }
  // The dot nearest to the middle of the box: the middle itself may be bare.
  const Vec2<PlaneMm> centre = 0.5 * low + 0.5 * high;
  const auto from_centre = [&](const Vec2<PlaneMm>& d) { return std::tuple(norm(d - centre), d.x, d.y); };
  Crop crop;
  crop.middle = *std::min_element(dots.begin(), dots.end(),
                                  [&](const auto& a, const auto& b) { return from_centre(a) < from_centre(b); });
  const auto distance = [&](const Vec2<PlaneMm>& d) {
    return std::max(std::abs(d.x - crop.middle.x), std::abs(d.y - crop.middle.y));
  };
  std::sort(dots.begin(), dots.end(), [&](const auto& a, const auto& b) {
    return std::tuple(distance(a), a.x, a.y) < std::tuple(distance(b), b.x, b.y);
  });
  if (dots.size() > kMostDrawnDots) dots.resize(kMostDrawnDots);
  crop.half = distance(dots.back());
  crop.dots = std::move(dots);
  return crop;
}

std::string drawn_dots(const MeasurePicture& picture, const Frame& f) {
  const Crop crop = crop_of(picture.dots);
  std::string out = label(f.x, f.y - 14,
                          number(static_cast<double>(crop.dots.size()), 0) + " of " +
                              number(static_cast<double>(picture.dots.size()), 0) + " dots",
                          "title");
  out += "<rect class=\"frame\" x=\"" + number(f.x, 2) + "\" y=\"" + number(f.y, 2) + "\" width=\"" +
         number(f.width, 2) + "\" height=\"" + number(f.height, 2) + "\"/>\n";
  if (crop.dots.empty()) return out + label(f.x + f.width / 2, f.y + f.height / 2, "no dots", "middle");
  constexpr double kMargin = 8;
  const double scale = crop.half > 0 ? (0.5 * f.width - kMargin) / crop.half : 0;
  // A fifth of the mean spacing wide, but for the eye's sake neither specks nor blots.
  const double spacing = (f.width - 2 * kMargin) / std::sqrt(static_cast<double>(crop.dots.size()));
  out += "<g class=\"dots\">\n";
  const std::string radius = number(std::clamp(0.2 * spacing, 0.8, 4.0), 2);
  for (const auto& d : crop.dots) {
    out += "<circle cx=\"" + number(f.x + 0.5 * f.width + scale * (d.x - crop.middle.x), 2) + "\" cy=\"" +
           number(f.y + 0.5 * f.height + scale * (d.y - crop.middle.y), 2) + "\" r=\"" + radius + "\"/>\n";
  }
  return out + "</g>\n" +
         label(f.x + f.width / 2, f.y + f.height + 18,
               "side " + number(2 * crop.half * (1 + 2 * kMargin / (f.width - 2 * kMargin)), 2) + " mm", "middle");
}

}  // namespace

std::string measure_svg(const MeasurePicture& picture) {
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(kWidth, 0) + ' ' +
                    number(kHeight, 0) + "\" width=\"" + number(kWidth, 0) + "\" height=\"" + number(kHeight, 0) +
                    "\">\n<metadata>tonsure</metadata>\n<style>\n"
                    "text { font: 13px sans-serif; fill: #222; }\n"
                    ".title { font-weight: bold; }\n"
                    ".middle { text-anchor: middle; }\n"
                    ".end { text-anchor: end; }\n"
                    ".grid { stroke: #ddd; }\n"
                    ".one { stroke: #888; stroke-dasharray: 5 4; }\n"
                    ".plane { stroke: #c05020; stroke-width: 1.5; fill: none; }\n"
                    ".local { stroke: #2050a0; stroke-width: 1.5; fill: none; }\n"
                    ".frame { stroke: #888; fill: none; }\n"
                    ".dots { fill: #222; }\n"
                    "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  out += spectra(picture, {70, 45, 520, 410});
  out += drawn_dots(picture, {650, 45, 410, 410});
  return out + "</svg>\n";
}

}  // namespace tonsure
