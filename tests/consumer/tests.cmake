# The user of CMakeLists.txt, three ways (find_package, pkg-config, add_subdirectory), with static and shared libraries.
# One kind of library is this build's own; the other one is made by the add_subdirectory user, unoptimised, which takes
# as long as all of the other tests together: only where TONSURE_TEST_BOTH_KINDS asks for it.
option(TONSURE_TEST_BOTH_KINDS "Test the installed package of static and of shared libraries" OFF)
if(TONSURE_SANITIZE)
  message(STATUS "Tests of the installed package: left out, a user has no sanitizer to link.")
  return()
endif()
if(NOT TONSURE_INSTALL)
  message(STATUS "Tests of the installed package: left out, TONSURE_INSTALL is off.")
  return()
endif()

if(BUILD_SHARED_LIBS)
  set(own shared)
  set(other static)
  set(other_is_shared OFF)
else()
  set(own static)
  set(other shared)
  set(other_is_shared ON)
endif()

function(consumer_test name)
  cmake_parse_arguments(arg "" "SETUP;REQUIRED" "COMMAND" ${ARGN})
  add_test(NAME consumer.${name} COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/steps.sh ${arg_COMMAND})
  set_tests_properties(consumer.${name} PROPERTIES LABELS "install;slow" TIMEOUT 900
    FIXTURES_SETUP "${arg_SETUP}" FIXTURES_REQUIRED "${arg_REQUIRED}"
    ENVIRONMENT "CXX=${CMAKE_CXX_COMPILER};CMAKE=${CMAKE_COMMAND};LIBDIR=${CMAKE_INSTALL_LIBDIR};OPENCV_INCLUDE=${OpenCVParts_INCLUDE_DIR}")
endfunction()

set(here ${CMAKE_CURRENT_BINARY_DIR})
set(kinds ${own})
if(TONSURE_TEST_BOTH_KINDS)
  list(APPEND kinds ${other})
  consumer_test(subdirectory SETUP ${other}_built
    COMMAND subdirectory ${PROJECT_SOURCE_DIR} ${here}/subdirectory ${other_is_shared})
  set_tests_properties(consumer.subdirectory PROPERTIES PROCESSORS 2)
  consumer_test(install_${other} SETUP ${other} REQUIRED ${other}_built
    COMMAND install ${here}/subdirectory ${here}/${other})
else()
  message(STATUS "Tests of the package of ${other} libraries: left out, TONSURE_TEST_BOTH_KINDS is off.")
endif()
consumer_test(install_${own} SETUP ${own} COMMAND install ${PROJECT_BINARY_DIR} ${here}/${own})
foreach(kind ${kinds})
  consumer_test(find_package_${kind} REQUIRED ${kind} COMMAND find_package ${here}/${kind} ${here}/find_package_${kind})
  consumer_test(pkg_config_${kind} REQUIRED ${kind} COMMAND pkg_config ${here}/${kind} ${here}/pkg_config_${kind})
endforeach()
consumer_test(examples REQUIRED ${own} COMMAND examples ${here}/${own} ${here}/examples ${PROJECT_SOURCE_DIR})
