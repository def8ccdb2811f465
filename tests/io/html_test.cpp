#include <tonsure/io/html.h>

#include <tonsure/io/json.h>

#include <cmath>
#include <limits>
#include <locale>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

PreviewPage plain_page() {
  PreviewPage page;
  page.title = "front.jpg";
  page.width_px = 640;
  page.height_px = 480;
  page.mm_per_px = 0.24;
  page.scale_sd = 0.06;
  page.scale_basis = "distance of the pupils";
  page.moment = "healed, day 28";
  page.facts = {{"Dots", "31482"}, {"Sessions", "3"}};
  page.warnings = {"The hairline is a default."};
  return page;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// The page of a title, cut down to what stands in its <h1>.
std::string shown(std::string_view title) {
  PreviewPage page = plain_page();
  page.title = title;
  const std::string html = preview_page_html(page);
  const std::size_t begin = html.find("<h1>") + 4;
  return html.substr(begin, html.find("</h1>") - begin);
}

TEST(PreviewPageHtml, LeavesNoPlaceholder) {
  const std::string html = preview_page_html(plain_page());
  EXPECT_FALSE(contains(html, "{{"));
  EXPECT_EQ(html.rfind("<!DOCTYPE html>", 0), 0u);
  EXPECT_EQ(html.substr(html.size() - 8), "</html>\n");
}

TEST(PreviewPageHtml, SaysWhatItIs) {
  const std::string html = preview_page_html(plain_page());
  EXPECT_TRUE(contains(html, "<strong>Simulated</strong>"));
  EXPECT_TRUE(contains(html, "not a photograph of a result; not medical advice"));
  EXPECT_TRUE(contains(html, "healed, day 28"));
  EXPECT_TRUE(contains(html, "0.24 mm per px &plusmn; 6&nbsp;% (1&nbsp;SD)"));
  EXPECT_TRUE(contains(html, "From: distance of the pupils"));
  EXPECT_TRUE(contains(html, "<th scope=\"row\">Dots</th><td>31482</td>"));
  EXPECT_TRUE(contains(html, "<li>The hairline is a default.</li>"));
  EXPECT_TRUE(contains(html, "data-width-px=\"640\" data-height-px=\"480\" data-mm-per-px=\"0.24\""));
}

TEST(PreviewPageHtml, LeavesEmptySectionsOut) {
  PreviewPage page = plain_page();
  page.facts.clear();
  page.warnings.clear();
  page.scale_basis.clear();
  const std::string html = preview_page_html(page);
  EXPECT_FALSE(contains(html, "<table>"));
  EXPECT_FALSE(contains(html, "Please note"));
  EXPECT_FALSE(contains(html, "From:"));
}

TEST(PreviewPageHtml, SaysWhenScaleOrItsErrorIsUnknown) {
  PreviewPage page = plain_page();
  page.scale_sd = 0;
  EXPECT_TRUE(contains(preview_page_html(page), "0.24 mm per px, error not known"));
  for (const double unknown : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    page.mm_per_px = unknown;
    const std::string html = preview_page_html(page);
    EXPECT_TRUE(contains(html, "Not known: lengths on this page cannot be trusted.")) << unknown;
    EXPECT_TRUE(contains(html, "data-mm-per-px=\"0\"")) << unknown;
  }
}

TEST(PreviewPageHtml, OpensAtTheFocusOrInTheMiddle) {
  PreviewPage page = plain_page();
  EXPECT_TRUE(contains(preview_page_html(page), "data-focus-x-px=\"320\" data-focus-y-px=\"240\""));
  page.focus = Vec2<PhotoPx>{100.5, 50};
  EXPECT_TRUE(contains(preview_page_html(page), "data-focus-x-px=\"100.5\" data-focus-y-px=\"50\""));
}

// Guarantee 1: what is left when the pictures and the policy's hashes (whose base64 may hold any letters) are taken out
// names no other place.
TEST(PreviewPageHtml, LoadsNothing) {
  const PreviewPage page = plain_page();
  std::string html = preview_page_html(page);
  html = std::regex_replace(html, std::regex("data:image/jpeg;base64,[A-Za-z0-9+/=]*"), "data:");
  html = std::regex_replace(html, std::regex("'sha256-[A-Za-z0-9+/=]*'"), "");
  for (const char* word :
       {"http:", "https:", "//", "@import", "url(", "srcset", "<iframe", "<object", "<form", "eval("}) {
    EXPECT_FALSE(contains(html, word)) << word;
  }
  const std::regex reference("(src|href|action|data)\\s*=\\s*\"([^\"]*)\"");
  int references = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), reference), end; it != end; ++it, ++references) {
    EXPECT_EQ((*it)[2].str().rfind("data:", 0), 0u) << it->str();
  }
  EXPECT_EQ(references, 3);  // two pictures and the empty icon
}

TEST(PreviewPageHtml, ShowsThePlanWhereThereIsOne) {
  EXPECT_FALSE(contains(preview_page_html(plain_page()), "<h2>Plan</h2>"));
  PreviewPage page = plain_page();
  PlanReport& report = page.report.emplace();
  report.dots = 1234;
  report.area_cm2 = 20;
  report.zones = {{Zone::kLeadingEdge, 0, 1000, 15.5, 64.5, 0.25, {0.2, 0.3}},
                  {Zone::kScar, 0, 234, 4.5, 52, 0.1, {0.2, 0.3}}};
  report.sessions = {{1, 1234, 0, {0.2, 0.4}, {0, 0}}, {2, 0, 234, {0.1, 0.2}, {28, 56}}};
  report.hours = {{0.3, 0.6}, "h", "basis <of> hours"};
  page.risks = {{"dark", -26, "L*", {-22, -3}, "source <s>", "text <t> -26", "mend <m>"}};
  const std::string html = preview_page_html(page);
  for (const char* part :
       {"<h2>Plan</h2>", "<th scope=\"row\">leading-edge</th><td>1000</td><td>16</td><td>64</td><td>0.25</td>",
        "<th scope=\"row\">all</th><td>1234</td><td>20</td><td>62</td>", "<td>234 again</td>", "<td>28\u201356</td>",
        "0.3 to 0.6 h", "basis &lt;of&gt; hours", "text &lt;t&gt; -26", "mend &lt;m&gt;", "source &lt;s&gt;",
        "no medical advice", "<li>keloid tendency</li>"})
    EXPECT_TRUE(contains(html, part)) << part;
  page.risks.clear();
  EXPECT_TRUE(contains(preview_page_html(page), "nothing is out of the usual"));
}

TEST(PreviewPageHtml, PolicyAllowsOnlyTheEmbeddedScriptAndStyle) {
  const std::string html = preview_page_html(plain_page());
  EXPECT_TRUE(std::regex_search(
      html, std::regex("content=\"default-src 'none'; img-src data:; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
                       "script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'\"")));
  EXPECT_FALSE(contains(html, "unsafe-inline"));
  EXPECT_EQ(count(html, "<script"), 1u);
  EXPECT_EQ(count(html, "<style"), 1u);
}

// Guarantee 2.
TEST(PreviewPageHtml, EscapesMarkup) {
  EXPECT_EQ(shown("a<b>c"), "a&lt;b&gt;c");
  EXPECT_EQ(shown("\"x\" & 'y'"), "&quot;x&quot; &amp; &#39;y&#39;");
  EXPECT_EQ(shown("&amp;"), "&amp;amp;");
  EXPECT_EQ(shown("</script><!--"), "&lt;/script&gt;&lt;!--");
}

TEST(PreviewPageHtml, KeepsUnicode) {
  // Two, three and four bytes, a line separator (it never reaches the script), the first and last of each length.
  for (const char* text : {"Gr\xC3\xB6\xC3\x9Fte", "\xE2\x80\xA8", "\xF0\x9F\x99\x82", "\xC2\xA0", "\xDF\xBF",
                           "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBD"}) {
    EXPECT_EQ(shown(text), text);
  }
}

TEST(PreviewPageHtml, ReplacesControlsAndWhatIsNotUtf8) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a" + r + "b");
  EXPECT_EQ(shown("\x1B[31m\r\x7F"), r + "[31m" + r + r);
  EXPECT_EQ(shown("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(shown("\xC2\x85"), r);                      // a C1 control
  EXPECT_EQ(shown("\xEF\xBF\xBF"), r);                  // a noncharacter
  EXPECT_EQ(shown("\xFF<"), r + "&lt;");                // never a byte of UTF-8
  EXPECT_EQ(shown("\xC3"), r);                          // cut off
  EXPECT_EQ(shown("\xC3<b>"), r + "&lt;b&gt;");         // does not swallow the bracket
  EXPECT_EQ(shown("\xC0\xBC"), r + r);                  // overlong '<'
  EXPECT_EQ(shown("\xE0\x80\xBC"), r + r + r);          // overlong '<'
  EXPECT_EQ(shown("\xED\xA0\x80"), r + r + r);          // a surrogate
  EXPECT_EQ(shown("\xF4\x90\x80\x80"), r + r + r + r);  // beyond U+10FFFF
}

TEST(PreviewPageHtml, KeepsTextInItsOrder) {
  const std::string r = "\xEF\xBF\xBD";
  for (const char* code : {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
                           "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"})
    EXPECT_EQ(shown(std::string("photo") + code + "gpj.exe"), "photo" + r + "gpj.exe");
  EXPECT_EQ(shown("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"), "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");  // letters are no override
}

// What the page saves is the plan's treatment, whatever its names hold.
TEST(PreviewPageHtml, KeepsTheTreatment) {
  Treatment treatment;
  treatment.name =
      "</textarea><script>&amp; \xE2\x80\xAE \xC2\x9B \xEF\xBF\xBE \xF0\x9F\xBF\xBF \xE2\x80\xA8 \xF0\x9F\x99\x82";
  PreviewPage page = plain_page();
  page.hairline.emplace();
  page.hairline->handles = {0};
  page.hairline->treatment_json = treatment_to_json(treatment);
  const std::string html = preview_page_html(page);
  EXPECT_EQ(count(html, "<textarea"), 1u);
  EXPECT_EQ(count(html, "</textarea"), 1u);
  const std::size_t tag = html.find("<textarea"), begin = html.find('>', tag) + 1;
  std::string text = html.substr(begin, html.find("</textarea>") - begin);
  for (const auto& [name, is] : std::vector<std::pair<std::string, std::string>>{
           {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
      text.replace(at, name.size(), is);
  EXPECT_FALSE(contains(text, "\xEF\xBF\xBD")) << text;
  const auto again = treatment_from_json(text, "mine");
  ASSERT_TRUE(again.ok()) << again.error().message() << text;
  EXPECT_EQ(again->name, treatment.name);
}

// A script element that holds no data cannot be ended by any.
TEST(PreviewPageHtml, ScriptHoldsNoData) {
  PreviewPage page = plain_page();
  const auto script = [](const std::string& html) {
    const std::size_t begin = html.find("<script>");
    return html.substr(begin, html.find("</script>") - begin);
  };
  const std::string plain = script(preview_page_html(page));
  page.title = page.moment = page.scale_basis = "</script><!-- \xE2\x80\xA8";
  page.warnings = {page.title};
  page.hairline.emplace();
  page.hairline->handles = {0};
  page.hairline->treatment_json = "{\"name\": \"</script><!--\"}";
  EXPECT_EQ(script(preview_page_html(page)), plain);
  EXPECT_FALSE(contains(plain, "<!--"));
  EXPECT_FALSE(contains(plain, "eval("));
  EXPECT_FALSE(contains(plain, "innerHTML"));
}

TEST(PreviewPageHtml, SendsNoReferrerAndHasNoInlineHandler) {
  const std::string html = preview_page_html(plain_page());
  EXPECT_TRUE(contains(html, "<meta name=\"referrer\" content=\"no-referrer\">"));
  const std::string markup = html.substr(html.find("<body>"), html.find("<script>") - html.find("<body>"));
  EXPECT_FALSE(std::regex_search(markup, std::regex("\\s(on[a-z]+|style)\\s*=")));
}

TEST(PreviewPageHtml, EscapesEveryStringItShows) {
  const std::string attack = "\"'></title></script><script>alert(1)</script><img src=x onerror=alert(1)>{{js}}";
  PreviewPage page = plain_page();
  page.title = page.scale_basis = page.moment = attack;
  page.facts = {{attack, attack}};
  page.warnings = {attack};
  const std::string html = preview_page_html(page);
  EXPECT_EQ(count(html, "<script"), 1u);
  EXPECT_EQ(count(html, "</script"), 1u);
  EXPECT_EQ(count(html, "</title"), 1u);
  EXPECT_EQ(count(html, "<img"), 2u);
  EXPECT_EQ(count(html, "&lt;img src=x onerror=alert(1)&gt;{{js}}"), 8u);  // title and moment stand twice
}

// RFC 4648, section 10.
TEST(PreviewPageHtml, EmbedsThePicturesAsBase64) {
  const std::vector<std::pair<const char*, const char*>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"},
                                                                    {"\xFB\xFF\xFE", "+//+"}};
  for (const auto& [text, encoded] : vectors) {
    const std::vector<std::byte> bytes = bytes_of(text);
    PreviewPage page = plain_page();
    page.before_jpeg = bytes;
    EXPECT_TRUE(contains(preview_page_html(page), std::string("src=\"data:image/jpeg;base64,") + encoded + "\""));
    page.before_jpeg = {};
    page.after_jpeg = bytes;
    EXPECT_TRUE(contains(preview_page_html(page), std::string("src=\"data:image/jpeg;base64,") + encoded + "\""));
  }
}

TEST(PreviewPageHtml, GrowsByFourThirdsOfThePictures) {
  PreviewPage page = plain_page();
  const std::size_t frame = preview_page_html(page).size();
  EXPECT_LT(frame, 60'000u);  // the page itself; a picture is at least that large
  const std::vector<std::byte> before(3'000'000, std::byte{0xA5}), after(1'500'000, std::byte{0x5A});
  page.before_jpeg = before;
  page.after_jpeg = after;
  EXPECT_EQ(preview_page_html(page).size(), frame + 4'000'000u + 2'000'000u);
}

// Guarantee 4.
TEST(PreviewPageHtml, IsTheSameEachTimeAndInAnyLocale) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
  };
  const std::string once = preview_page_html(plain_page());
  const std::locale old = std::locale::global(std::locale(std::locale::classic(), new Comma));
  const std::string again = preview_page_html(plain_page());
  std::locale::global(old);
  EXPECT_EQ(once, again);
}

}  // namespace
}  // namespace tonsure
