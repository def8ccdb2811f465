/// @file
/// Fills the table of point responses: every path of light is scored for all dots of the table at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tonsure::mc {

/// Share of the light that a dot takes away, for one wavelength node, in the order of ResponseTable::missing.
/// Same seed and count, same values, for any number of threads.
/// @param paths  in all
std::vector<double> missing_light(std::size_t wavelength_node, std::size_t paths, std::uint64_t seed, int threads);

/// Reflectance of bare skin in one band, in the order of ResponseTable::skin.
std::vector<double> bare_skin(std::size_t band, std::size_t paths, std::uint64_t seed, int threads);

}  // namespace tonsure::mc
