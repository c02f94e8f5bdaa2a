#include "checker/build/compiler.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace checker {
namespace {

// A library, and how the symbols begin that it is asked for. A symbol that is meant exactly ends
// with '$'.
struct KnownLibrary {
  const char* flag;
  std::vector<std::string_view> symbols;
};

const std::vector<KnownLibrary>& KnownLibraries() {
  static const std::vector<KnownLibrary> kLibraries = {
      {"-lssl", {"SSL_", "TLS_", "DTLS_", "OPENSSL_init_ssl"}},
      {"-lcrypto",
       {"SSL_", "EVP_", "SHA1", "SHA2", "SHA5", "MD5", "AES_", "RSA_", "BIO_", "RAND_", "ERR_",
        "PEM_", "HMAC", "BN_", "OPENSSL_", "X509_", "DES_"}},
      {"-lncurses",
       {"initscr$", "endwin$", "stdscr$", "printw$", "mvprintw$", "wprintw$", "mvwprintw$",
        "wrefresh$", "wgetch$", "newwin$", "cbreak$", "noecho$", "keypad$", "start_color$",
        "init_pair$", "box$"}},
      {"-lreadline", {"readline$", "add_history$", "rl_"}},
      {"-lz",
       {"deflate", "inflate", "compress$", "uncompress$", "crc32$", "gzopen$", "gzread$",
        "gzwrite$"}},
      {"-lsqlite3", {"sqlite3_"}},
      {"-lmysqlclient", {"mysql_"}},
      {"-lcurl", {"curl_"}},
      {"-luuid", {"uuid_"}},
      {"-ljson-c", {"json_object_", "json_tokener_"}},
      {"-lcjson", {"cJSON_"}},
      {"-levent", {"event_", "evbuffer_", "bufferevent_", "evconnlistener_"}},
      {"-luv", {"uv_"}},
      {"-lpcap", {"pcap_"}},
      {"-lcrypt", {"crypt$", "crypt_r$"}},
      {"-lrt", {"shm_open$", "shm_unlink$", "mq_", "timer_create$", "timer_settime$", "aio_"}},
      {"-ldl", {"dlopen$", "dlsym$", "dlclose$", "dlerror$"}},
      {"-lpthread", {"pthread_", "sem_"}},
      {"-lstdc++", {"_ZSt", "_ZNSt", "_ZNSo", "__gxx_personality_v0$", "std::"}},
      {"-lm", {"pow$",   "powf$", "powl$",  "sqrt$",   "sqrtf$", "sin$",  "cos$",  "tan$",
               "asin$",  "acos$", "atan$",  "atan2$",  "exp$",   "log$",  "log2$", "log10$",
               "floor$", "ceil$", "round$", "lround$", "trunc$", "fmod$", "fabs$", "cbrt$",
               "hypot$", "sinh$", "cosh$",  "tanh$",   "fmax$",  "fmin$"}},
  };
  return kLibraries;
}

bool Matches(std::string_view pattern, std::string_view symbol) {
  return pattern.ends_with('$') ? symbol == pattern.substr(0, pattern.size() - 1)
                                : symbol.starts_with(pattern);
}

// 0 where it cannot be found out.
int GccMajorVersion() {
  const std::unique_ptr<FILE, int (*)(FILE*)> answer(popen("gcc -dumpversion 2>/dev/null", "re"),
                                                     pclose);
  std::array<char, 64> line = {};
  if (!answer || std::fgets(line.data(), line.size(), answer.get()) == nullptr) return 0;
  return std::atoi(line.data());
}

// A name that the compiler would take for an option or a response file is given a folder.
std::string AsOperand(const std::string& path) {
  return path.starts_with('-') || path.starts_with('@') ? "./" + path : path;
}

void Append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

bool Has(const std::vector<SourceFile>& sources, Language language) {
  return std::any_of(sources.begin(), sources.end(),
                     [&](const SourceFile& source) { return source.language == language; });
}

}  // namespace

std::vector<std::string> CompileCommand(const ProgramToMake& program) {
  const bool c = Has(program.sources, Language::kC);
  const bool cpp = Has(program.sources, Language::kCpp);
  // g++ would compile C as C++; gcc takes each language by its ending, but one -std cannot fit
  // both.
  std::vector<std::string> command = {c ? "gcc" : "g++"};
  if (!cpp) command.push_back("-std=gnu17");
  if (!c) command.push_back("-std=gnu++20");
  Append(command, {"-g", "-O0", "-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-Wall", "-Wextra",
                   "-pthread"});
  if (!cpp) Append(command, OldHabitFlags());
  Append(command, program.flags);
  for (const auto& folder : program.header_folders) {
    Append(command, {"-iquote", AsOperand(folder), "-idirafter", AsOperand(folder)});
  }
  Append(command, {"-o", program.output});
  for (const auto& source : program.sources) command.push_back(AsOperand(source.path));
  if (c && cpp) Append(command, {"-lstdc++", "-lm"});
  Append(command, program.libraries);
  Append(command, program.last_flags);
  return command;
}

const std::vector<std::string>& OldHabitFlags() {
  static const std::vector<std::string> kFlags =
      GccMajorVersion() < 14
          ? std::vector<std::string>{}
          : std::vector<std::string>{"-Wno-error=implicit-function-declaration",
                                     "-Wno-error=implicit-int",
                                     "-Wno-error=int-conversion",
                                     "-Wno-error=incompatible-pointer-types",
                                     "-Wno-error=return-mismatch",
                                     "-Wno-error=declaration-missing-parameter-type"};
  return kFlags;
}

std::vector<std::string> LibrariesFor(const std::vector<std::string>& undefined_symbols) {
  std::vector<std::string> flags;
  for (const auto& library : KnownLibraries()) {
    const bool wanted = std::any_of(
        undefined_symbols.begin(), undefined_symbols.end(), [&](const std::string& symbol) {
          return std::any_of(library.symbols.begin(), library.symbols.end(),
                             [&](std::string_view pattern) { return Matches(pattern, symbol); });
        });
    if (wanted) flags.push_back(library.flag);
  }
  return flags;
}

std::string CommandText(const std::vector<std::string>& argv) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./,:@%";
  std::string text;
  for (const auto& word : argv) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == word.npos) {
      text += word;
      continue;
    }
    text += '\'';
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += '\'';
  }
  return text;
}

}  // namespace checker
