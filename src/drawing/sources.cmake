target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/adjust_shine.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_field.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_reach.cpp
    ${CMAKE_CURRENT_LIST_DIR}/draw_dots.cpp
    ${CMAKE_CURRENT_LIST_DIR}/drawing.cpp
    ${CMAKE_CURRENT_LIST_DIR}/limb_guard.cpp
    ${CMAKE_CURRENT_LIST_DIR}/matte_tiles.cpp
    ${CMAKE_CURRENT_LIST_DIR}/noise_plane.cpp
    ${CMAKE_CURRENT_LIST_DIR}/paint_tile.cpp
    ${CMAKE_CURRENT_LIST_DIR}/photo_dots.cpp
    ${CMAKE_CURRENT_LIST_DIR}/pictures.cpp
    ${CMAKE_CURRENT_LIST_DIR}/relight.cpp
    ${CMAKE_CURRENT_LIST_DIR}/relight_field.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/drawing/drawing.h
)
