// What every example starts from: a photo with its scene, or the phantom.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace example {

/// The value, or the end of the program with the error's message.
template <class T>
T or_exit(tonsure::Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "%s\n", result.error().message().c_str());
  std::exit(1);
}

/// Nothing, or the end of the program with the error's message.
inline void check(const tonsure::Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().message().c_str());
  std::exit(1);
}

struct Input {
  tonsure::Photo photo;
  tonsure::Scene scene;
};

/// The input, read.
inline tonsure::Session open_session(const Input& input) {
  return or_exit(tonsure::Session::open({input.photo}, {input.scene}));
}

/// The same with the plan of a treatment.
inline tonsure::Session plan_session(const Input& input, const tonsure::Treatment& treatment) {
  tonsure::Session session = open_session(input);
  check(session.set_treatment(treatment));
  return session;
}

/// PROGRAM [PHOTO SCENE]
inline Input read_input(int argc, char** argv) {
  if (argc == 3) return {or_exit(tonsure::load_photo(argv[1])), or_exit(tonsure::load_scene(argv[2]))};
  if (argc != 1) {
    std::fprintf(stderr, "usage: %s [PHOTO SCENE]\n", argv[0]);
    std::exit(2);
  }
  tonsure::Phantom phantom =
      or_exit(tonsure::draw_phantom({.width_px = 900, .height_px = 900, .view = tonsure::View::kTop}));
  return {std::move(phantom.photo), std::move(phantom.scene)};
}

/// A number that was given, in a range; the end of the program with a sentence where it is none.
inline double number_or_exit(const char* name, const char* given, double low, double high) {
  char* end = nullptr;
  const double value = std::strtod(given, &end);
  if (end != given && *end == '\0' && value >= low && value <= high) return value;
  std::fprintf(stderr, "%s: '%s' is no number from %g to %g\n", name, given, low, high);
  std::exit(2);
}

/// Takes no arguments: the end of the program with a sentence where one was given.
inline void no_arguments(int argc, char** argv) {
  if (argc == 1) return;
  std::fprintf(stderr, "%s takes no arguments; found '%s'\n", argv[0], argv[1]);
  std::exit(2);
}

/// The names that were given, in their order among all there are; all of them where none was given.
inline std::vector<std::string> chosen(std::span<char* const> given, const std::vector<std::string>& all) {
  if (given.empty()) return all;
  for (const std::string_view name : given) {
    if (std::find(all.begin(), all.end(), name) != all.end()) continue;
    std::fprintf(stderr, "'%s' is none of:", name.data());
    for (const std::string& known : all) std::fprintf(stderr, " %s", known.c_str());
    std::fprintf(stderr, "\n");
    std::exit(2);
  }
  std::vector<std::string> names;
  for (const std::string& name : all)
    if (std::find(given.begin(), given.end(), std::string_view(name)) != given.end()) names.push_back(name);
  return names;
}

inline void write_file(const std::string& path, std::span<const std::byte> bytes) {
  tonsure::OutputFiles files;
  tonsure::Status status = files.add(path, bytes);
  if (status) status = files.commit();
  if (!status) {
    std::fprintf(stderr, "%s\n", status.error().message().c_str());
    std::exit(1);
  }
  std::printf("wrote %s\n", path.c_str());
}

inline void write_text(const std::string& path, std::string_view text) {
  write_file(path, std::as_bytes(std::span(text)));
}

inline void write_picture(const std::string& path, const tonsure::Image<unsigned char>& picture) {
  write_file(path, or_exit(tonsure::encode_png(picture.view(), {{"Comment", "simulated"}})));
}

}  // namespace example
