// How RapidCheck draws them.
#pragma once

#include <ostream>

#include <rapidcheck.h>

#include "properties/made.h"

namespace tonsure::testing {

inline std::ostream& operator<<(std::ostream& out, const FieldChange& c) {
  return out << "field " << c.field << " at " << c.eighths << "/8";
}
inline std::ostream& operator<<(std::ostream& out, const SceneChanges& c) {
  return out << "view " << c.view << ", skin " << c.skin << ", camera " << c.camera << ", hairline " << c.hairline
             << ", scale " << c.scale << ", exclude " << c.exclude << ", scars " << c.scars << ", shake "
             << c.shake_px10;
}

}  // namespace tonsure::testing

namespace rc {

template <>
struct Arbitrary<tonsure::testing::FieldChange> {
  static Gen<tonsure::testing::FieldChange> arbitrary() {
    using C = tonsure::testing::FieldChange;
    return gen::build<C>(gen::set(&C::field, gen::inRange(0, 110)), gen::set(&C::eighths, gen::inRange(0, 9)));
  }
};

template <>
struct Arbitrary<tonsure::testing::SceneChanges> {
  static Gen<tonsure::testing::SceneChanges> arbitrary() {
    using C = tonsure::testing::SceneChanges;
    return gen::build<C>(gen::set(&C::view, gen::inRange(0, 6)), gen::set(&C::skin, gen::inRange(0, 6)),
                         gen::set(&C::camera, gen::inRange(0, 3)), gen::set(&C::hairline, gen::inRange(0, 3)),
                         gen::set(&C::scale, gen::inRange(0, 2)), gen::set(&C::exclude, gen::inRange(0, 4)),
                         gen::set(&C::scars, gen::inRange(0, 4)), gen::set(&C::shake_px10, gen::inRange(0, 8)));
  }
};

}  // namespace rc
