// The ways in which student programs take their port.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/server_facts.h"

namespace checker {

// Argument lists to try, most usual first: none at all, a port, ...
std::vector<std::vector<std::string>> UsualArguments();

// The ways in which clients take the server's address and port: arguments, and lines that are typed
// when they ask.
std::vector<LaunchForm> UsualClientForms();

// Numbers in a client's source that can be ports: its connection shows which of them is one. As
// they stand, and with htons forgotten.
std::vector<int> PossiblePorts(const std::set<int>& numbers);

// Arguments that a usage line in the program's output asks for; empty where there is none.
// "Usage: ./server <mode: fork|thread> <port>" -> {"fork", "{port}"}
std::vector<std::string> ArgumentsFromUsage(std::string_view output);

// What an operator would type when a program has printed this and waits for a line: "{port}",
// unless it asks for something else.
std::string AnswerToPrompt(std::string_view asked);

}  // namespace checker
