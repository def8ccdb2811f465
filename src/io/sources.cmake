target_sources(tonsure_io
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/photo.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/output.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/json.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/csv.h
    ${PROJECT_SOURCE_DIR}/include/tonsure/io/html.h
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
