# Every #include in include/ and src/ against the order of the layers:
#     cmake -D ROOT=<repository> -P check_layers.cmake
# Prints one line per violation and fails if there is any. Each rule stands in one of the lists below.

cmake_minimum_required(VERSION 3.25)

# What each module may include besides itself.
set(may_core "")
set(may_raster core)
set(may_scene core raster)
set(may_treatment core)
set(may_scalp core raster scene treatment)
set(may_deposit core raster scene treatment scalp)
set(may_optics core raster scene treatment scalp deposit)
set(may_reading core raster scene treatment scalp deposit optics)
set(may_design core raster scene treatment scalp deposit optics reading)
set(may_placement core raster scene treatment scalp deposit optics reading design)
set(may_plan core raster scene treatment scalp deposit optics reading design placement)
set(may_drawing core raster scene treatment scalp deposit optics reading design placement plan)
set(may_match core raster scene treatment scalp deposit optics reading design placement plan drawing)
set(may_session core raster scene treatment scalp deposit optics reading design placement plan drawing match)
set(may_metrics core scene treatment scalp design placement reading)
set(may_phantom core raster scene treatment scalp deposit optics)
set(may_io core scene treatment scalp deposit optics reading design placement plan)
set(may_propose core raster scene treatment scalp optics reading io)
set(may_interop core)

# Libraries beside the core, to which a shared core shows no private function: of its private headers they may include
# those that have no source.
set(beside_core metrics phantom io propose)

# Headers with a stage's algorithm, beside those with its data: only their own module and `session` include them.
set(algorithms scalp/calibrate.h design/density.h design/hairline.h placement/place.h plan/report.h plan/risk.h
  reading/camera.h drawing/composite.h reading/hair_need.h reading/outline.h drawing/relight.h drawing/shine.h
  reading/skin_photo.h reading/strands.h reading/stubble.h metrics/spacing.h metrics/hole.h metrics/bond_order.h
  metrics/spectrum.h metrics/repetition.h metrics/measure_svg.h phantom/phantom.h propose/propose.h)
# Exceptions, set(users_of_<header> <module>...): who else includes one, for data that stand beside the algorithm. Each
# says that a header is to be divided.
set(users_of_scalp/calibrate.h design plan phantom)  # FittedHead; phantom draws its limb as annotators do
set(users_of_plan/report.h io)                          # PlanReport and RiskNote are written to files
set(users_of_plan/risk.h io)

# Which modules may include other people's headers (a regular expression each).
set(foreign_opencv "^opencv2/")
set(users_opencv io propose interop)
set(foreign_json "^nlohmann/")
set(users_json io)
set(foreign_lcms2 "^lcms2")
set(users_lcms2 io)
set(foreign_stb "^(stb/)?stb_")
set(users_stb io)
set(foreign_zlib "^zlib\\.h$")
set(users_zlib io)
set(foreign_cli11 "^CLI/")
set(users_cli11 "")
set(all_foreign opencv json lcms2 stb zlib cli11)

# Standard headers no stage needs: it neither prints nor looks at the clock, and draws its numbers from core/rng.h.
set(forbidden_standard "^(iostream|random|chrono|ctime|time\\.h)$")

set(violations 0)
function(complain file text)
  message("${file}: ${text}")
  math(EXPR violations "${violations} + 1")
  set(violations ${violations} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.h ${ROOT}/src/*.h ${ROOT}/src/*.cpp)
if(NOT files)
  message(FATAL_ERROR "No source file under ${ROOT}/include and ${ROOT}/src: ROOT is wrong.")
endif()
foreach(file IN LISTS files)
  set(public FALSE)
  set(module "")
  if(file MATCHES "^include/tonsure/tonsure\\.h$")
    continue()  # includes everything; tests/headers looks after it
  elseif(file MATCHES "^include/tonsure/([a-z]+)/[^/]+$")
    set(module ${CMAKE_MATCH_1})
    set(public TRUE)
  elseif(file MATCHES "^src/([a-z]+)/")
    set(module ${CMAKE_MATCH_1})
  endif()
  if(NOT DEFINED may_${module})
    complain(${file} "stands in no module of the layer list")
    continue()
  endif()

  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "include[ \t]*\"([^\"]+)\"")
      # Private headers: beside the file that includes them, or of another module ("../placement/curve.h").
      set(header ${CMAKE_MATCH_1})
      if(public)
        complain(${file} "public header includes the private \"${header}\"")
      elseif(header MATCHES "^\\.\\./([a-z]+)/([^/]+)\\.h$")
        if(NOT CMAKE_MATCH_1 IN_LIST may_${module})
          complain(${file} "${module} may not include \"${header}\"")
        elseif(module IN_LIST beside_core AND EXISTS ${ROOT}/src/${CMAKE_MATCH_1}/${CMAKE_MATCH_2}.cpp)
          complain(${file} "\"${header}\" is not wholly in the header, so ${module} cannot link it")
        endif()
      elseif(header MATCHES "/")
        complain(${file} "\"${header}\": private headers are named as \"name.h\" or \"../module/name.h\"")
      endif()
      continue()
    elseif(NOT line MATCHES "include[ \t]*<([^>]+)>")
      continue()
    endif()
    set(header ${CMAKE_MATCH_1})

    if(header MATCHES "^tonsure/([a-z]+)/(.+)$")
      set(theirs ${CMAKE_MATCH_1})
      string(REPLACE "tonsure/" "" short ${header})
      if(NOT theirs STREQUAL module AND NOT theirs IN_LIST may_${module})
        complain(${file} "${module} may not include ${header}")
      elseif(short IN_LIST algorithms AND NOT theirs STREQUAL module AND NOT module STREQUAL "session"
             AND NOT module IN_LIST users_of_${short})
        complain(${file} "${header} is the algorithm of ${theirs}; only session calls it")
      endif()
    elseif(header STREQUAL "tonsure/tonsure.h")
      complain(${file} "tonsure.h is for users of the library; include what is needed")
    elseif(header MATCHES "^Eigen/")
      if(public)
        complain(${file} "Eigen in a public header")
      endif()
    elseif(header MATCHES "${forbidden_standard}")
      complain(${file} "<${header}> has no place in the library")
    else()
      foreach(name IN LISTS all_foreign)
        if(header MATCHES "${foreign_${name}}" AND NOT module IN_LIST users_${name})
          complain(${file} "${module} may not include <${header}>")
        elseif(header MATCHES "${foreign_${name}}" AND public AND NOT module STREQUAL "interop")
          complain(${file} "<${header}> in a public header")
        endif()
      endforeach()
    endif()
  endforeach()
endforeach()

list(LENGTH files count)
if(violations GREATER 0)
  message(FATAL_ERROR "${violations} of the includes of ${count} files break the layer order.")
endif()
message("The includes of ${count} files keep the layer order.")
