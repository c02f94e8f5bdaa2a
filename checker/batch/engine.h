// Who carries gradings out: this machine or a cluster. A batch gives it jobs and hears which have
// ended; what came of them stands in the files of each job.
//
//   while (engine.HasRoom()) engine.Start(job);
//   for (const Ended& ended : engine.Wait(200ms).value()) ...
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

struct Job {
  std::string name;                // of the submission
  std::string identity;            // of what is graded: the same for the same digests
  std::vector<std::string> words;  // the command; its first word is an absolute path
  std::string log;                 // takes its standard error
};

struct Ended {
  std::string name;
  std::string trouble;  // "" where the command exited by itself; "was ended by signal 11"
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual bool HasRoom() const = 0;
  virtual int running() const = 0;  // started, and not yet said to have ended
  // Whether a batch that was killed had this very job started, and it goes on or is over: Start()
  // then takes it over, and its files must stay.
  virtual bool IsUnderWay(const Job&) const { return false; }
  virtual sandbox::Result<void> Start(const Job& job) = 0;
  // Those that have ended, as soon as there are some; none after `longest`, or where a signal came.
  virtual sandbox::Result<std::vector<Ended>> Wait(std::chrono::milliseconds longest) = 0;
  // Asks what is running to end in order; Wait() tells when it has.
  virtual void Stop() = 0;
};

}  // namespace checker
