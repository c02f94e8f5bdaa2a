#include "checker/intake/assignment_reader.h"

#include <gtest/gtest.h>

#include "checker/intake/assignment_by_name.h"
#include "checker/intake/fingerprint.h"

namespace checker {
namespace {

// The smallest assignment, with more keys.
std::string With(const std::string& keys) {
  return "{\"id\": \"lab\", \"checks\": {\"*\": 1}" + (keys.empty() ? "" : ", " + keys) + "}";
}

Assignment Read(const std::string& text) {
  const auto read = ReadAssignmentText(text, "/nowhere/lab.json", ProjectFolder());
  if (!read) ADD_FAILURE() << read.error().Text();
  return read ? *read : Assignment();
}

// What is said where the text is no good.
std::string Refusal(const std::string& text) {
  const auto read = ReadAssignmentText(text, "/nowhere/lab.json", ProjectFolder());
  return read ? "" : read.error().reason();
}

void ExpectRefusal(const std::string& keys, const std::string& place_and_words) {
  const std::string refusal = Refusal(With(keys));
  EXPECT_NE(refusal.find(place_and_words), std::string::npos) << keys << " -> " << refusal;
}

Exchange ReadSteps(const std::string& manner, const std::string& steps) {
  return Read(With("\"exchange\": {" + manner + "\"steps\": [" + steps + "]}")).exchange.value();
}

TEST(AssignmentReader, TheSmallestFileLeavesAllToBeFoundOut) {
  const Assignment assignment = Read(With(""));
  EXPECT_FALSE(assignment.is_auto);
  EXPECT_EQ(assignment.id, "lab");
  EXPECT_EQ(assignment.title, "lab");
  EXPECT_EQ(assignment.sha256, Sha256(With("")));
  EXPECT_FALSE(assignment.launch || assignment.port || assignment.exchange || assignment.design);
  EXPECT_TRUE(assignment.terminal);
  EXPECT_EQ(assignment.clients_held, 64);
}

TEST(AssignmentReader, NullIsTheSameAsLeftOutAndCommentsAreSkippedEverywhere) {
  const Assignment assignment =
      Read(With(R"("design": null, "exchange": null, "launch": {"args": null, "$comment a": "x"},
                   "$comment": ["y", "z"], "limits": {"memory_mb": null})"));
  EXPECT_FALSE(assignment.launch || assignment.design || assignment.exchange ||
               assignment.memory_mb);
}

TEST(AssignmentReader, EveryShippedAssignmentIsAccepted) {
  EXPECT_GE(ShippedAssignments().size(), 5u);
  for (const std::string& name : ShippedAssignments()) {
    const auto assignment = FindAssignment(name);
    ASSERT_TRUE(assignment) << assignment.error().Text();
    EXPECT_EQ(assignment->id, name);
    EXPECT_NE(assignment->reference, "") << name;
  }
}

TEST(AssignmentReader, TheSubmissionAndItsBuildAreTakenOver) {
  const Assignment assignment = Read(With(
      R"("submission": {"role": "server", "sources": ["a.c"], "language": "c++", "flags": ["-lm"],
                   "make_target": "all", "binary": "srv", "build": ["sh", "build.sh"]})"));
  EXPECT_EQ(assignment.sources, std::vector<std::string>{"a.c"});
  EXPECT_EQ(assignment.language, Language::kCpp);
  EXPECT_EQ(assignment.flags, std::vector<std::string>{"-lm"});
  EXPECT_EQ(assignment.make_target, "all");
  EXPECT_EQ(assignment.binary, "srv");
  EXPECT_EQ(assignment.build, (std::vector<std::string>{"sh", "build.sh"}));
}

TEST(AssignmentReader, AClientsHostIsLeftForWhenItIsKnown) {
  const Assignment assignment =
      Read(With(R"("submission": {"role": "client"}, "launch": {"args": ["{host}", "{port}"]})"));
  EXPECT_EQ(assignment.role, Role::kClient);
  EXPECT_EQ(assignment.launch->arguments, (std::vector<std::string>{"{host}", "{port}"}));
  EXPECT_EQ(assignment.host, "");
}

TEST(AssignmentReader, ACommandStartsWhatIsNoProgramByItself) {
  const Assignment assignment =
      Read(With(R"("launch": {"command": ["python3", "server.py"], "args": ["{port}"]})"));
  EXPECT_EQ(assignment.command, (std::vector<std::string>{"python3", "server.py"}));
}

TEST(AssignmentReader, WhatClientsShareIsSaidInWords) {
  const Assignment room = Read(With(
      R"("shared_state": {"chat_room": {"say": "SAY {nonce}\n", "to_sender": false, "one_order": true}})"));
  EXPECT_EQ(room.shared_state->chat_room->say, "SAY {nonce}\n");
  EXPECT_EQ(room.shared_state->chat_room->to_sender, false);
  EXPECT_TRUE(room.shared_state->chat_room->one_order);
  EXPECT_FALSE(room.shared_state->auction);
  const Assignment auction = Read(With(
      R"("shared_state": {"auction": {"bid": "BID {amount}\n", "accepted": "YES", "rejected": "NO"}})"));
  EXPECT_EQ(auction.shared_state->auction->rejected, "NO");
  EXPECT_EQ(auction.shared_state->auction->ask, "");
}

TEST(AssignmentReader, TheLaunchIsTakenOverWithTheHostFilledIn) {
  const Assignment assignment = Read(With(
      R"("launch": {"args": ["{host}", "{port}"], "port": 4444, "host": "10.1.2.3",
                   "terminal": false, "stdin": [{"when": "start", "line": "poem.txt"}],
                   "env": {"A": "b"}, "start_deadline_ms": 900},
                   "limits": {"memory_mb": 64, "processes": 32})"));
  EXPECT_EQ(assignment.launch->arguments, (std::vector<std::string>{"10.1.2.3", "{port}"}));
  EXPECT_EQ(assignment.launch->prompted_lines, std::vector<std::string>{"poem.txt"});
  EXPECT_EQ(assignment.port, 4444);
  EXPECT_FALSE(assignment.terminal);
  EXPECT_EQ(assignment.environment.at("A"), "b");
  EXPECT_EQ(assignment.start_deadline_ms, 900);
  EXPECT_EQ(assignment.memory_mb, 64);
  EXPECT_EQ(assignment.processes, 32);
}

TEST(AssignmentReader, ADialogueIsPartsAndAReply) {
  const Exchange echo =
      ReadSteps(R"("framing": "lf", "repeat": "until_eof", )",
                R"({"send": "a{nonce}"}, {"send": "b\n"}, {"expect": {"kind": "echo"}})");
  EXPECT_EQ(echo.parts, (std::vector<std::string>{"a{nonce}", "b\n"}));
  EXPECT_EQ(echo.reply, Reply::kEcho);
  EXPECT_TRUE(echo.ReturnsNonce());
  EXPECT_EQ(echo.ends, Ends::kEof);
  EXPECT_EQ(echo.framing, Framing::kLf);
  EXPECT_EQ(echo.speaks_first, Speaker::kClient);
  EXPECT_EQ(echo.confidence, Confidence::kSeen);

  const Exchange fixed =
      ReadSteps("", R"({"send": "x"}, {"expect": {"kind": "contains", "text": "Hello"}})");
  EXPECT_EQ(fixed.reply, Reply::kFixed);
  EXPECT_EQ(fixed.fixed_reply, "Hello");
  EXPECT_EQ(ReadSteps("", R"({"send": "x"})").reply, Reply::kNone);
  EXPECT_TRUE(ReadSteps("", R"({"send": "x"}, {"expect": {"kind": "operator"}})").operator_types);
}

TEST(AssignmentReader, WhatIsSaidOnceComesBeforeWhatIsSaidAgain) {
  const Exchange login = ReadSteps("", R"({"send": "I am {nonce}", "once": true},
                                          {"send": "{nonce}"}, {"expect": {"kind": "echo"}})");
  EXPECT_EQ(login.opening, std::vector<std::string>{"I am {nonce}"});
  EXPECT_EQ(login.parts, std::vector<std::string>{"{nonce}"});
  EXPECT_EQ(login.reply, Reply::kEcho);
  ExpectRefusal(R"("exchange": {"steps": [{"send": "x"}, {"send": "y", "once": true}]})",
                "what is said once comes before");
  ExpectRefusal(R"("exchange": {"steps": [{"send": "x", "once": true}]})",
                "after what is said once there has to be a message");
}

TEST(AssignmentReader, AServerThatSpeaksFirstGreetsOrGreetsAndCloses) {
  const Exchange greets = ReadSteps(
      R"("speaks_first": "server", )",
      R"({"expect": {"kind": "any"}}, {"send": "{nonce}"}, {"expect": {"kind": "upper"}})");
  EXPECT_EQ(greets.speaks_first, Speaker::kServer);
  EXPECT_FALSE(greets.greets_and_closes);
  EXPECT_EQ(greets.reply, Reply::kUpper);
  const Exchange closes = ReadSteps(R"("speaks_first": "server", )",
                                    R"({"expect": {"kind": "contains", "text": "12:00"}})");
  EXPECT_TRUE(closes.greets_and_closes);
  EXPECT_EQ(closes.fixed_reply, "12:00");
}

TEST(AssignmentReader, TheEndOfTheClientsSideCanBeTheEndOfItsMessage) {
  const Exchange upload = ReadSteps(R"("framing": "eof", "repeat": "once", )",
                                    R"({"send": "{nonce}"}, {"expect": {"kind": "any"}})");
  EXPECT_EQ(upload.framing, Framing::kEof);
  EXPECT_TRUE(upload.waits_for_end);
}

TEST(AssignmentReader, AWordThatEndsTheConversationIsAMessageLikeAnyOther) {
  const char* kEcho = R"({"send": "{nonce}\n"}, {"expect": {"kind": "echo"}})";
  const Exchange lines = ReadSteps(R"("framing": "lf", "end_word": "exit", )", kEcho);
  EXPECT_EQ(lines.end_word, "exit\n");
  EXPECT_EQ(lines.ends, Ends::kKeyword);
  EXPECT_TRUE(lines.waits_for_end);
  EXPECT_FALSE(lines.end_word_ends_server);
  const Exchange reads = ReadSteps(R"("end_word": "bye", "end_word_ends": "server", )", kEcho);
  EXPECT_EQ(reads.end_word, "bye");
  EXPECT_FALSE(reads.waits_for_end);
  EXPECT_TRUE(reads.end_word_ends_server);
  ExpectRefusal(R"("exchange": {"repeat": "until_end_word", "steps": [{"send": "x"}]})",
                "needs an \"end_word\"");
}

TEST(AssignmentReader, TurnsHaveToFitWhoSpeaks) {
  EXPECT_EQ(ReadSteps(R"("turns": "simplex", )", R"({"send": "x"})").turns, Turns::kSimplex);
  const Exchange chat = ReadSteps(R"("turns": "full-duplex", )",
                                  R"({"send": "x"}, {"expect": {"kind": "operator"}})");
  EXPECT_EQ(chat.turns, Turns::kFullDuplex);
  ExpectRefusal(
      R"("exchange": {"turns": "simplex", "steps": [{"send": "x"}, {"expect": {"kind": "any"}}]})",
      "only one side speaks");
  ExpectRefusal(R"("exchange": {"turns": "full-duplex", "steps": [{"send": "x"}]})",
                "needs a \"send\", and");
}

TEST(AssignmentReader, WhatTheDialogueLeavesOpenIsNotAskedFor) {
  const Assignment assignment =
      Read(With(R"("exchange": {"server_closes": false, "steps": [{"send": "{nonce}"},
                   {"expect": {"kind": "echo", "ignore": ["trailing_nul"]}}]})"));
  EXPECT_EQ(WeightOf(assignment, "exchange/closes_connection_after_exchange").mode,
            CheckWeight::Mode::kOff);
  EXPECT_EQ(WeightOf(assignment, "exchange/reply_has_no_stray_bytes").mode,
            CheckWeight::Mode::kOff);
}

TEST(AssignmentReader, ChecksArePointsAdviceOrOffAndTheLongestPrefixWins) {
  const Assignment assignment = Read(
      R"({"id": "lab", "checks": {"*": "advice", "concurrency/": 5,
                                 "concurrency/keeps_clients_apart": "off"}})");
  EXPECT_EQ(WeightOf(assignment, "build/compiles").mode, CheckWeight::Mode::kAdvice);
  const Assignment whole = Read(R"({"id": "lab", "checks": {"build/compiles": 10}})");
  EXPECT_EQ(WeightOf(whole, "build/compiles").points, 10);
  EXPECT_EQ(WeightOf(whole, "build/compiles_without_warnings").mode, CheckWeight::Mode::kAdvice);
  EXPECT_EQ(WeightOf(assignment, "concurrency/serves_burst_of_connections").points, 5);
  EXPECT_EQ(WeightOf(assignment, "concurrency/keeps_clients_apart").mode, CheckWeight::Mode::kOff);
}

TEST(AssignmentReader, FeedbackIsALevelByPrefixAndTheLongestWins) {
  const FeedbackLevels levels =
      Read(With(R"("feedback": {"faults/": "nothing", "*": "outcome", "build/compiles": "full"})"))
          .feedback;
  EXPECT_EQ(FeedbackOn(levels, "faults/survives_failed_fork"), Feedback::kNothing);
  EXPECT_EQ(FeedbackOn(levels, "processes/reaps_finished_children"), Feedback::kOutcome);
  EXPECT_EQ(FeedbackOn(levels, "build/compiles"), Feedback::kFull);
  EXPECT_EQ(FeedbackOn({}, "build/compiles"), Feedback::kFull);
  ExpectRefusal(R"("feedback": {"faults/": "hidden"})",
                "one of \"full\", \"outcome\", \"nothing\"");
  ExpectRefusal(R"("feedback": {"fruits/": "nothing"})", "no check begins with it");
}

TEST(AssignmentReader, MistakesAreAllSaidAtOnceWithLineAndPlace) {
  const std::string refusal = Refusal(
      "{\"id\": \"lab\",\n\"desing\": \"fork\",\n\"clients_held\": \"many\",\n\"checks\": {}}");
  EXPECT_NE(refusal.find("line 2, /desing: unknown key"), std::string::npos) << refusal;
  EXPECT_NE(
      refusal.find("line 3, /clients_held: expected a whole number from 1 to 1000, found \"many\""),
      std::string::npos)
      << refusal;
  EXPECT_NE(Refusal("[]").find("expected an object, found an array"), std::string::npos);
}

TEST(AssignmentReader, EachWrongValueIsNamed) {
  EXPECT_NE(Refusal(R"({"checks": {}})").find("\"id\" is missing"), std::string::npos);
  EXPECT_NE(Refusal(R"({"id": "lab"})").find("\"checks\" is missing"), std::string::npos);
  EXPECT_NE(Refusal(R"({"id": "auto", "checks": {}})").find("/id"), std::string::npos);
  EXPECT_NE(Refusal(R"({"id": "a", "checks": {"concurency/": 5}})")
                .find("/checks/concurency~1: no check"),
            std::string::npos);
  EXPECT_NE(
      Refusal(R"({"id": "a", "checks": {"*": 1.5}})").find("/checks/*: expected a whole number"),
      std::string::npos);
  EXPECT_NE(Refusal(R"({"id": "a", "checks": {"*": "of"}})").find("\"advice\" or \"off\""),
            std::string::npos);
  ExpectRefusal(R"("design": "forks")", "/design: expected one of \"fork\", ");
  ExpectRefusal(R"("launch": {"port": 70000})",
                "/launch/port: expected a whole number from 1 to 65535, found 70000");
  ExpectRefusal(R"("launch": {"port": "argument"})", "needs {port} in \"args\"");
  ExpectRefusal(R"("launch": {"port": "prompt", "args": []})",
                "needs {port} in a line of \"stdin\"");
  ExpectRefusal(R"("launch": {"args": "8080"})",
                "/launch/args: expected an array of strings, found \"8080\"");
  ExpectRefusal(R"("launch": {"stdin": [{}]})", "/launch/stdin/0: \"line\" is missing");
  ExpectRefusal(R"("launch": {"env": {"A": 1}})", "/launch/env/A: expected a string, found 1");
  ExpectRefusal(R"("launch": {"files": ["none.txt"]})",
                "there is no file or folder /nowhere/none.txt");
  ExpectRefusal(R"("exchange": {})", "\"steps\" are missing");
  ExpectRefusal(R"("exchange": {"framing": "lf", "steps": [{"send": "{nonce}"}]})",
                "has to end a message");
  ExpectRefusal(R"("exchange": {"steps": [{"send": "x"}, {"expect": {"kind": "echo"}}]})",
                "put {nonce} into");
  ExpectRefusal(R"("exchange": {"steps": [{"send": "x"}, {"expect": {"kind": "contains"}}]})",
                "needs a \"text\"");
  ExpectRefusal(R"("exchange": {"steps": [{"expect": {"kind": "any"}}]})", "\"send\" comes first");
}

TEST(AssignmentReader, WhatCannotBeHonouredYetIsRefusedAndNotIgnored) {
  for (const char* keys :
       {R"("exit_code": 0)", R"("ends_after_clients": 1)", R"("limits": {"wall_ms": 60000})",
        R"("limits": {"output_kb": 256})",
        R"("launch": {"stdin": [{"when": "asked", "line": "x"}]})",
        R"("exchange": {"repeat": 3, "steps": [{"send": "x"}]})",
        R"("exchange": {"framing": "fixed", "end_word": "exit", "steps": [{"send": "x"}]})",
        R"("exchange": {"steps": [{"send": "x"}, {"expect": {"kind": "pattern"}}]})",
        R"("exchange": {"steps": [{"send": "{nonce}"},
                                  {"expect": {"kind": "echo", "ignore": ["pids"]}}]})",
        R"("exchange": {"steps": [{"send": "x"}, {"expect": {"kind": "any"}}, {"send": "y"}]})"}) {
    ExpectRefusal(keys, "not supported yet");
  }
}

TEST(AssignmentReader, ASharedStateHasToMakeSense) {
  ExpectRefusal(R"("shared_state": {})", "expected \"chat_room\" or \"auction\"");
  ExpectRefusal(R"("shared_state": {"chat_room": {"say": "hello"}})",
                "expected a text with {nonce}");
  ExpectRefusal(
      R"("shared_state": {"auction": {"bid": "{amount}", "accepted": "A", "rejected": "A"}})",
      "two different words");
}

TEST(AssignmentReader, AFileThatIsMissingOrAFolderIsRefused) {
  EXPECT_FALSE(FindAssignment("/nonexistent/lab.json"));
  EXPECT_FALSE(FindAssignment("/tmp/"));
  const auto unknown = FindAssignment("no-such-name");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().Text().find("echo-fork"), std::string::npos);
  EXPECT_TRUE(FindAssignment("auto")->is_auto);
}

}  // namespace
}  // namespace checker
