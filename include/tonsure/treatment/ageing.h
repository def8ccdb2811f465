/// @file
/// Ageing: what time does to dots, as constants that can be chosen. Model: docs/model/time.md.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate; keys (S3) in
/// docs/references.md.
#pragma once

#include <cstddef>
#include <vector>

namespace tonsure {

inline constexpr double kMaxAgeDays = 5479;  ///< 15 years: as far as time is modelled [E]

/// Needling the same dots again.
struct TouchUp {
  double age_days = 0;  ///< after the last session, in [0, kMaxAgeDays]
  double amount = 0.3;  ///< pigment put in, relative to the first time, in (0, 2]. Default 0.3 [E]

  friend bool operator==(const TouchUp&, const TouchUp&) = default;
};

/// One session with a laser of 1064 nm.
struct LaserSession {
  double age_days = 0;  ///< after the last session, in [0, kMaxAgeDays]
  /// Share of carbon that it clears, in [0, 1]. Default 0.7 [E]: 1-3 picosecond sessions cleared 4 of 4 heads [M: S82].
  double clearing = 0.7;

  friend bool operator==(const LaserSession&, const LaserSession&) = default;
};
inline constexpr std::size_t kMaxTouchUps = 20;       ///< estimate: more than one a year
inline constexpr std::size_t kMaxLaserSessions = 20;  ///< estimate

/// How pigment heals, fades, spreads and sinks. All days count from the last session.
struct AgeingOptions {
  /// Share of the placed pigment that is still there on day 28, in [0.1, 1]. Default 0.65 [E; "30-40 % lighter" V].
  double healed_share = 0.65;
  /// Time constant of that loss, days, in [1, 28]. Default 6 [E]: most of it goes with the scab.
  double healing_days = 6;
  /// Share of what is there on day 28 that is left after six months, in [0.1, 1]. Default 0.89 [M: S3, ten cases:
  /// visual density 8.7 to 7.7 of 10].
  double settled_share = 0.89;
  /// Sun on the scalp, in [0, 1]: 0 always covered, 1 outdoors every day without screen. Default 0.3 [E].
  double sun_exposure = 0.3;
  /// Steepness of resorption: what is left of a resorbable pigment is exp(-(t / resorption_days)^shape), in [1, 6].
  /// Default 2.5 [E]: whole for months, then gone within a year.
  double resorption_shape = 2.5;
  /// D of the lateral spreading: variance grows by 2 D t after healing, mm2/year, in [0, 0.05]. Default 0.002 [E];
  /// 0.001-0.01 in the literature's models.
  double spread_mm2_per_year = 0.002;
  /// How much deeper the pigment lies each year, mm, in [0, 0.05]. Default 0.003 [E]: carried down by macrophages.
  double sinking_mm_per_year = 0.003;
  /// How much nearer to the surface the fresh deposit reaches: pigment in the epidermis' part of the channel, which is
  /// shed by day 28, mm, in [0, 0.15]. Default 0.05 [E], most of an epidermis of 0.066 mm [M].
  double fresh_channel_mm = 0.05;
  /// Day on which scabs fall off, in [2, 14]; they go over four days around it. Default 7 [V].
  double scab_days = 7;
  /// Diameter of the scab, relative to the healed dot, in [1, 3]. Default 1.5: 0.30 mm on 0.20 mm [V].
  double scab_diameter_factor = 1.5;
  /// Share of light that a scab itself takes away, in [0, 0.8]. Default 0.15 [E]: with the fresh pigment below it, dots
  /// are 1.5 times as dark as healed ones [E].
  double scab_darkness = 0.15;
  /// Blood added to the dermis around a fresh dot, volume fraction, in [0, 0.04]. Default 0.015 [E]: plainly red.
  double redness_blood = 0.015;
  /// Radius of that redness around each dot, mm, in [0, 5]. Default 1 [E]: halos of neighbours merge.
  double redness_radius_mm = 1;
  /// Day on which redness has gone, in [1, 27]. Default 10 [E]; redness is reported for 0-7 d [V].
  double redness_days = 10;
  /// Share of a dot's contrast hidden at worst by the new, still opaque epidermis (the "phantom fade" of the second
  /// week), in [0, 0.9]. Default 0.45 [E].
  double veil = 0.45;
  /// Day on which it is worst, in [4, 24]; it is gone on day 28. Default 12 [E]; reported for days 7-14 [V].
  double veil_day = 12;
  /// Patchiness while it lasts: SD of the log of each dot's amount at worst, in [0, 1]. Default 0.35 [E].
  double veil_patchiness = 0.35;
  /// Patchiness that stays: SD of the log of each dot's amount once healed, in [0, 1]. Default 0.1 [E], beside
  /// NeedleOptions::strength_cv of 0.2.
  double retention_sd = 0.1;
  /// By how much that SD grows each year, in [0, 0.2]. Default 0.02 [E]: fading is uneven after 3-6 years [V].
  double retention_sd_per_year = 0.02;
  /// Share of a laser session's clearing that reaches iron oxide, in [0, 1]. Default 0.4 [E].
  double laser_iron_oxide = 0.4;
  /// The same for titanium white, in [0, 1]. Default 0 [E].
  double laser_titania = 0;
  /// The same for resorbable pigment, in [0, 1]. Default 0.6 [E].
  double laser_resorbable = 0.6;
  /// Time in which the body carries away what a laser broke up, days, in [1, 180]. Default 42 [C]: sessions are six
  /// weeks apart for it.
  double laser_days = 42;
  std::vector<TouchUp> touch_ups = {};            ///< in any order, at most kMaxTouchUps
  std::vector<LaserSession> laser_sessions = {};  ///< in any order, at most kMaxLaserSessions
};

}  // namespace tonsure
