/// @file
/// Pigment libraries as JSON, and treatments that name shades of them. Schema: docs/schema/pigments.schema.json.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/treatment/pigment.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

inline constexpr std::size_t kMaxPigmentBytes = std::size_t{1} << 20U;  ///< some 3000 shades

/// Reads a library: what the text adds to `base`, or changes in it where the name is there already. A component that is
/// there needs only its name. The result has passed check_pigments.
/// `name` becomes the `file` of errors. Errors: kInvalidInput, kResourceLimit; `where` is the key path.
TONSURE_EXPORT Result<PigmentLibrary> pigments_from_json(std::string_view text, const std::string& name,
                                                         const PigmentLibrary& base = built_in_pigments());
/// Writes every field of every component and shade.
TONSURE_EXPORT std::string pigments_to_json(const PigmentLibrary& library);
/// Reads a file. Errors: those of pigments_from_json and read_file.
TONSURE_EXPORT Result<PigmentLibrary> read_pigments(const std::string& path,
                                                    const PigmentLibrary& base = built_in_pigments());

/// treatment_from_json and read_treatment (tonsure/io/json.h) with shades and components of `library`.
TONSURE_EXPORT Result<Treatment> treatment_from_json(std::string_view text, const std::string& name,
                                                     const Treatment& base, const PigmentLibrary& library);
TONSURE_EXPORT Result<Treatment> read_treatment(const std::string& path, const Treatment& base,
                                                const PigmentLibrary& library);

}  // namespace tonsure
