// Makes the table of point responses that src/optics reads:
//     make_response_table --out src/optics/data/point_responses.bin
// Monte Carlo: some 20 minutes on two cores. Same seed, same bytes, for any number of threads on one architecture.

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "optics/response_table.h"
#include "skin_mc/response_grid.h"

int main(int argc, char** argv) {
  using namespace tonsure;
  CLI::App app("Makes the table of point responses");
  std::string out;
  std::size_t paths = 600'000, skin_paths = 300'000;
  std::uint64_t seed = 1;
  int threads = 2;
  app.add_option("--out", out, "File to write")->required();
  app.add_option("--paths", paths, "Paths of light for each of the three wavelengths");
  app.add_option("--skin-paths", skin_paths, "Paths of light for bare skin, for each of 31 bands");
  app.add_option("--seed", seed, "Seed");
  app.add_option("--threads", threads, "Threads");
  CLI11_PARSE(app, argc, argv);

  std::string bytes = "TONSRESP";
  const auto append = [&](const std::vector<double>& values) {
    for (const double value : values) {
      const std::uint16_t code = optics::encoded_log(value);
      bytes += static_cast<char>(code & 0xFFU);
      bytes += static_cast<char>(code >> 8U);
    }
  };
  for (std::size_t node = 0; node < optics::kWavelengthNodesNm.size(); ++node) {
    std::fprintf(stderr, "dots at %.0f nm\n", optics::kWavelengthNodesNm[node]);
    append(mc::missing_light(node, paths, seed, threads));
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    std::fprintf(stderr, "bare skin at %.0f nm\n", band_nm(band));
    append(mc::bare_skin(band, skin_paths, seed, threads));
  }
  std::ofstream file(out, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) {
    std::fprintf(stderr, "%s: cannot be written\n", out.c_str());
    return 4;
  }
  std::fprintf(stderr, "%s: %zu bytes\n", out.c_str(), bytes.size());
}
