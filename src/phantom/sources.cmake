target_sources(tonsure_phantom
  PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/phantom.cpp
    ${CMAKE_CURRENT_LIST_DIR}/balding.cpp
    ${CMAKE_CURRENT_LIST_DIR}/camera.cpp
    ${CMAKE_CURRENT_LIST_DIR}/face_hair.cpp
    ${CMAKE_CURRENT_LIST_DIR}/head_shape.cpp
    ${CMAKE_CURRENT_LIST_DIR}/loss_scene.cpp
    ${CMAKE_CURRENT_LIST_DIR}/marks.cpp
    ${CMAKE_CURRENT_LIST_DIR}/phantom_scene.cpp
    ${CMAKE_CURRENT_LIST_DIR}/render.cpp
    ${CMAKE_CURRENT_LIST_DIR}/shading.cpp
    ${CMAKE_CURRENT_LIST_DIR}/skin_texture.cpp
    ${CMAKE_CURRENT_LIST_DIR}/solid_noise.cpp
    ${CMAKE_CURRENT_LIST_DIR}/stubble.cpp
  PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
    ${PROJECT_SOURCE_DIR}/include/tonsure/phantom/phantom.h
)
