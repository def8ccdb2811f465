#!/usr/bin/env bash
# One step of the consumer tests. CXX, CMAKE, LIBDIR and OPENCV_INCLUDE come from the environment.
#     steps.sh install BUILD PREFIX            installs a build, moves what was installed to PREFIX, looks at it
#     steps.sh find_package PREFIX WORK        builds the user against it with CMake, and runs it
#     steps.sh examples PREFIX WORK SOURCES    the same with our examples, which are users too
#     steps.sh pkg_config PREFIX WORK          the same with the compiler and pkg-config
#     steps.sh subdirectory SOURCES WORK ON|OFF  the user with the sources as a part of its build; shared or static
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# The libraries are read whole before they are looked through: `ldd | grep -q` ends ldd by a broken pipe, now and then.
run_all() {
  local libraries
  for program in core metrics phantom io propose opencv; do
    "$1/${program}_user"
  done
  for program in core metrics phantom; do
    libraries=$(ldd "$1/${program}_user")
    if grep -i -E 'opencv|lcms|libtiff|libpng|libjpeg|libwebp' <<<"$libraries"; then
      echo "${program}_user links a library that reads photos (above)." >&2
      exit 1
    fi
  done
  libraries=$(ldd "$1/propose_user")
  grep -q opencv_objdetect <<<"$libraries" || { echo "propose_user links no OpenCV?" >&2; exit 1; }
}

# Nothing installed may name the folder it was installed to or built in, else it could not be moved.
refuse_paths() {
  if grep -rnI -e "$1" -e "$2" "$3"; then
    echo "An installed file names a folder of this machine (above)." >&2
    exit 1
  fi
}

case $1 in
  install)
    build=$2 prefix=$3
    rm -rf "$prefix" "$prefix.before"
    "$CMAKE" --install "$build" --prefix "$prefix.before" >/dev/null
    refuse_paths "$prefix.before" "$build" "$prefix.before"
    mv "$prefix.before" "$prefix"
    for library in "$prefix/$LIBDIR"/*.so; do
      [[ -e $library ]] || continue
      if nm -DC --defined-only "$library" | grep -E 'Eigen::|nlohmann::|cv::'; then
        echo "$library shows symbols of the libraries it was made from (above)." >&2
        exit 1
      fi
    done
    ;;
  find_package)
    prefix=$2 work=$3
    rm -rf "$work"
    "$CMAKE" -S "$here" -B "$work" -G Ninja -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE=Debug \
      -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF
    "$CMAKE" --build "$work"
    run_all "$work"
    ;;
  examples)
    prefix=$2 work=$3 sources=$4
    rm -rf "$work"
    "$CMAKE" -S "$sources/examples" -B "$work" -G Ninja -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE=Debug \
      -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF
    "$CMAKE" --build "$work"
    ;;
  pkg_config)
    prefix=$2 work=$3
    rm -rf "$work"
    mkdir -p "$work"
    export PKG_CONFIG_PATH=$prefix/$LIBDIR/pkgconfig
    export LD_LIBRARY_PATH=$prefix/$LIBDIR
    build() {  # build PROGRAM MODULE [MORE...]
      # shellcheck disable=SC2046  # the flags are words
      "$CXX" -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror "$here/$1.cpp" -o "$work/$1" \
        $(pkg-config --cflags "$2") "${@:3}" $(pkg-config --libs "$2")
    }
    build core_user tonsure
    for part in metrics phantom io propose; do
      build ${part}_user tonsure-$part
    done
    build opencv_user tonsure -isystem "$OPENCV_INCLUDE" -lopencv_core
    run_all "$work"
    ;;
  subdirectory)
    sources=$2 work=$3 shared=$4
    "$CMAKE" -S "$here" -B "$work" -G Ninja -DCMAKE_CXX_COMPILER="$CXX" -DCMAKE_BUILD_TYPE=Debug \
      -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DTONSURE_FROM="$sources" -DTONSURE_INSTALL=ON -DBUILD_SHARED_LIBS="$shared"
    "$CMAKE" --build "$work" --parallel "$(nproc)"
    run_all "$work"
    ;;
  *)
    echo "unknown step: $1" >&2
    exit 2
    ;;
esac
