# What every target of this project is compiled with; nothing of it reaches those who link the library.
add_library(tonsure_compile_options INTERFACE)
target_compile_features(tonsure_compile_options INTERFACE cxx_std_20)
target_compile_options(tonsure_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  -ffp-contract=off  # the same bytes with and without FMA
  # GCC 12 warns of overlaps that are not there in every "text" + std::string (GCC bug 105651, mended in 13)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${TONSURE_WERROR}>:-Werror>)
if(TONSURE_SANITIZE)
  target_compile_options(tonsure_compile_options INTERFACE -fsanitize=${TONSURE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # instrumented code raises false ones, as GCC's manual says
  target_link_options(tonsure_compile_options INTERFACE -fsanitize=${TONSURE_SANITIZE})
endif()
