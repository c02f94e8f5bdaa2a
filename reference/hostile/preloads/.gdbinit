shell touch /tmp/gdb-was-here
