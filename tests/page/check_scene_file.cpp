// Reads a scene as tonsure does: check_scene_file F.scene.json. Exit status 0, or 3 with the reason on standard error.
#include <iostream>

#include <tonsure/io/json.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: check_scene_file F.scene.json\n";
    return 2;
  }
  const tonsure::Result<tonsure::Scene> scene = tonsure::load_scene(argv[1]);
  if (!scene.ok()) std::cerr << scene.error().message() << '\n';
  return scene.ok() ? 0 : 3;
}
