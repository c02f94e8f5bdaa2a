#include "checker/build/placed_site.h"

#include <map>
#include <random>
#include <string>
#include <utility>

#include "checker/build/placed_files.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr std::size_t kMostFolders = 16;
constexpr int kParagraphsOfBook =
    1000;  // 40 KB: more than anybody's buffer, less than a client keeps

// The folders that could be the served one: parents first.
Result<std::vector<std::string>> ServableFolders(int folder) {
  const auto tree = ListTree(folder, {.tolerate_unreadable = true});
  if (!tree) return tree.error();
  std::vector<std::string> folders = {"."};
  for (const TreeEntry& entry : tree->entries) {
    const bool hidden = entry.path.starts_with('.') || entry.path.find("/.") != std::string::npos;
    if (entry.kind == TreeEntry::Kind::kFolder && !hidden && folders.size() < kMostFolders) {
      folders.push_back(entry.path);
    }
  }
  return folders;
}

std::string RandomWord(std::mt19937_64& random) {
  constexpr std::string_view kLetters = "bcdfghjklmnprstvwz";
  std::string word;
  for (int i = 0; i < 8; ++i) word += kLetters[random() % kLetters.size()];
  return word;
}

std::string PageAbout(const std::string& word) {
  return "<!DOCTYPE html>\n<title>" + word +
         "</title>\n<p>This page is here to be asked for.</p>\n";
}

std::string BookAbout(const std::string& word) {
  std::string text = "<!DOCTYPE html>\n<title>" + word + "</title>\n";
  for (int i = 0; i < kParagraphsOfBook; ++i)
    text += "<p>Paragraph " + std::to_string(i) + " about " + word + ".</p>\n";
  return text;
}

std::string ParentOf(const std::string& folder) {
  const std::size_t slash = folder.rfind('/');
  return slash == std::string::npos ? "." : folder.substr(0, slash);
}

}  // namespace

Result<std::vector<HttpSite>> PlaceSites(int folder, std::uint64_t seed) {
  const auto folders = ServableFolders(folder);
  if (!folders) return folders.error();
  std::mt19937_64 random(seed);
  const std::string id = RandomWord(random);
  const std::string secret_name = "secret-" + id + ".txt";
  std::map<std::string, std::string> secrets;  // by folder
  std::vector<HttpSite> sites;
  for (const std::string& name : *folders) {
    HttpSite site{.folder = name, .page = "/page-" + id + ".html", .book = "/book-" + id + ".html"};
    site.page_bytes = PageAbout(RandomWord(random));
    site.book_bytes = BookAbout(RandomWord(random));
    // Above the outermost is the system, whose users stand in a file that every program can read.
    site.canary = name == "." ? "../../../../../../../../etc/passwd" : "../" + secret_name;
    site.canary_words = name == "." ? "root:x:0:0:" : secrets[ParentOf(name)];
    secrets[name] = RandomWord(random) + RandomWord(random);
    for (const auto& [path, text] :
         {std::pair(site.page, site.page_bytes), std::pair(site.book, site.book_bytes),
          std::pair("/" + secret_name, secrets[name] + "\n")}) {
      if (auto written = PlaceText(folder, name + path, text); !written) return written.error();
    }
    sites.push_back(std::move(site));
  }
  return sites;
}

}  // namespace checker
