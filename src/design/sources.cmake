target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/area_share.cpp
    ${CMAKE_CURRENT_LIST_DIR}/border.cpp
    ${CMAKE_CURRENT_LIST_DIR}/density.cpp
    ${CMAKE_CURRENT_LIST_DIR}/hair_need.cpp
    ${CMAKE_CURRENT_LIST_DIR}/hairline.cpp
    ${CMAKE_CURRENT_LIST_DIR}/hairline_edge.cpp
    ${CMAKE_CURRENT_LIST_DIR}/hairline_handles.cpp
    ${CMAKE_CURRENT_LIST_DIR}/masks.cpp
    ${CMAKE_CURRENT_LIST_DIR}/scar_map.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/design/hairline_handles.h
)
