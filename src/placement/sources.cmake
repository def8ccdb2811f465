target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/place.cpp
    ${CMAKE_CURRENT_LIST_DIR}/relax.cpp
    ${CMAKE_CURRENT_LIST_DIR}/sample.cpp
    ${CMAKE_CURRENT_LIST_DIR}/sessions.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/placement/dots.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/placement/place.h
)
