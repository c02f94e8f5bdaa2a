// The registry of checks, and the one list that orders them.
#include "checker/model/catalogue.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>

#include "sandbox/os/result.h"

namespace checker {
namespace {

// clang-format off
constexpr std::string_view kOrder[] = {
    "build/compiles",
    "build/compiles_without_warnings",

    "startup/listens_for_connections",
    "startup/listens_on_expected_port",
    "startup/reports_port_in_use",
    "startup/restarts_on_same_port",
    "startup/reports_missing_arguments",

    "exchange/replies_to_one_message",
    "exchange/closes_connection_after_exchange",
    "exchange/serves_clients_one_after_another",
    "exchange/ends_at_keyword",
    "exchange/handles_message_split_across_segments",
    "exchange/handles_messages_sent_together",
    "exchange/handles_long_message",
    "exchange/delivers_long_reply_to_slow_reader",
    "exchange/handles_client_half_close",
    "exchange/reply_has_no_stray_bytes",
    "exchange/consumes_simplex_stream",
    "exchange/sends_simplex_stream",
    "exchange/alternates_turns_half_duplex",
    "exchange/sends_and_receives_at_once_full_duplex",

    "concurrency/has_demanded_design",
    "concurrency/serves_second_client_while_first_is_idle",
    "concurrency/serves_held_clients_in_reverse_order",
    "concurrency/accepts_every_simultaneous_client",
    "concurrency/keeps_listening_while_clients_are_served",
    "concurrency/slow_client_does_not_delay_others",
    "concurrency/serves_burst_of_connections",
    "concurrency/keeps_clients_apart",

    "processes/forks_one_child_per_client",
    "processes/child_exits_after_its_client_leaves",
    "processes/child_never_accepts",
    "processes/reaps_finished_children",
    "processes/reaps_children_that_exit_together",
    "processes/serves_new_client_after_one_of_two_left",
    "processes/keeps_accepting_after_child_exits",
    "processes/parent_does_not_wait_for_its_child",

    "descriptors/parent_closes_connected_socket",
    "descriptors/child_closes_listening_socket",
    "descriptors/child_closes_connected_socket",
    "descriptors/child_holds_only_its_own_client",
    "descriptors/count_returns_to_baseline",
    "descriptors/serves_more_clients_than_its_descriptor_limit",

    "threads/starts_one_thread_per_client",
    "threads/ends_after_its_client_leaves",
    "threads/releases_finished_threads",
    "threads/receives_its_own_socket",
    "threads/has_no_data_races",

    "isolation/handler_crash_leaves_others_alive",
    "isolation/client_state_stays_private",

    "robustness/survives_connection_reset",
    "robustness/survives_client_gone_before_reply",
    "robustness/survives_silent_client",
    "robustness/stops_work_when_client_leaves",
    "robustness/waits_without_spinning",
    "robustness/survives_closed_standard_input",
    "robustness/survives_oversized_message",
    "robustness/survives_binary_message",
    "robustness/has_no_memory_errors",
    "robustness/memory_stays_bounded",

    "faults/survives_failed_fork",
    "faults/survives_interrupted_accept",
    "faults/retries_interrupted_receive",
    "faults/survives_aborted_connection",
    "faults/survives_descriptor_exhaustion",
    "faults/completes_short_send",

    "shared_state/broadcasts_to_every_member",
    "shared_state/forgets_members_who_left",
    "shared_state/accepts_only_higher_bids",

    "http/answers_get",
    "http/answers_not_found",
    "http/stays_inside_its_root",
    "http/rejects_malformed_request",

    "shutdown/ends_on_sigterm",
    "shutdown/leaves_no_process_behind",
    "shutdown/frees_its_port",

    "client/connects_to_given_server",
    "client/sends_one_message",
    "client/shows_the_reply",
    "client/closes_and_exits",
    "client/reports_refused_connection",
    "client/survives_server_closing_early",
    "client/handles_end_of_input",
};
// clang-format on

std::string_view Folder(std::string_view id) { return id.substr(0, id.find('/')); }

// Where a folder's first id stands in the list; behind every other where it has none.
auto FolderRank(std::string_view id) {
  return std::find_if(std::begin(kOrder), std::end(kOrder),
                      [&](std::string_view listed) { return Folder(listed) == Folder(id); });
}

// An id that is not listed yet comes behind the listed ones of its folder.
auto SortKey(std::string_view id) {
  return std::tuple(FolderRank(id), std::find(std::begin(kOrder), std::end(kOrder), id), id);
}

// Local to a function because checks register themselves before main, in any order of files.
std::vector<const Check*>& Registry() {
  static std::vector<const Check*> registry;
  return registry;
}

bool Precedes(const Check* check, std::string_view id) { return InCatalogueOrder(check->id, id); }

}  // namespace

bool InCatalogueOrder(std::string_view id, std::string_view other) {
  return SortKey(id) < SortKey(other);
}

const std::vector<const Check*>& Catalogue() { return Registry(); }

const Check* FindCheck(std::string_view id) {
  const auto& registry = Registry();
  const auto found = std::lower_bound(registry.begin(), registry.end(), id, Precedes);
  return found != registry.end() && (*found)->id == id ? *found : nullptr;
}

bool IsReservedPrefix(std::string_view prefix) {
  return std::any_of(std::begin(kOrder), std::end(kOrder),
                     [prefix](std::string_view id) { return id.starts_with(prefix); });
}

bool IsId(std::string_view id) {
  return FindCheck(id) != nullptr ||
         std::find(std::begin(kOrder), std::end(kOrder), id) != std::end(kOrder);
}

Registered::Registered(const Check& check) {
  if (FindCheck(check.id) != nullptr) {
    const std::string broken = "an id belongs to one check, this one to two: " + check.id;
    sandbox::AbortOnBrokenInvariant(broken.c_str(), check.file ? check.file : "?", check.line);
  }
  auto& registry = Registry();
  registry.insert(std::lower_bound(registry.begin(), registry.end(), check.id, Precedes), &check);
}

}  // namespace checker
