target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/adjust_shine.cpp
    ${CMAKE_CURRENT_LIST_DIR}/composite.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_field.cpp
    ${CMAKE_CURRENT_LIST_DIR}/limb_guard.cpp
    ${CMAKE_CURRENT_LIST_DIR}/noise_plane.cpp
    ${CMAKE_CURRENT_LIST_DIR}/pictures.cpp
    ${CMAKE_CURRENT_LIST_DIR}/relight.cpp
    ${CMAKE_CURRENT_LIST_DIR}/relight_field.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/drawing/composite.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/drawing/relight.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/drawing/shine.h
)
