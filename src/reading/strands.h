// Finding the client's own longer hair in a photo: which share of each pixel strands cover. Model, figures and limits:
// docs/model/strands.md.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>
#include "camera.h"

namespace tonsure {

/// How far around `Scene::scalp_region` hair is looked for, mm [estimate: hair combed over from its border].
inline constexpr double kStrandMarginMm = 10;

/// Share of each pixel that hair longer than stubble covers.
/// Two things tell it: lines, darker than the skin on both their sides or lighter than bare skin, and at least some
/// 4 mm long, of 0.04 mm to about 1.5 mm (one hair to a lock); and colour between that of the bare skin around and
/// that of the client's hair, where `existing_hair` shows the latter. Stubble, pores and the edges of shine do not
/// count; deep creases and the rims of scars may.
/// @param mm_per_px  at the scalp, above 0
/// @param camera     of the same photo: its noise
/// @return one channel, as large as the photo, in [0, 1]. 0 outside of the head's outline, and farther than
///   kStrandMarginMm from `scalp_region` unless inside `existing_hair`; 0 inside `exclude`.
/// Errors: kInvalidInput if scene and photo differ in size or mm_per_px is not above 0; kCancelled.
/// Cost: 0.1 s per megapixel of the head, and some 70 bytes for each of its pixels.
TONSURE_EXPORT Result<Image<float>> find_strands(const Photo& photo, const Scene& scene, double mm_per_px,
                                                 const CameraTrace& camera, const Exec& exec = {});

/// How much of what is drawn strands hide: coverage times how far a pixel has departed from the skin around it (2 mm)
/// towards dark, whole where it is half as bright, or towards light, whole where it is 15 % brighter [estimates]. A
/// fine hair blurred into its pixels is mostly skin, and left as it was it would be a bright line in treated skin.
/// Among dense hair, where no skin is seen, coverage itself.
/// @param coverage  as `find_strands` returns it for this photo
TONSURE_EXPORT Image<float> strand_opacity(const Photo& photo, const Image<float>& coverage, double mm_per_px,
                                           const Exec& exec = {});

/// Mean L* of skin less mean L* of hair inside a region: the contrast that makes hair look thin, and that dots between
/// the hairs lower. Pixels covered by less than 0.15 are skin, by more than 0.6 hair [estimate]; 0 where either has
/// less than 16 pixels.
/// @param coverage  as `find_strands` returns it, for a photo of the same size; the same one before and after
TONSURE_EXPORT double scalp_hair_contrast(const Photo& photo, const Image<float>& coverage,
                                          const Points<PhotoPx>& region);

}  // namespace tonsure
