target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/composite.cpp
    ${CMAKE_CURRENT_LIST_DIR}/coverage.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_field.cpp
    ${CMAKE_CURRENT_LIST_DIR}/limb_guard.cpp
    ${CMAKE_CURRENT_LIST_DIR}/line_color.cpp
    ${CMAKE_CURRENT_LIST_DIR}/outline.cpp
    ${CMAKE_CURRENT_LIST_DIR}/shine.cpp
    ${CMAKE_CURRENT_LIST_DIR}/skin_sample.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/preview/composite.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/preview/outline.h
)
