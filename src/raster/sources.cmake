target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/blur.cpp
    ${CMAKE_CURRENT_LIST_DIR}/box.cpp
    ${CMAKE_CURRENT_LIST_DIR}/coverage.cpp
    ${CMAKE_CURRENT_LIST_DIR}/line_color.cpp
    ${CMAKE_CURRENT_LIST_DIR}/row_spans.cpp
)
