include(${PROJECT_SOURCE_DIR}/cmake/EmbedBinary.cmake)
tonsure_embed_binary(${PROJECT_BINARY_DIR}/generated/optics/built_in_responses.cpp
  ${PROJECT_BINARY_DIR}/generated/optics/built_in_responses.h kResponses
  ${CMAKE_CURRENT_LIST_DIR}/data/point_responses.bin)
target_sources(tonsure
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/dot_fit.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_kernel.cpp
    ${CMAKE_CURRENT_LIST_DIR}/dot_kernels.cpp
    ${CMAKE_CURRENT_LIST_DIR}/point_response.cpp
    ${CMAKE_CURRENT_LIST_DIR}/response_table.cpp
    ${CMAKE_CURRENT_LIST_DIR}/skin_fit.cpp
    ${CMAKE_CURRENT_LIST_DIR}/skin_model.cpp
    ${CMAKE_CURRENT_LIST_DIR}/tissue.cpp
    ${CMAKE_CURRENT_LIST_DIR}/tone.cpp
    ${PROJECT_BINARY_DIR}/generated/optics/built_in_responses.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/optics/skin.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/optics/tone.h
)
target_include_directories(tonsure PRIVATE ${PROJECT_BINARY_DIR}/generated/optics)
