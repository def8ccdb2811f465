# Finds the OpenCV modules tonsure uses (core, imgproc, objdetect, and imgcodecs for its tests) one by one: Debian ships
# OpenCVConfig.cmake only with the package that pulls in all of OpenCV. Defines OpenCVParts::core, ::imgproc,
# ::objdetect and, where it is installed, ::imgcodecs, and OpenCVParts_CASCADES, the folder of its trained Haar cascades
# (empty where they are not installed).
find_path(OpenCVParts_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
find_path(OpenCVParts_CASCADE_DIR haarcascade_frontalface_alt2.xml
  PATH_SUFFIXES share/opencv4/haarcascades share/opencv/haarcascades share/OpenCV/haarcascades)
set(OpenCVParts_CASCADES ${OpenCVParts_CASCADE_DIR})
if(NOT OpenCVParts_CASCADES)
  set(OpenCVParts_CASCADES "")
endif()
set(_parts core imgproc objdetect)
set(_required OpenCVParts_INCLUDE_DIR)
foreach(_part IN LISTS _parts ITEMS imgcodecs)
  find_library(OpenCVParts_${_part}_LIBRARY opencv_${_part})
  list(APPEND _required OpenCVParts_${_part}_LIBRARY)
endforeach()
list(REMOVE_ITEM _required OpenCVParts_imgcodecs_LIBRARY)
if(OpenCVParts_imgcodecs_LIBRARY)
  list(APPEND _parts imgcodecs)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVParts REQUIRED_VARS ${_required})
if(OpenCVParts_FOUND AND NOT TARGET OpenCVParts::core)
  foreach(_part IN LISTS _parts)
    add_library(OpenCVParts::${_part} UNKNOWN IMPORTED)
    set_target_properties(OpenCVParts::${_part} PROPERTIES
      IMPORTED_LOCATION "${OpenCVParts_${_part}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${OpenCVParts_INCLUDE_DIR}")
  endforeach()
  set_property(TARGET OpenCVParts::imgproc APPEND PROPERTY INTERFACE_LINK_LIBRARIES OpenCVParts::core)
  if(TARGET OpenCVParts::imgcodecs)
    set_property(TARGET OpenCVParts::imgcodecs APPEND PROPERTY INTERFACE_LINK_LIBRARIES OpenCVParts::imgproc)
  endif()
  set_property(TARGET OpenCVParts::objdetect APPEND PROPERTY INTERFACE_LINK_LIBRARIES OpenCVParts::imgproc)
endif()
mark_as_advanced(OpenCVParts_INCLUDE_DIR OpenCVParts_core_LIBRARY OpenCVParts_imgproc_LIBRARY
  OpenCVParts_imgcodecs_LIBRARY OpenCVParts_objdetect_LIBRARY OpenCVParts_CASCADE_DIR)
