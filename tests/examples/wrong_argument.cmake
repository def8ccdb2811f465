# Runs EXAMPLE with ARGUMENTS it cannot take: status 2, and one line on stderr.
execute_process(COMMAND ${EXAMPLE} ${ARGUMENTS} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err TIMEOUT 30)
if(NOT status EQUAL 2 OR NOT err MATCHES "^[^\n]+\n$" OR NOT out STREQUAL "")
  message(FATAL_ERROR "Status ${status}, not 2 with one line: '${err}', '${out}'")
endif()
