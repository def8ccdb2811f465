/// @file
/// Fills what a scene lacks, part by part, once its head and view are known.
#pragma once

#include <string>

#include "task.h"

namespace tonsure {

/// Sets head_outline; gives it in the picture. Errors: where the limb is none of a head.
/// @param head_sure, reason  how certain it is that the head lies there, and why
Result<Path> set_outline(const ProposalTask& task, const TracedHead& head, double head_sure, const std::string& reason);

/// Sets hairline; gives it in the picture, empty where there is none.
Path set_hairline(const ProposalTask& task, const TracedHead& head, const Path& outline);

/// Sets scalp_region and existing_hair. Errors: where no scalp is left to treat, naming what leaves none.
Status set_region_and_hair(const ProposalTask& task, const TracedHead& head, const Path& outline, const Path& hairline);

void set_face_points(const ProposalTask& task, const TracedHead& head);

}  // namespace tonsure
