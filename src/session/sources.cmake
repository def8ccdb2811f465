target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/fit_scenes.cpp
    ${CMAKE_CURRENT_LIST_DIR}/make_plan.cpp
    ${CMAKE_CURRENT_LIST_DIR}/read_photos.cpp
    ${CMAKE_CURRENT_LIST_DIR}/session.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/session/session.h
)
