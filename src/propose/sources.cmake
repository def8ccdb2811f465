target_sources(tonsure_propose
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/faces.cpp
    ${CMAKE_CURRENT_LIST_DIR}/fill.cpp
    ${CMAKE_CURRENT_LIST_DIR}/head.cpp
    ${CMAKE_CURRENT_LIST_DIR}/locate.cpp
    ${CMAKE_CURRENT_LIST_DIR}/outline.cpp
    ${CMAKE_CURRENT_LIST_DIR}/overlay.cpp
    ${CMAKE_CURRENT_LIST_DIR}/parts.cpp
    ${CMAKE_CURRENT_LIST_DIR}/picture.cpp
    ${CMAKE_CURRENT_LIST_DIR}/propose.cpp
    ${CMAKE_CURRENT_LIST_DIR}/task.cpp
    ${CMAKE_CURRENT_LIST_DIR}/view.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/propose/propose.h
)
find_package(OpenCVParts REQUIRED)
target_link_libraries(tonsure_propose PRIVATE OpenCVParts::imgproc OpenCVParts::objdetect ${CMAKE_DL_LIBS})

# Where the cascades are at build time is only a hint: they are looked for again at run time.
set(TONSURE_CASCADE_FOLDER "${OpenCVParts_CASCADES}" CACHE PATH "Folder of OpenCV's Haar cascades, for tonsure inspect")
set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/faces.cpp TARGET_DIRECTORY tonsure_propose PROPERTIES
  COMPILE_DEFINITIONS "TONSURE_CASCADE_FOLDER=\"${TONSURE_CASCADE_FOLDER}\"")
