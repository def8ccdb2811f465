target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/result.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geom.cpp
    ${CMAKE_CURRENT_LIST_DIR}/exec.cpp
    ${CMAKE_CURRENT_LIST_DIR}/rng.cpp
    ${CMAKE_CURRENT_LIST_DIR}/color.cpp
    ${CMAKE_CURRENT_LIST_DIR}/spectrum.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/core/color.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/core/exec.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/core/geom.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/core/image.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/core/result.h
)
# The export header is made by the build, beside the version.
target_sources(tonsure PUBLIC FILE_SET generated TYPE HEADERS BASE_DIRS ${PROJECT_BINARY_DIR}/generated
  FILES ${PROJECT_BINARY_DIR}/generated/tonsure/export.h)
