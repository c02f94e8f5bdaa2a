// The ways in which student programs take their port.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace checker {

// Argument lists to try, most usual first: none at all, a port, ...
std::vector<std::vector<std::string>> UsualArguments();

// Arguments that a usage line in the program's output asks for; empty where there is none.
// "Usage: ./server <mode: fork|thread> <port>" -> {"fork", "{port}"}
std::vector<std::string> ArgumentsFromUsage(std::string_view output);

}  // namespace checker
