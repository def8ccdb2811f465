target_sources(tonsure_io
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/csv.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/grey_image.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/html.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/json.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/mesh_file.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/output.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/photo.h
)
find_package(nlohmann_json REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF 4.5 REQUIRED)
pkg_check_modules(webp REQUIRED IMPORTED_TARGET libwebp libwebpdemux)
find_path(HEIF_INCLUDE_DIR libheif/heif.h REQUIRED)  # headers alone: the library is opened at run time
pkg_check_modules(lcms2 REQUIRED IMPORTED_TARGET lcms2)
target_include_directories(tonsure_io SYSTEM PRIVATE $<BUILD_INTERFACE:${HEIF_INCLUDE_DIR}>)
target_link_libraries(tonsure_io PRIVATE PkgConfig::lcms2 JPEG::JPEG PNG::PNG TIFF::TIFF PkgConfig::webp ZLIB::ZLIB
  ${CMAKE_DL_LIBS} $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)

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
  ${CMAKE_CURRENT_LIST_DIR}/decoded_picture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_jpeg.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_png.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_tiff.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_webp.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decode_heif.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exif.cpp
  ${CMAKE_CURRENT_LIST_DIR}/color_profile.cpp
  ${CMAKE_CURRENT_LIST_DIR}/color_numbers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/encode.cpp
  ${CMAKE_CURRENT_LIST_DIR}/grey_image.cpp
  ${CMAKE_CURRENT_LIST_DIR}/files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/output.cpp
  ${CMAKE_CURRENT_LIST_DIR}/output_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/own_file.cpp)

target_sources(tonsure_io PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/json_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_writer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scene_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/treatment_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pigment_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/field_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_report_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_view_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/csv.cpp
  ${CMAKE_CURRENT_LIST_DIR}/density_image.cpp
  ${CMAKE_CURRENT_LIST_DIR}/partial_scene.cpp)

target_sources(tonsure_io
  PRIVATE ${CMAKE_CURRENT_LIST_DIR}/mesh_file.cpp ${CMAKE_CURRENT_LIST_DIR}/mesh_file_obj.cpp
    ${CMAKE_CURRENT_LIST_DIR}/mesh_file_ply.cpp)
