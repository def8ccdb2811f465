include(${PROJECT_SOURCE_DIR}/cmake/EmbedBinary.cmake)
tonsure_embed_binary(${PROJECT_BINARY_DIR}/generated/placement/built_in_tile.cpp
  ${PROJECT_BINARY_DIR}/generated/placement/built_in_tile.h kTile ${CMAKE_CURRENT_LIST_DIR}/data/dot_tile.bin)
target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/check.cpp
    ${CMAKE_CURRENT_LIST_DIR}/detail_kernel.cpp
    ${CMAKE_CURRENT_LIST_DIR}/fill.cpp
    ${CMAKE_CURRENT_LIST_DIR}/keep_out.cpp
    ${CMAKE_CURRENT_LIST_DIR}/lattice.cpp
    ${CMAKE_CURRENT_LIST_DIR}/patch.cpp
    ${CMAKE_CURRENT_LIST_DIR}/place.cpp
    ${CMAKE_CURRENT_LIST_DIR}/plane_kernel.cpp
    ${CMAKE_CURRENT_LIST_DIR}/polish.cpp
    ${CMAKE_CURRENT_LIST_DIR}/polish_cells.cpp
    ${CMAKE_CURRENT_LIST_DIR}/polish_kernel.cpp
    ${CMAKE_CURRENT_LIST_DIR}/polish_scalar.cpp
    ${CMAKE_CURRENT_LIST_DIR}/regularity.cpp
    ${CMAKE_CURRENT_LIST_DIR}/sessions.cpp
    ${CMAKE_CURRENT_LIST_DIR}/survey_kernel.cpp
    ${CMAKE_CURRENT_LIST_DIR}/tile.cpp
    ${PROJECT_BINARY_DIR}/generated/placement/built_in_tile.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/placement/dots.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/placement/place.h
)
target_include_directories(tonsure PRIVATE ${PROJECT_BINARY_DIR}/generated/placement)
