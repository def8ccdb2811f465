// Makes the tile that placement reads: dots of a torus in rank order, their positions at every density, and how far
// natural work strays from them. Run once by hand; docs/model/placement.md explains the mathematics and gives the
// command.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

#include <CLI/CLI.hpp>

#include "dot_tile/offsets.h"
#include "dot_tile/trajectories.h"

namespace {

using tonsure::dot_tile::Trajectories;
using tonsure::dot_tile::Vec;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

void put_signed(std::string& out, float value) {
  put(out,
      static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(std::fmin(std::fmax(value, -32767), 32767)))),
      2);
}

/// The format is stated in src/placement/tile.h.
std::string encode(const Trajectories& tile, const std::vector<Vec>& offsets) {
  std::string out = "TONSTILE";
  put(out, tile.count.front(), 4);
  put(out, tile.count.size(), 4);
  for (const std::size_t n : tile.count) put(out, n, 4);
  const std::vector<Vec>& home = tile.at.front();
  for (const Vec& p : home) {
    const Vec w = tonsure::dot_tile::wrapped(p);
    put(out, static_cast<std::uint64_t>(w.x * 65536.0F), 2);
    put(out, static_cast<std::uint64_t>(w.y * 65536.0F), 2);
  }
  for (std::size_t k = 1; k < tile.at.size(); ++k) {
    for (std::size_t i = 0; i < tile.at[k].size(); ++i) {
      put_signed(out, (tile.at[k][i].x - home[i].x) * 65536.0F);
      put_signed(out, (tile.at[k][i].y - home[i].y) * 65536.0F);
    }
  }
  for (const Vec& o : offsets) {
    put_signed(out, o.x * 8192.0F);
    put_signed(out, o.y * 8192.0F);
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Makes the ranked tile that placement reads.");
  std::size_t dots = 16384, fewest = 512;
  int per_octave = 8, threads = 0, offset_sweeps = 1000;
  std::uint64_t seed = 1;
  tonsure::dot_tile::Effort effort;
  tonsure::dot_tile::PairForce law;
  std::string path;
  app.add_option("--dots", dots, "dots of the tile")->check(CLI::IsMember({256, 1024, 4096, 16384}));
  app.add_option("--levels-per-octave", per_octave, "levels per halving of the density")->check(CLI::Range(1, 32));
  app.add_option("--fewest", fewest, "dots of the sparsest level")->check(CLI::Range(4, 4096));
  app.add_option("--sweeps", effort.sweeps, "sweeps of joint optimisation")->check(CLI::Range(0, 1000000));
  app.add_option("--sigma", law.sigma, "width of the force that evens out crowding, spacings");
  app.add_option("--core", law.core, "strength of the force that keeps pairs apart");
  app.add_option("--core-radius", law.core_radius, "its reach, spacings");
  app.add_option("--smoothing", effort.smoothing, "of positions over levels, a share per sweep")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--beginnings", effort.beginnings, "weight of the evenness of first sessions")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--offset-sweeps", offset_sweeps, "sweeps over the offsets")->check(CLI::Range(0, 1000000));
  app.add_option("--seed", seed, "seed; the same seed gives the same bytes");
  app.add_option("--threads", threads, "threads; the bytes do not depend on it")->check(CLI::Range(0, 1024));
  app.add_option("--out", path, "file to write")->required();
  CLI11_PARSE(app, argc, argv);

  const tonsure::Exec exec{.threads = threads};
  std::fprintf(stderr, "ranking %zu dots and finding their positions at every density\n", dots);
  const Trajectories tile = tonsure::dot_tile::make_trajectories(
      tonsure::dot_tile::make_levels(dots, per_octave, fewest), effort, law, seed, exec);
  std::fprintf(stderr, "turning the offsets of natural work\n");
  const std::string bytes = encode(tile, tonsure::dot_tile::make_offsets(tile, offset_sweeps, seed, exec));
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::fprintf(stderr, "%s: could not be written\n", path.c_str());
    return 4;
  }
  std::fprintf(stderr, "%s: %zu bytes\n", path.c_str(), bytes.size());
  return 0;
}
