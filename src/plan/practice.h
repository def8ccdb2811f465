// The treatment that suits a client: what artists change by skin and hair.
#pragma once

#include <span>
#include <string>

#include <tonsure/plan/plan.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// What was chosen, and in words for people, why.
struct SuitedTreatment {
  Treatment treatment;
  std::string chosen;  ///< empty where the treatment is as stated
};

/// Suits a treatment whose practice is by-skin to the skin and hair that the photos of a head show; what comes out is
/// as-stated, so that it is suited once only. Nothing changes where its pigment was stated by dilution, or no photo
/// shows skin. Where a field would leave its range it ends there. At least one reading.
SuitedTreatment suit_treatment(const Treatment& treatment, std::span<const PhotoReading> readings);

}  // namespace tonsure
