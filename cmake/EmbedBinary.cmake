# tonsure_embed_binary(<source> <header> <constant> <file>)
#
# Writes a C++ source and its header that hold a binary file as little-endian 64-bit words, tonsure::embedded::<constant>Words,
# of which the first <constant>Bytes bytes are the file. A changed file re-runs CMake.
function(tonsure_embed_binary source header constant file)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(SHA256 ${file} sha256)
  set(mark "// ${sha256}\n")
  if(EXISTS ${source} AND EXISTS ${header})
    file(READ ${source} old LIMIT 67)
    if(old STREQUAL mark)
      return()
    endif()
  endif()
  file(READ ${file} hex HEX)
  file(SIZE ${file} bytes)
  math(EXPR words "(${bytes} + 7) / 8")
  string(APPEND hex "00000000000000")  # so that the last word is whole; what is left over makes no word
  string(REGEX REPLACE "(..)(..)(..)(..)(..)(..)(..)(..)" "0x\\8\\7\\6\\5\\4\\3\\2\\1,\n" list "${hex}")
  string(REGEX REPLACE ",\n[0-9a-f]*$" "" list "${list}")
  file(WRITE ${header} "${mark}#pragma once\n#include <array>\n#include <cstddef>\n#include <cstdint>\n\n"
    "namespace tonsure::embedded {\nextern const std::array<std::uint64_t, ${words}> ${constant}Words;\n"
    "inline constexpr std::size_t ${constant}Bytes = ${bytes};\n}\n")
  cmake_path(GET header FILENAME name)
  file(WRITE ${source} "${mark}#include \"${name}\"\n\nconst std::array<std::uint64_t, ${words}> "
    "tonsure::embedded::${constant}Words{\n${list}};\n")
endfunction()
