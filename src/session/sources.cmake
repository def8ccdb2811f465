target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/draw_preview.cpp
    ${CMAKE_CURRENT_LIST_DIR}/hairline_handles.cpp
    ${CMAKE_CURRENT_LIST_DIR}/make_plan.cpp
    ${CMAKE_CURRENT_LIST_DIR}/photo_masks.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/session/hairline_handles.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/session/session.h
)
