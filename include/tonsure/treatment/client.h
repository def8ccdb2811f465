/// @file
/// ClientOptions: what is known of the client, as far as a treatment depends on it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tonsure {

enum class Sex : std::uint8_t { kMale, kFemale };
/// Their names in files, by value.
inline constexpr std::array<const char*, 2> kSexNames = {"male", "female"};

/// What a practitioner asks about before needling [V]; not a complete list, and no medical advice.
inline constexpr std::array<const char*, 9> kContraindications = {"keloid tendency",
                                                                  "active skin disease of the scalp",
                                                                  "anticoagulants or a bleeding disorder",
                                                                  "uncontrolled diabetes",
                                                                  "pregnancy",
                                                                  "isotretinoin or other retinoids",
                                                                  "chemotherapy within 12 months",
                                                                  "allergy to a pigment",
                                                                  "alopecia whose hair may grow back"};

struct ClientOptions {
  std::optional<double> age_years = std::nullopt;  ///< in [16, 110]; empty: not known, 35 is assumed
  Sex sex = Sex::kMale;
  std::string loss = {};           ///< today's class of hair loss (treatment/loss.h); empty: not stated
  std::string expected_loss = {};  ///< what it may come to; empty: not stated
  /// What was found to hold of kContraindications; empty: none, or not asked.
  std::vector<std::string> contraindications = {};
};

}  // namespace tonsure
