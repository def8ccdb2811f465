target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/dot_variation.cpp
    ${CMAKE_CURRENT_LIST_DIR}/front_edge.cpp
    ${CMAKE_CURRENT_LIST_DIR}/plan.cpp
    ${CMAKE_CURRENT_LIST_DIR}/report.cpp
    ${CMAKE_CURRENT_LIST_DIR}/risk.cpp
    ${CMAKE_CURRENT_LIST_DIR}/risk_client.cpp
    ${CMAKE_CURRENT_LIST_DIR}/risk_line.cpp
    ${CMAKE_CURRENT_LIST_DIR}/risk_photo.cpp
    ${CMAKE_CURRENT_LIST_DIR}/risk_work.cpp
    ${CMAKE_CURRENT_LIST_DIR}/zone_area.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/plan/plan.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/plan/report.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/plan/risk.h
)
