// Compilers, build tools, sanitizers and other languages work in a box as they do outside: nobody
// is to be blamed for the sandbox. Each line of shell ends with "hello" on standard output.
#include <fcntl.h>
#include <unistd.h>

#include "sandbox/policy/policy.h"
#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

class HonestProgramsTest : public BoxTest {
 protected:
  void Expect(const std::string& needed_tool, const std::string& command, const Policy& policy) {
    if (access(("/usr/bin/" + needed_tool).c_str(), X_OK) != 0)
      GTEST_SKIP() << needed_tool << " is not installed";
    UniqueFd sources(openat(ProgramsDir(), "honest", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    LaunchSpec spec = Spec({"sh", "-ec", command});
    spec.source_dir = sources.get();
    spec.policy = policy;
    spec.limits.memory = 2ull << 30;
    spec.merge_stderr = true;
    Box box = Start(spec);
    std::string output = ReadAll(box.standard_output());
    EXPECT_TRUE(output.ends_with("hello\n")) << output;
    EXPECT_EQ(AwaitEnd(box), Termination(Exited{0})) << output;
  }
  void ExpectBuild(const std::string& tool, const std::string& command) {
    Expect(tool, command, BuildPolicy());
  }
};

TEST_P(HonestProgramsTest, Make) { ExpectBuild("make", "make -j4; ./with-g++; ./with-gcc"); }

TEST_P(HonestProgramsTest, Clang) {
  ExpectBuild("clang", "clang -g hello.c -o hello -pthread; ./hello");
}

TEST_P(HonestProgramsTest, CMakeWithNinja) {
  ExpectBuild("ninja", "cmake -G Ninja -S . -B build; ninja -C build; build/hello");
}

TEST_P(HonestProgramsTest, CMakeWithMake) {
  ExpectBuild("cmake", "cmake -G 'Unix Makefiles' -S . -B build; make -C build -j2; build/hello");
}

TEST_P(HonestProgramsTest, AddressSanitizerWithLeakCheck) {
  const Isolation& probed = ProbeIsolation();
  bool tracing_is_kept_inside = isolated() || probed.separate_user.on || probed.landlock.on;
  if (!tracing_is_kept_inside) GTEST_SKIP() << "tracing is refused";
  Expect("gcc", "gcc -g -fsanitize=address,undefined hello.c -o hello -pthread; ./hello",
         ServerPolicy());
}

TEST_P(HonestProgramsTest, ThreadSanitizer) {
  Expect("gcc", "gcc -g -fsanitize=thread hello.c -o hello -pthread; setarch -R ./hello",
         ServerPolicy());
}

TEST_P(HonestProgramsTest, StaticExecutable) {
  Expect("gcc", "gcc -static hello.c -o hello -pthread; ./hello", ServerPolicy());
}

TEST_P(HonestProgramsTest, Musl) {
  Expect("musl-gcc", "musl-gcc hello.c -o hello; ./hello", ServerPolicy());
}

TEST_P(HonestProgramsTest, Valgrind) {
  Expect("valgrind", "gcc -g hello.c -o hello -pthread; valgrind -q ./hello", ServerPolicy());
}

TEST_P(HonestProgramsTest, PythonServer) { Expect("python3", "python3 server.py", ServerPolicy()); }

TEST_P(HonestProgramsTest, JavaServer) {
  Expect("javac", "javac Hello.java; java -Xmx64m Hello", ServerPolicy());
}

TEST_P(HonestProgramsTest, JavaCompiler) {
  ExpectBuild("javac", "javac Hello.java; test -f Hello.class; echo hello");
}

RUN_IN_EVERY_KIND_OF_BOX(HonestProgramsTest);

}  // namespace
}  // namespace sandbox
