#include <tonsure/io/grey_image.h>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include <opencv2/imgcodecs.hpp>

#include <tonsure/io/output.h>

namespace tonsure {
namespace {

/// A file that goes with the test.
class TemporaryImage {
 public:
  TemporaryImage(const cv::Mat& mat, const char* extension) {
    path_ = (std::filesystem::temp_directory_path() /
             ("tonsure-density-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + extension))
                .string();
    std::vector<unsigned char> bytes;
    cv::imencode(extension, mat, bytes);
    OutputFiles files;
    EXPECT_TRUE(files.add(path_, std::as_bytes(std::span(bytes))).ok());
    EXPECT_TRUE(files.commit().ok());
  }
  TemporaryImage(const TemporaryImage&) = delete;
  TemporaryImage& operator=(const TemporaryImage&) = delete;
  ~TemporaryImage() { std::remove(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(DensityImage, IsLinearInEightAndSixteenBits) {
  cv::Mat eight(2, 3, CV_8UC1, cv::Scalar(0)), sixteen(2, 3, CV_16UC1, cv::Scalar(0));
  eight.at<unsigned char>(0, 1) = 51;        // 0.2
  eight.at<unsigned char>(1, 2) = 255;       // 1
  sixteen.at<unsigned short>(0, 1) = 13107;  // 0.2
  sixteen.at<unsigned short>(1, 2) = 65535;  // 1
  for (const cv::Mat& mat : {eight, sixteen}) {
    for (const char* extension : {".png", ".tiff"}) {
      const TemporaryImage image(mat, extension);
      const auto grid = load_density_image(image.path(), {0.5, 150, 50});
      ASSERT_TRUE(grid.ok()) << grid.error().message();
      EXPECT_EQ(grid->cell_mm, 0.5);
      const auto v = grid->per_cm2.view();
      EXPECT_EQ(*v.pixel(0, 0), 0.0F) << "black means nothing, not the floor";
      EXPECT_NEAR(*v.pixel(1, 0), 70, 1e-4);  // 50 + 0.2 * 100
      EXPECT_NEAR(*v.pixel(2, 1), 150, 1e-4);
    }
  }
}

TEST(DensityImage, RefusesWhatIsNoDensity) {
  EXPECT_FALSE(load_density_image("/nowhere/grey.png", {}).ok());
  const TemporaryImage image(cv::Mat(4, 4, CV_8UC1, cv::Scalar(9)), ".png");
  for (const DensityImageScale& scale : {DensityImageScale{0, 150, 0}, DensityImageScale{NAN, 150, 0},
                                         DensityImageScale{1, 0, 0}, DensityImageScale{1, 10, 20}}) {
    const auto grid = load_density_image(image.path(), scale);
    ASSERT_FALSE(grid.ok());
    EXPECT_EQ(grid.error().code, ErrorCode::kInvalidOption);
  }
  const TemporaryImage real(cv::Mat(4, 4, CV_32FC1, cv::Scalar(0.5)), ".tiff");
  const auto grid = load_density_image(real.path(), {});
  ASSERT_FALSE(grid.ok());
  EXPECT_EQ(grid.error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace tonsure
