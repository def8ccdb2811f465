// Uses tonsure::propose: looks for a head in a picture that shows none.
#include <cstdio>

#include <tonsure/propose/propose.h>
#include <tonsure/tonsure.h>

int main() {
  tonsure::Photo photo;
  photo.pixels = tonsure::Image<unsigned char>(20, 20, 3, 128);
  const auto proposal = tonsure::propose_scene(photo);
  if (proposal) return 1;
  std::printf("%s\n", proposal.error().message().c_str());
  return proposal.error().where == tonsure::kProposePhoto ? 0 : 1;
}
