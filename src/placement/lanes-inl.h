/// @file
/// How chosen lanes of a vector are brought to its front, for every instruction set that includes this.
// Highway's way of including a header once per instruction set.
#if defined(TONSURE_PLACEMENT_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef TONSURE_PLACEMENT_LANES_INL_H
#undef TONSURE_PLACEMENT_LANES_INL_H
#else
#define TONSURE_PLACEMENT_LANES_INL_H
#endif

#include <hwy/highway.h>

#include "lane_orders.h"

HWY_BEFORE_NAMESPACE();
namespace tonsure::placement::HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR
namespace hn = hwy::HWY_NAMESPACE;

/// Moves the lanes of vectors of type D, of floats, that a mask names to the front, in their order.
template <class D>
class Compactor {
  using DI = hn::RebindToSigned<D>;
  using V = hn::Vec<D>;
  using Mask = hn::Mask<D>;

 public:
#if !HWY_ARCH_X86 || HWY_TARGET <= HWY_AVX3
  explicit HWY_INLINE Compactor(Mask wanted) : wanted_(wanted) {}
  HWY_INLINE V operator()(V v) const {
    return hn::Compress(v, wanted_);
  }

 private:
  Mask wanted_;
#else  // Compress looks each column up anew, in a table that GCC 12 copies to the stack every time
  explicit HWY_INLINE Compactor(Mask wanted) : order_(hn::IndicesFromVec(D(), order_of(wanted))) {}
  HWY_INLINE V operator()(V v) const {
    return hn::TableLookupLanes(v, order_);
  }

 private:
  static HWY_INLINE hn::Vec<DI> order_of(Mask wanted) {
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(D(), wanted, bits);
    return hn::PromoteTo(DI(), hn::LoadU(hn::Rebind<std::uint8_t, DI>(), kLaneOrders[bits[0]].data()));
  }
  decltype(hn::IndicesFromVec(D(), hn::Vec<DI>())) order_;
#endif

 public:
  /// The same for vectors of integers.
  template <class OtherD>
  HWY_INLINE hn::Vec<OtherD> of_bits(OtherD d, hn::Vec<OtherD> v) const {
    return hn::BitCast(d, (*this)(hn::BitCast(D(), v)));
  }
};
#endif

}  // namespace tonsure::placement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
