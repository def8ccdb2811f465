# What every target of this project is compiled with; nothing of it reaches those who link the library.
add_library(tonsure_compile_options INTERFACE)
target_compile_features(tonsure_compile_options INTERFACE cxx_std_20)
target_compile_options(tonsure_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  -ffp-contract=off  # the same bytes with and without FMA
  $<$<BOOL:${TONSURE_WERROR}>:-Werror>)
if(TONSURE_SANITIZE)
  target_compile_options(tonsure_compile_options INTERFACE -fsanitize=${TONSURE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(tonsure_compile_options INTERFACE -fsanitize=${TONSURE_SANITIZE})
endif()
