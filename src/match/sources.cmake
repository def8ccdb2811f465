target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/drawn_grain.cpp
    ${CMAKE_CURRENT_LIST_DIR}/match_stubble.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/match/match.h
)
