/// @file
/// First lines of the tables that are written.
#pragma once

#include <string_view>

namespace tonsure {

inline constexpr std::string_view kFlatDotsHeader = "id,session,order,x_mm,y_mm";
inline constexpr std::string_view kPlanDotsHeader =
    "id,session,order,x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,angle_deg,pigment,zone";
/// What follows it where a photo is at hand.
inline constexpr std::string_view kPhotoDotsHeader = ",x_px,y_px,visible";

}  // namespace tonsure
