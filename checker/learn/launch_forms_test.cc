#include "checker/learn/launch_forms.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

using Words = std::vector<std::string>;

TEST(UsualArguments, BeginWithNoneAndThenAPort) {
  const auto forms = UsualArguments();
  ASSERT_GE(forms.size(), 2u);
  EXPECT_EQ(forms[0], Words{});
  EXPECT_EQ(forms[1], Words{"{port}"});
}

TEST(AnswerToPrompt, IsThePortUnlessSomethingElseIsAskedFor) {
  EXPECT_EQ(AnswerToPrompt("Enter the port number: "), "{port}");
  EXPECT_EQ(AnswerToPrompt("> "), "{port}");
  EXPECT_EQ(AnswerToPrompt(""), "{port}");
  EXPECT_EQ(AnswerToPrompt("Seconds to think: "), "0");
  EXPECT_EQ(AnswerToPrompt("Timeout in seconds: "), "1");
  EXPECT_EQ(AnswerToPrompt("IP address of the server? "), "127.0.0.1");
  EXPECT_EQ(AnswerToPrompt("How many clients shall I serve?\n"), "4");
}

TEST(ArgumentsFromUsage, AreGuessedFromTheWordsInBrackets) {
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <port>\n"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <port number>\n"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("usage: server [port]\n"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("USAGE: ./server PORT"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("Usage ./server port\n"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("usage - ./server <portno>\n"), Words{"{port}"});
}

TEST(ArgumentsFromUsage, KnowAddressesFilesAndNumbers) {
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <ip> <port>\n"), (Words{"127.0.0.1", "{port}"}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <hostname> <port> <root directory>\n"),
            (Words{"127.0.0.1", "{port}", "."}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <port> <number of threads>\n"),
            (Words{"{port}", "4"}));
}

TEST(ArgumentsFromUsage, LeaveASecondPortOutThatMayBeLeftOut) {
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./relay <port> [<upstream port>]\n"), Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./relay [-p port] [-u upstream port]\n"),
            (Words{"-p", "{port}"}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server [ip] [port]\n"), (Words{"127.0.0.1", "{port}"}));
}

TEST(ArgumentsFromUsage, TakeTheFirstOfSeveralChoices) {
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server <mode: fork|thread> <port>\n"),
            (Words{"fork", "{port}"}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server fork|thread <port>\n"), (Words{"fork", "{port}"}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server (tcp | udp) <port>\n"), (Words{"tcp", "{port}"}));
}

TEST(ArgumentsFromUsage, KeepOptionsAsTheyAre) {
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server -p <port>\n"), (Words{"-p", "{port}"}));
  EXPECT_EQ(ArgumentsFromUsage("Usage: ./server [-p port]\n"), (Words{"-p", "{port}"}));
}

TEST(ArgumentsFromUsage, AreFoundAmongOtherLines) {
  EXPECT_EQ(ArgumentsFromUsage("Hello\nwrong arguments\n  Usage: ./server <port>\nBye\n"),
            Words{"{port}"});
  EXPECT_EQ(ArgumentsFromUsage("usage:\nusage: ./server <port>\n"), Words{"{port}"});
}

TEST(ArgumentsFromUsage, AreNoneWhereNothingIsAskedFor) {
  for (const char* output : {"", "\n", "usage", "usage:", "Usage: ./server", "Usage: ./server\n",
                             "Server is listening on port 5000\n"}) {
    EXPECT_TRUE(ArgumentsFromUsage(output).empty()) << output;
  }
}

TEST(ArgumentsFromUsage, OfBracketsThatDoNotMatchAreNoCrash) {
  for (const char* output :
       {"usage: ./server <port", "usage: ./server port>>>> x", "usage: ))) ((( <",
        "usage: ./a [<port>", "usage: ./a |||| :::", "usage: \xff\xfe \x01 \x02"}) {
    ArgumentsFromUsage(output);
  }
  EXPECT_EQ(ArgumentsFromUsage("usage: ./server <port"), Words{"{port}"});
}

}  // namespace
}  // namespace checker
