# Installs the libraries, their headers, the CMake package and the pkg-config files. Nothing installed holds an absolute
# path: the installed folder may be moved.
include(CMakePackageConfigHelpers)

set(TONSURE_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/tonsure)
set(TONSURE_PC_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH TONSURE_PC_PREFIX /prefix/${TONSURE_PC_DIR} /prefix)
string(REGEX REPLACE "/$" "" TONSURE_PC_PREFIX "${TONSURE_PC_PREFIX}")

get_target_property(_type tonsure TYPE)
if(_type STREQUAL STATIC_LIBRARY)
  # A static library leaves linking its dependencies to its user.
  set(TONSURE_IS_STATIC TRUE)
  set(TONSURE_PC_DEFINE " -DTONSURE_STATIC_DEFINE")
  set(TONSURE_PC_REQUIRES "libhwy")
  set(TONSURE_PC_LIBS " -pthread")
else()
  set(TONSURE_IS_STATIC FALSE)
endif()

install(TARGETS tonsure EXPORT tonsureTargets FILE_SET HEADERS FILE_SET generated)
install(TARGETS tonsure_interop FILE_SET HEADERS)
install(EXPORT tonsureTargets NAMESPACE tonsure:: DESTINATION ${TONSURE_CMAKE_DIR})
configure_file(cmake/tonsure.pc.in tonsure.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tonsure.pc DESTINATION ${TONSURE_PC_DIR})

# tonsure_install_part(<component> DESCRIPTION <text> [PARTS <component>...] [STATIC_REQUIRES <pkg-config module>...]
#   [STATIC_LIBS <flag>...])
# Installs a library beside the core, in an export set of its own, so that who wants tonsure::tonsure alone needs none of
# its dependencies. PARTS are what it links of ours beside the core, STATIC_... what a user of it has to link where it is
# static; tonsureConfig.cmake.in says the same to CMake.
function(tonsure_install_part part)
  cmake_parse_arguments(arg "" "DESCRIPTION" "PARTS;STATIC_REQUIRES;STATIC_LIBS" ${ARGN})
  install(TARGETS tonsure_${part} EXPORT tonsure-${part}-targets FILE_SET HEADERS)
  install(EXPORT tonsure-${part}-targets NAMESPACE tonsure:: DESTINATION ${TONSURE_CMAKE_DIR})
  set(description ${arg_DESCRIPTION})
  set(requires "")
  set(libs "")
  foreach(other IN LISTS arg_PARTS)
    string(APPEND requires ", tonsure-${other} = ${PROJECT_VERSION}")
  endforeach()
  if(TONSURE_IS_STATIC)
    list(JOIN arg_STATIC_REQUIRES ", " modules)
    if(modules)
      string(APPEND requires ", ${modules}")
    endif()
    list(JOIN arg_STATIC_LIBS " " flags)
    if(flags)
      string(APPEND libs " ${flags}")
    endif()
  endif()
  configure_file(cmake/tonsure-part.pc.in tonsure-${part}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/tonsure-${part}.pc DESTINATION ${TONSURE_PC_DIR})
endfunction()

tonsure_install_part(metrics DESCRIPTION "How evenly dots lie, for tonsure")
tonsure_install_part(phantom DESCRIPTION "A head that is drawn, with its scene, for tonsure")
if(TONSURE_WITH_IO)
  tonsure_install_part(io DESCRIPTION "Photos, meshes, JSON, CSV and HTML for tonsure"
    STATIC_REQUIRES lcms2 libjpeg libpng libtiff-4 libwebp libwebpdemux zlib STATIC_LIBS -ldl)
endif()
if(TONSURE_WITH_PROPOSE)
  tonsure_install_part(propose DESCRIPTION "Heads looked for in photos, for tonsure" PARTS io
    STATIC_LIBS -lopencv_objdetect -lopencv_imgproc -lopencv_core)
endif()

configure_package_config_file(cmake/tonsureConfig.cmake.in tonsureConfig.cmake INSTALL_DESTINATION ${TONSURE_CMAKE_DIR})
write_basic_package_version_file(tonsureConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tonsureConfig.cmake ${PROJECT_BINARY_DIR}/tonsureConfigVersion.cmake
  cmake/FindOpenCVParts.cmake DESTINATION ${TONSURE_CMAKE_DIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
