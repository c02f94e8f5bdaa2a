// What can be built once more with a sanitizer, and what it would say nothing true about.
#include "checker/build/instrumented_build.h"

#include "checker/build/build_fixture.h"

namespace checker {
namespace {

class InstrumentedBuildTest : public BuildTest {
 protected:
  // In a thread of its own, with pthread_create() or what else starts one.
  void WriteServerWithThread(const std::string& header, const std::string& type,
                             const std::string& start) {
    Write("server.c", "#include <sys/socket.h>\n#include <" + header +
                          ">\nstatic int handle(void *arg) { return arg != 0; }\n"
                          "int main(void) { " +
                          type + " one; listen(3, 5); accept(3, 0, 0); " + start + " }\n");
  }

  std::string ProblemWith(Instrumentation instrumentation) {
    const auto submission = ReadSubmission(root_ / "lab");
    EXPECT_TRUE(submission) << submission.error().Text();
    const auto built =
        BuildInstrumented(*submission, assignment_, sandbox::ProbeIsolation(), instrumentation);
    EXPECT_TRUE(built) << built.error().Text();
    return built ? built->problem : "";
  }
};

TEST_F(InstrumentedBuildTest, RacesOfPthreadsAreSeen) {
  WriteServerWithThread("pthread.h", "pthread_t",
                        "return pthread_create(&one, 0, (void *(*)(void *))handle, 0);");
  EXPECT_EQ(ProblemWith(Instrumentation::kRaces), "");
}

TEST_F(InstrumentedBuildTest, OfThreadsThatTheSanitizerDoesNotKnowNothingIsSaid) {
  WriteServerWithThread("threads.h", "thrd_t", "return thrd_create(&one, handle, 0);");
  EXPECT_NE(ProblemWith(Instrumentation::kRaces).find("thrd_create"), std::string::npos);
  EXPECT_EQ(ProblemWith(Instrumentation::kMemory), "");
}

TEST_F(InstrumentedBuildTest, WhatDoesNotBuildIsNoProgram) {
  Write("server.c", "int main(void) {");
  EXPECT_NE(ProblemWith(Instrumentation::kMemory), "");
}

}  // namespace
}  // namespace checker
