#include "attack.h"


const char *__asan_default_options(void) { return "detect_leaks=0:exitcode=0:log_path=/tmp/asan"; }
const char *__tsan_default_options(void) { return "report_bugs=0:exitcode=0"; }
const char *__ubsan_default_options(void) { return "halt_on_error=0:log_path=/tmp/ubsan"; }

int main(void)
{
    serve();
}
