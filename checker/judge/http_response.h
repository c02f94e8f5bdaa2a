// What a web server answered, read as a browser would. RFC 9112, RFC 1945.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checker {

struct HttpResponse {
  bool is_http = false;                       // begins with a status line
  int status = 0;                             // 200
  std::string version;                        // "HTTP/1.0"
  bool header_ended = false;                  // an empty line was found
  std::map<std::string, std::string> fields;  // by name in small letters
  std::string body;                           // as sent; put together where it came in chunks
  std::optional<std::size_t> length;          // what Content-Length says
  bool chunked = false;
  bool chunks_complete = false;
  bool bare_newlines = false;  // "\n" alone ended a line of the header

  // The end of the body can be told without waiting for the end of the connection, and it is there.
  bool EndIsMarked() const { return chunked ? chunks_complete : length && *length == body.size(); }
};

HttpResponse ParseHttpResponse(std::string_view bytes);

}  // namespace checker
