target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/hairline_shape.cpp
    ${CMAKE_CURRENT_LIST_DIR}/loss.cpp
    ${CMAKE_CURRENT_LIST_DIR}/pigment.cpp
    ${CMAKE_CURRENT_LIST_DIR}/treatment.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/treatment/pigment.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/treatment/treatment.h
)
