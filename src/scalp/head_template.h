// The mean shape of a head: made by tools/make_head_template.cpp from the neutral head of ICT-FaceKit (MIT).
#pragma once

#include <array>

namespace tonsure {

inline constexpr int kHeadTemplateDegree = 6;

/// Radius of the head over that of the ellipsoid of its semi-axes, as a polynomial in y and z of the direction
/// (each divided by its semi-axis, then normalised): coefficients of y^(n-k) z^k, n = 0... degree, k = 0... n.
inline constexpr std::array<double, 28> kHeadTemplate = {
    {0.98943,  0.05765,  -0.12246, 0.14399,  -0.02838, 0.08539,  -0.18951, -0.04867, -0.09377, 0.26146,
     -0.10938, 0.09944,  -0.08235, -0.05953, -0.00470, 0.13575,  0.00244,  0.07927,  0.02904,  0.03394,
     -0.13954, -0.03202, 0.02228,  0.09382,  -0.01762, -0.17206, 0.06659,  -0.07036}};

}  // namespace tonsure
