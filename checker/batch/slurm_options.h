#pragma once

#include <string>

namespace checker {

// How much of a cluster a batch takes; words that sbatch(1) understands, "" = the cluster's
// default.
struct SlurmOptions {
  std::string partition;
  std::string time = "30";  // of one grading, in minutes
  std::string memory = "4G";
  int at_once = 0;  // tasks of an array; 0 = as many as there is room for
};

}  // namespace checker
