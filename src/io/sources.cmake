target_sources(tonsure_io
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/photo.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/output.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/json.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/csv.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/html.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/density_image.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/grey_image.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/metrics/measure_svg.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/partial_scene.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/propose/propose.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/pigments.h
)
find_package(OpenCVParts REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(lcms2 REQUIRED IMPORTED_TARGET lcms2)
find_path(STB_INCLUDE_DIR stb_image_write.h PATH_SUFFIXES stb REQUIRED)
target_include_directories(tonsure_io SYSTEM PRIVATE $<BUILD_INTERFACE:${STB_INCLUDE_DIR}>)
target_link_libraries(tonsure_io PRIVATE OpenCVParts::imgcodecs PkgConfig::lcms2 ZLIB::ZLIB
  $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)

include(EmbedText)
tonsure_embed_text(${PROJECT_BINARY_DIR}/generated/tonsure_embedded/preview_page.h
  kPreviewPageHtml ${CMAKE_CURRENT_LIST_DIR}/page/preview_page.html
  kPreviewPageCss ${CMAKE_CURRENT_LIST_DIR}/page/preview_page.css
  kPreviewPageJs ${CMAKE_CURRENT_LIST_DIR}/page/preview_page.js)
target_sources(tonsure_io PRIVATE ${CMAKE_CURRENT_LIST_DIR}/html.cpp ${CMAKE_CURRENT_LIST_DIR}/html_plan.cpp
  ${CMAKE_CURRENT_LIST_DIR}/html_text.cpp)
target_include_directories(tonsure_io PRIVATE ${PROJECT_BINARY_DIR}/generated)

target_sources(tonsure_io PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/photo.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_pixels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/photo_metadata.cpp
  ${CMAKE_CURRENT_LIST_DIR}/color_profile.cpp
  ${CMAKE_CURRENT_LIST_DIR}/encode.cpp
  ${CMAKE_CURRENT_LIST_DIR}/grey_image.cpp
  ${CMAKE_CURRENT_LIST_DIR}/output.cpp)

target_sources(tonsure_io PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/json_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_writer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scene_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/treatment_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pigment_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/field_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_report_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/csv.cpp
  ${CMAKE_CURRENT_LIST_DIR}/density_image.cpp
  ${CMAKE_CURRENT_LIST_DIR}/partial_scene.cpp)

target_sources(tonsure_io
  PRIVATE ${CMAKE_CURRENT_LIST_DIR}/mesh_file.cpp ${CMAKE_CURRENT_LIST_DIR}/mesh_file_obj.cpp
    ${CMAKE_CURRENT_LIST_DIR}/mesh_file_ply.cpp
  PUBLIC FILE_SET HEADERS FILES ${PROJECT_SOURCE_DIR}/include/tonsure/io/mesh_file.h)
