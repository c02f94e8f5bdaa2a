#include "checker/judge/http_response.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

TEST(HttpResponse, HasAStatusFieldsAndABody) {
  const auto response =
      ParseHttpResponse("HTTP/1.0 200 OK\r\nContent-LENGTH: 5\r\nServer: x\r\n\r\nhello");
  EXPECT_TRUE(response.is_http);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.fields.at("server"), "x");
  EXPECT_EQ(response.body, "hello");
  EXPECT_TRUE(response.EndIsMarked());
  EXPECT_FALSE(response.bare_newlines);
}

TEST(HttpResponse, ALengthThatIsWrongMarksNoEnd) {
  EXPECT_FALSE(
      ParseHttpResponse("HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello").EndIsMarked());
  EXPECT_FALSE(ParseHttpResponse("HTTP/1.0 200 OK\r\n\r\nhello").EndIsMarked());
}

TEST(HttpResponse, ChunksArePutTogether) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const auto whole = ParseHttpResponse(head + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n");
  EXPECT_EQ(whole.body, "hello world");
  EXPECT_TRUE(whole.EndIsMarked());
  EXPECT_FALSE(ParseHttpResponse(head + "5\r\nhello\r\n").EndIsMarked());
  EXPECT_FALSE(ParseHttpResponse(head + "ffffffff\r\nhello\r\n").EndIsMarked());
}

TEST(HttpResponse, NewlinesAloneAreUnderstoodAndNoticed) {
  const auto response = ParseHttpResponse("HTTP/1.1 404 Not Found\nServer: x\n\nno");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "no");
  EXPECT_TRUE(response.bare_newlines);
}

TEST(HttpResponse, AHeaderWithoutEndHasNoBody) {
  const auto response = ParseHttpResponse("HTTP/1.0 200 OK\r\nServer: x\r\nhello");
  EXPECT_FALSE(response.header_ended);
  EXPECT_EQ(response.body, "");
}

TEST(HttpResponse, WhatIsNoResponseIsABody) {
  for (const char* text :
       {"hello\n", "", "HTTP/1.0 OK\r\n\r\n", "HTTP/1.0200 OK\r\n\r\n", "HTTP/"}) {
    const auto response = ParseHttpResponse(text);
    EXPECT_FALSE(response.is_http) << text;
    EXPECT_EQ(response.body, text);
  }
}

}  // namespace
}  // namespace checker
