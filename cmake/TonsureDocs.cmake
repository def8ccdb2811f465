# Target docs: the reference documentation as HTML under docs/html of the build folder. A warning is an error.
find_package(Doxygen REQUIRED)
configure_file(docs/Doxyfile.in docs/Doxyfile @ONLY)
add_custom_target(docs
  COMMAND Doxygen::doxygen ${PROJECT_BINARY_DIR}/docs/Doxyfile
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  COMMENT "Reference documentation: ${PROJECT_BINARY_DIR}/docs/html/index.html"
  VERBATIM)
