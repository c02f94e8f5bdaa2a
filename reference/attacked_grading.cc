#include "reference/attacked_grading.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

#include "reference/command.h"
#include "reference/hostile_case.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

namespace fs = std::filesystem;

constexpr char kCanary[] = "nobody has been here\n";
// Far more than a report of any submission needs.
constexpr std::size_t kMostOutput = 4u << 20;

std::string Random() {
  std::random_device device;
  std::ostringstream text;
  text << std::hex << device() << device() << device();
  return text.str();
}

std::string Contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

fs::path OwnFolder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

int Listen(const void* address, std::size_t size) {
  const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(made, static_cast<const sockaddr*>(address), static_cast<socklen_t>(size)) != 0 ||
      listen(made, 5) != 0) {
    throw std::runtime_error("cannot listen for what must not come");
  }
  return made;
}

// On the network that servers without one of their own share with the machine, and before theirs in
// the kernel's table or behind.
int ListenAsAStranger() {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  listen(made, 5);
  return made;
}

bool SomebodyCame(int listener) {
  pollfd entry = {.fd = listener, .events = POLLIN, .revents = 0};
  return poll(&entry, 1, 0) != 0;
}

void OpenAs(const fs::path& path, int descriptor) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (dup2(file, descriptor) < 0) _exit(71);
}

}  // namespace

AttackedGrading::AttackedGrading(Lane lane)
    : lane_(lane), token_("token-" + Random()), secret_("secret-" + Random()) {
  MakeOwnSurroundings();
  AdoptOrphans();
  std::string pattern = "/tmp/hostile-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = pattern;
  MakePlaces();
  OpenSockets();
  const GradingEnd doctor = Await(Begin({"doctor", "--json"}), std::chrono::seconds(60));
  layers_ = nlohmann::json::parse(doctor.standard_output);
}

AttackedGrading::~AttackedGrading() {
  close(unix_socket_);
  close(abstract_socket_);
  close(stranger_);
  RunCommand({"chmod", "-R", "u+rwX", folder_}, Output::kDropped);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void AttackedGrading::Own(const fs::path& path) const {
  const auto user = static_cast<uid_t>(UserOf(lane_));
  if (user != 0 && lchown(path.c_str(), user, user) != 0) throw std::runtime_error("chown");
}

void AttackedGrading::MakePlaces() {
  fs::permissions(folder_, fs::perms(0755));
  // Where every user of every lane can execute it; reference/ is found at the path built in.
  program_ = folder_ / "program";
  fs::create_directory(program_);
  for (const char* name : {"checker", "sandbox-launcher", "sandbox_lanes/in_container"}) {
    fs::copy_file(OwnFolder() / name, program_ / fs::path(name).filename());
  }
  for (const char* name : {"tmp", "reports", "secrets", "submissions"}) {
    fs::create_directory(folder_ / name);
    Own(folder_ / name);
  }
  std::ofstream(folder_ / "secrets/canary") << kCanary;
  std::ofstream(folder_ / "secrets/secret") << secret_ << '\n';
  fs::permissions(folder_ / "secrets/canary", fs::perms(0644));
  fs::permissions(folder_ / "secrets/secret", fs::perms(0600));
  Own(folder_ / "secrets/canary");
  Own(folder_ / "secrets/secret");
}

// As services of a machine have them: one with a path that everybody may connect to, one without.
void AttackedGrading::OpenSockets() {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string path = folder_ / "socket";
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  unix_socket_ = Listen(&address, sizeof address);
  fs::permissions(path, fs::perms(0777));
  const std::string name = folder_.filename();
  std::memset(address.sun_path, 0, sizeof address.sun_path);
  std::memcpy(address.sun_path + 1, name.c_str(), name.size());
  stranger_ = ListenAsAStranger();
  abstract_socket_ = Listen(&address, offsetof(sockaddr_un, sun_path) + 1 + name.size());
}

void AttackedGrading::WriteTarget(const fs::path& submission) const {
  const auto on = [this](const char* layer) {
    for (const auto& one : layers_.at("layers")) {
      if (one.at("name") == layer) return one.at("on").get<bool>() ? 1 : 0;
    }
    return 0;
  };
  const std::pair<const char*, std::string> names[] = {{"CANARY", folder_ / "secrets/canary"},
                                                       {"SECRET", folder_ / "secrets/secret"},
                                                       {"REPORT", folder_ / "reports/report.json"},
                                                       {"SOCKET", folder_ / "socket"},
                                                       {"ABSTRACT", folder_.filename()},
                                                       {"TOKEN", token_.substr(6)}};
  std::ofstream header(submission / "target.h"), script(submission / "target.sh");
  for (const auto& [name, value] : names) {
    header << "#define " << name << " \"" << value << "\"\n";
    script << name << "='" << value << "'\n";
  }
  header << "#define NAMESPACES " << on("mount_namespace") << "\n#define OWN_USER "
         << on("separate_user") << "\n#define LANDLOCK " << on("landlock") << '\n';
}

fs::path AttackedGrading::CopyOf(const fs::path& program) {
  const fs::path parent = folder_ / "submissions" / std::to_string(++copies_);
  fs::create_directory(parent);
  const fs::path copy = parent / program.filename();
  fs::copy(program, copy, fs::copy_options::recursive);
  fs::remove(copy / "expect.json");
  return copy;
}

fs::path AttackedGrading::Prepare(const std::string& name) {
  const fs::path copy = CopyOf(HostileFolder(name));
  fs::copy_file(Folder("hostile") / "common/attack.h", copy / "attack.h");
  WriteTarget(copy);
  if (fs::exists(copy / "prepare.sh")) {
    const std::string command = "cd '" + copy.string() + "' && . ./prepare.sh";
    if (RunCommand({"sh", "-e", "-c", command}) != 0) throw std::runtime_error("prepare.sh failed");
    fs::remove(copy / "prepare.sh");
  }
  fs::remove(copy / "target.sh");
  const std::string user = std::to_string(UserOf(lane_));
  RunCommand({"chown", "-hR", user + ":" + user, copy.parent_path()});
  return copy;
}

fs::path AttackedGrading::Honest() { return CopyOf(Folder("correct") / "fork"); }

GradingEnd AttackedGrading::Grade(const fs::path& submission, std::chrono::seconds at_most) {
  return Await(Start(submission), at_most);
}

AttackedGrading::Started AttackedGrading::Start(const fs::path& submission) const {
  const fs::path report = folder_ / "reports/report.json";
  fs::remove(report);
  return Begin(
      {"grade", submission, "--report", "terminal", "--report", "json=" + report.string()});
}

void AttackedGrading::BecomeChecker(const std::vector<std::string>& words) const {
  groups_.Enter();
  if (HidesControlGroups(lane_) &&
      (unshare(CLONE_NEWNS) != 0 ||
       mount("none", "/sys/fs/cgroup", "tmpfs", MS_RDONLY, nullptr) != 0)) {
    _exit(71);
  }
  setenv("HOSTILE_TOKEN", token_.c_str(), 1);
  setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
  const int null = open("/dev/null", O_RDONLY);
  if (chdir(folder_.c_str()) != 0 || dup2(null, STDIN_FILENO) < 0) _exit(71);
  OpenAs(folder_ / "standard-output", STDOUT_FILENO);
  OpenAs(folder_ / "standard-error", STDERR_FILENO);
  std::vector<std::string> all = PrefixOf(lane_, program_);
  all.push_back(program_ / "checker");
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(71);
}

AttackedGrading::Started AttackedGrading::Begin(const std::vector<std::string>& words) const {
  const Started started = {fork(), Clock::now()};
  if (started.pid == 0) BecomeChecker(words);
  return started;
}

GradingEnd AttackedGrading::Await(Started started, std::chrono::seconds at_most) const {
  using std::chrono::milliseconds;
  pollfd entry = {.fd = static_cast<int>(syscall(SYS_pidfd_open, started.pid, 0)),
                  .events = POLLIN};
  const bool ended = poll(&entry, 1, static_cast<int>(milliseconds(at_most).count())) > 0;
  if (!ended) kill(started.pid, SIGKILL);
  close(entry.fd);
  int status = 0;
  waitpid(started.pid, &status, 0);
  if (!ended) AwaitOrphans();
  GradingEnd end;
  end.took = std::chrono::duration_cast<milliseconds>(Clock::now() - started.at);
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  end.standard_output = Contents(folder_ / "standard-output");
  end.standard_error = Contents(folder_ / "standard-error");
  end.report_text = Contents(folder_ / "reports/report.json");
  end.report = nlohmann::json::parse(end.report_text, nullptr, false);
  return end;
}

std::vector<std::string> AttackedGrading::Damage() const {
  std::vector<std::string> damage = LeftBehind();
  for (std::string& group : groups_.Leftovers()) damage.push_back("left: " + group);
  for (const std::string& name : NamesIn(folder_ / "tmp"))
    damage.push_back("left in TMPDIR: " + name);
  if (NamesIn(folder_ / "reports") != std::vector<std::string>{"report.json"})
    damage.push_back("something else lies beside the report");
  if (NamesIn(folder_ / "secrets") != std::vector<std::string>{"canary", "secret"})
    damage.push_back("something has changed beside the secret");
  struct stat info = {};
  if (Contents(folder_ / "secrets/canary") != kCanary ||
      lstat((folder_ / "secrets/canary").c_str(), &info) != 0 || info.st_mode != (S_IFREG | 0644))
    damage.push_back("the canary is dead");
  if (Contents(folder_ / "secrets/secret") != secret_ + "\n")
    damage.push_back("the secret has changed");
  if (fs::file_size(folder_ / "standard-output") > kMostOutput ||
      fs::file_size(folder_ / "standard-error") > kMostOutput)
    damage.push_back("the checker was made to print megabytes");
  if (SomebodyCame(unix_socket_)) damage.push_back("somebody has connected to the socket");
  if (SomebodyCame(abstract_socket_))
    damage.push_back("somebody has connected to the abstract socket");
  for (const std::string& name : NamesIn("/tmp")) {
    if (name.ends_with("-was-here") || name == "mine" || name == "there")
      damage.push_back("made: /tmp/" + name);
  }
  return damage;
}

bool AttackedGrading::GivesAway(const std::string& words) const {
  return words.find(token_) != std::string::npos || words.find(secret_) != std::string::npos;
}

}  // namespace checker::reference
