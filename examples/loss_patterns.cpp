// Draws a sheet of patterns of hair loss on the phantom, each from above, from the front, from the side in front and
// from behind: two patterns to a row. A table beside it says which is where.
//     loss_patterns [YEARS [PATTERN...]]
// YEARS that the loss has gone on since it was of that pattern; all patterns, unless some are named.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/phantom/phantom.h>

#include "example_input.h"
#include "strip.h"

int main(int argc, char** argv) {
  const double years = argc > 1 ? example::number_or_exit("YEARS", argv[1], 0, 80) : 0;
  const std::vector<std::string> patterns =
      example::chosen({argv + std::min(argc, 2), argv + argc}, tonsure::loss_pattern_names());
  constexpr int kSizePx = 640, kPatternsPerRow = 2;
  constexpr int kCropWidth = 300, kCropHeight = 360;  // all of the head from above
  const std::vector<tonsure::View> views = {tonsure::View::kTop, tonsure::View::kFront, tonsure::View::kThreeQuarter,
                                            tonsure::View::kBack};
  std::vector<tonsure::Photo> pictures;
  std::string table = "row,column,pattern,years,view\n";
  for (const std::string& name : patterns) {
    for (const tonsure::View view : views) {
      tonsure::PhantomOptions options;
      options.width_px = options.height_px = kSizePx;
      options.view = view;
      options.shine = 0.2;
      options.loss = example::or_exit(tonsure::parse_loss_pattern(name));
      options.progress_years = years;
      const std::size_t columns = kPatternsPerRow * views.size();
      table += std::to_string(pictures.size() / columns + 1) + "," + std::to_string(pictures.size() % columns + 1) +
               "," + name + "," + std::to_string(years) + "," + tonsure::view_name(view) + "\n";
      // From above, the head lies lower in the photo.
      const example::Crop head = {170, view == tonsure::View::kTop ? 119 : 58, kCropWidth, kCropHeight};
      tonsure::Photo photo = example::or_exit(tonsure::draw_phantom(options)).photo;
      photo.pixels = example::strip({photo}, head, 1);
      pictures.push_back(std::move(photo));
    }
  }
  example::write_picture("loss_patterns.png", example::strip(pictures, {0, 0, kCropWidth, kCropHeight},
                                                             kPatternsPerRow * static_cast<int>(views.size())));
  example::write_text("loss_patterns.csv", table);
}
