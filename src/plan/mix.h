// Which pigment suits the skin that the photos of a head show.
#pragma once

#include <span>

#include <tonsure/optics/tone.h>
#include <tonsure/plan/plan.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// The skin that light meets around dots: a photo's cast and flushed skin read as more blood than a scalp holds for
/// long (0.2-2 % [M]), and so much of it would hide dots in green and blue. And of deep skin only so much melanin
/// counts: under a whole layer of it pigment would take hardly any blue, but photographs of finished work on deep skin
/// have lost as much blue as red (docs/model/tone.md).
SkinOptics skin_under_dots(const SkinReading& reading);

/// Mixes a treatment's pigment for a head, so that one plan has one tone on all its photos: one exposure is darker than
/// another, and their mean counts. At least one reading.
SolvedTone solve_mix(std::span<const PhotoReading> readings, double dots_per_mm2, const Treatment& treatment);

/// What a mix comes to on the skin of one photo; without a mix, one is made for this photo.
SolvedTone tone_on(const PhotoReading& reading, const std::optional<PigmentMix>& mix, double dots_per_mm2,
                   const Treatment& treatment);

PigmentMix mix_of(const SolvedTone& tone);

}  // namespace tonsure
