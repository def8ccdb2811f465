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
  set(TONSURE_PC_IO_REQUIRES ", lcms2, libjpeg, libpng, libtiff-4, libwebp, libwebpdemux, zlib")
  set(TONSURE_PC_IO_LIBS " -lopencv_objdetect -lopencv_imgproc -lopencv_core")
else()
  set(TONSURE_IS_STATIC FALSE)
endif()

install(TARGETS tonsure EXPORT tonsureTargets FILE_SET HEADERS FILE_SET generated)
install(TARGETS tonsure_interop FILE_SET HEADERS)
install(EXPORT tonsureTargets NAMESPACE tonsure:: DESTINATION ${TONSURE_CMAKE_DIR})
configure_file(cmake/tonsure.pc.in tonsure.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tonsure.pc DESTINATION ${TONSURE_PC_DIR})

if(TONSURE_WITH_IO)
  # A set of its own, so that who wants tonsure::tonsure alone needs none of the dependencies of io.
  install(TARGETS tonsure_io EXPORT tonsureIoTargets FILE_SET HEADERS)
  install(EXPORT tonsureIoTargets NAMESPACE tonsure:: DESTINATION ${TONSURE_CMAKE_DIR})
  install(FILES cmake/FindOpenCVParts.cmake DESTINATION ${TONSURE_CMAKE_DIR})
  configure_file(cmake/tonsure-io.pc.in tonsure-io.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/tonsure-io.pc DESTINATION ${TONSURE_PC_DIR})
endif()

configure_package_config_file(cmake/tonsureConfig.cmake.in tonsureConfig.cmake INSTALL_DESTINATION ${TONSURE_CMAKE_DIR})
write_basic_package_version_file(tonsureConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tonsureConfig.cmake ${PROJECT_BINARY_DIR}/tonsureConfigVersion.cmake
  DESTINATION ${TONSURE_CMAKE_DIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
