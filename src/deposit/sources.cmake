target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/ageing.cpp
    ${CMAKE_CURRENT_LIST_DIR}/blend.cpp
    ${CMAKE_CURRENT_LIST_DIR}/moment.cpp
    ${CMAKE_CURRENT_LIST_DIR}/needle.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/deposit/moment.h
)
